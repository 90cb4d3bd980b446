package dev.arcuate.engine.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.arcuate.engine.problem.ProblemReport;
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
      line.put("warnings", ProblemReport.jsonTypes(finished.warnings()));
    } else if (event instanceof RunEvent.TaskFailed failed) {
      task(line, "task-failed", failed.task(), failed.step());
      line.put("attempt", failed.attempt());
      line.put("will-retry", failed.willRetry());
      line.put("problems", ProblemReport.jsonTypes(failed.problems()));
    } else if (event instanceof RunEvent.TaskSkipped skipped) {
      task(line, "task-skipped", skipped.task(), skipped.step());
      line.put("because", skipped.because());
    } else if (event instanceof RunEvent.TaskReused reused) {
      task(line, "task-reused", reused.task(), reused.step());
      line.put("warnings", ProblemReport.jsonTypes(reused.warnings()));
    } else if (event instanceof RunEvent.TaskWaiting waiting) {
      task(line, "task-waiting", waiting.task(), waiting.step());
      line.put("because", waiting.because());
    } else if (event instanceof RunEvent.Warned warned) {
      line.put("event", "warned");
      line.put("warnings", ProblemReport.jsonTypes(List.of(warned.problem())));
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

  private void print(Map<String, Object> line) {
    try {
      out.println(mapper.writeValueAsString(line));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
