package dev.arcuate.engine.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.arcuate.api.Problem;
import dev.arcuate.engine.run.RunEvent;
import dev.arcuate.engine.run.RunListener;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every event as one line of JSON, for programs. */
final class JsonProgress implements RunListener {
  private final PrintStream out;
  private final ObjectMapper mapper = new ObjectMapper();

  JsonProgress(PrintStream out) {
    this.out = out;
  }

  @Override
  public void on(RunEvent event) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("at", event.at().toString());
    if (event instanceof RunEvent.Started started) {
      line.put("event", "started");
      line.put("run", started.runId());
      line.put("tasks", started.tasks());
      line.put("cached", started.cached());
    } else if (event instanceof RunEvent.TaskStarted started) {
      task(line, "task-started", started.task(), started.step());
      line.put("attempt", started.attempt());
    } else if (event instanceof RunEvent.TaskProgress progress) {
      line.put("event", "task-progress");
      line.put("task", progress.task());
      line.put("done", progress.done());
      line.put("total", progress.total());
      line.put("unit", progress.unit());
    } else if (event instanceof RunEvent.TaskFinished finished) {
      task(line, "task-finished", finished.task(), finished.step());
      line.put("seconds", finished.took().toMillis() / 1000.0);
      line.put("bytes", finished.bytes());
      line.put("warnings", problems(finished.warnings()));
    } else if (event instanceof RunEvent.TaskFailed failed) {
      task(line, "task-failed", failed.task(), failed.step());
      line.put("attempt", failed.attempt());
      line.put("will-retry", failed.willRetry());
      line.put("problems", problems(failed.problems()));
    } else if (event instanceof RunEvent.TaskSkipped skipped) {
      task(line, "task-skipped", skipped.task(), skipped.step());
      line.put("because", skipped.because());
    } else if (event instanceof RunEvent.Finished finished) {
      line.put("event", "finished");
      line.put("run", finished.runId());
      line.put("done", finished.done());
      line.put("cached", finished.cached());
      line.put("failed", finished.failed());
      line.put("skipped", finished.skipped());
      line.put("cancelled", finished.cancelled());
    }
    print(line);
  }

  private static void task(Map<String, Object> line, String event, String task, String step) {
    line.put("event", event);
    line.put("task", task);
    line.put("step", step);
  }

  /** Problems as JSON types. */
  static List<Map<String, Object>> problems(List<Problem> problems) {
    return problems.stream().map(JsonProgress::problem).toList();
  }

  private static Map<String, Object> problem(Problem problem) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("code", problem.code());
    json.put("severity", problem.severity().name().toLowerCase(java.util.Locale.ROOT));
    problem
        .position()
        .ifPresent(
            position -> {
              json.put("file", position.file());
              json.put("line", position.line());
              json.put("column", position.column());
            });
    json.put("message", problem.message());
    problem.hint().ifPresent(hint -> json.put("hint", hint));
    json.put("url", problem.url());
    return json;
  }

  private void print(Map<String, Object> line) {
    try {
      out.println(mapper.writeValueAsString(line));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
