package dev.arcuate.engine.run;

import dev.arcuate.api.Problem;
import dev.arcuate.engine.store.Json;
import dev.arcuate.engine.store.Key;
import dev.arcuate.engine.store.StoreProblems;
import java.io.BufferedWriter;
import java.io.FileWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code trace.jsonl}: one line per attempt of a task. Confined to the thread of the scheduler. */
final class Trace implements AutoCloseable {
  private final Path file;
  private final BufferedWriter writer;
  private boolean broken;

  Trace(Path file) {
    this.file = file;
    try {
      Files.createDirectories(file.getParent());
      // Not a channel: those are closed for good when the thread is interrupted.
      writer = new BufferedWriter(new FileWriter(file.toFile(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw StoreProblems.writing(file.getParent(), "begin the trace", e);
    }
  }

  /**
   * One attempt.
   *
   * @param status {@code done}, {@code failed}, {@code timed-out} or {@code cancelled}
   * @param bytes written by it
   */
  record Line(
      TaskOrder order,
      String step,
      int attempt,
      String status,
      Instant start,
      Instant end,
      long bytes,
      List<Problem> problems) {}

  void write(Line line) {
    TaskOrder order = line.order();
    Key key = order.key();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("task", order.id());
    json.put("step", line.step());
    json.put("key", key.hex());
    json.put("attempt", line.attempt());
    json.put("status", line.status());
    json.put("start", line.start().toString());
    json.put("end", line.end().toString());
    json.put("threads", order.resources().threads());
    json.put("memory-bytes", order.resources().memoryBytes());
    json.put("gpus", order.resources().gpus());
    json.put("bytes-written", line.bytes());
    json.put("problems", line.problems().stream().map(Problem::code).toList());
    attempt(
        () -> {
          writer.write(Json.line(json));
          writer.newLine();
        });
  }

  /** Lets others see what was written so far. */
  void flush() {
    attempt(writer::flush);
  }

  @Override
  public void close() {
    attempt(writer::close);
  }

  private interface Writing {
    void run() throws IOException;
  }

  /** Fails once, which ends the run; what is still under way then ends without a trace. */
  private void attempt(Writing writing) {
    if (broken) {
      return;
    }
    try {
      writing.run();
    } catch (IOException e) {
      broken = true;
      throw StoreProblems.writing(file.getParent(), "write the trace", e);
    }
  }
}
