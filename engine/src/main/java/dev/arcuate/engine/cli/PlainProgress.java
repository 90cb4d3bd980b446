package dev.arcuate.engine.cli;

import dev.arcuate.engine.problem.ProblemReport;
import dev.arcuate.engine.run.RunEvent;
import dev.arcuate.engine.run.RunListener;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One line when a step starts and ends, and every few seconds in between: for log files and
 * terminals that cannot redraw.
 */
final class PlainProgress implements RunListener {
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

  private final PrintStream out;
  private final RunProgress progress;
  private final ProblemReport report;
  private final Warnings warnings = new Warnings();
  private final Map<String, Instant> lastLine = new HashMap<>();

  PlainProgress(PrintStream out, RunProgress progress, ProblemReport report) {
    this.out = out;
    this.progress = progress;
    this.report = report;
  }

  @Override
  public void on(RunEvent event) {
    progress.on(event);
    warnings.on(event);
    if (event instanceof RunEvent.TaskFailed failed) {
      out.print(report.text(failed.problems()));
      if (failed.willRetry()) {
        out.println(failed.task() + ": trying again after attempt " + failed.attempt());
      }
    }
    for (RunProgress.StepProgress step : progress.steps()) {
      if (step.started()) {
        line(step, event.at());
      }
    }
    if (event instanceof RunEvent.Finished) {
      out.print(report.text(warnings.gathered()));
    }
    out.flush();
  }

  private void line(RunProgress.StepProgress step, Instant now) {
    Instant last = lastLine.get(step.step());
    if (step.ended()) {
      if (last == null || !last.equals(Instant.MAX)) {
        lastLine.put(step.step(), Instant.MAX);
        String failed = step.failed() > 0 ? ", " + step.failed() + " failed" : "";
        String skipped = step.skipped() > 0 ? ", " + step.skipped() + " skipped" : "";
        out.printf(
            Locale.ROOT,
            "%s: %d done%s%s in %s%n",
            step.step(),
            step.done(),
            failed,
            skipped,
            Durations.text(step.took()));
      }
    } else if (last == null || Duration.between(last, now).compareTo(BETWEEN_LINES) > 0) {
      lastLine.put(step.step(), now);
      String inside = step.running().stream().findFirst().map(progress::inside).orElse("");
      String left = step.done() == 0 ? "" : ", " + Durations.text(step.left(now)) + " left";
      out.printf(
          Locale.ROOT,
          "%s: %d of %d%s%s%n",
          step.step(),
          step.done(),
          step.total(),
          left,
          inside.isEmpty() ? "" : " (" + inside + ")");
    }
  }
}
