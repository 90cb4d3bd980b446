package dev.arcuate.engine.cli;

import dev.arcuate.engine.problem.ProblemReport;
import dev.arcuate.engine.run.RunEvent;
import dev.arcuate.engine.run.RunListener;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Redraws a few lines in place: one per step that runs, with its rate and the time left. */
final class TerminalProgress implements RunListener {
  private static final Duration LEAST_BETWEEN_DRAWS = Duration.ofMillis(100);
  private static final int BAR = 20;

  private final PrintStream out;
  private final RunProgress progress;
  private final ProblemReport report;
  private final Warnings warnings = new Warnings();
  private int drawn;
  private Instant lastDraw = Instant.MIN;

  TerminalProgress(PrintStream out, RunProgress progress, ProblemReport report) {
    this.out = out;
    this.progress = progress;
    this.report = report;
  }

  @Override
  public void on(RunEvent event) {
    progress.on(event);
    warnings.on(event);
    if (event instanceof RunEvent.TaskFailed failed) {
      print(report.text(failed.problems()));
    }
    boolean last = event instanceof RunEvent.Finished;
    if (last || Duration.between(lastDraw, event.at()).compareTo(LEAST_BETWEEN_DRAWS) > 0) {
      draw(event.at());
      lastDraw = event.at();
    }
    if (last) {
      drawn = 0;
      out.print(report.text(warnings.gathered()));
      out.flush();
    }
  }

  private void print(String text) {
    erase();
    out.print(text);
    out.flush();
  }

  private void draw(Instant now) {
    erase();
    List<String> lines = new ArrayList<>();
    for (RunProgress.StepProgress step : progress.steps()) {
      if (step.started()) {
        lines.add(line(step, now));
      }
    }
    lines.forEach(out::println);
    drawn = lines.size();
    out.flush();
  }

  private void erase() {
    if (drawn > 0) {
      out.print("\u001b[" + drawn + "A\u001b[J");
      drawn = 0;
    }
  }

  private String line(RunProgress.StepProgress step, Instant now) {
    int total = Math.max(step.total(), 1);
    int filled = Math.min(BAR, BAR * step.done() / total);
    String tail;
    if (step.ended()) {
      tail = step.failed() > 0 ? step.failed() + " failed" : Durations.text(step.took());
    } else {
      tail =
          String.format(
              Locale.ROOT, "%.2g/s, %s left", step.rate(now), Durations.text(step.left(now)));
      String inside = step.running().stream().findFirst().map(progress::inside).orElse("");
      tail = (step.done() == 0 ? "" : tail + "  ") + inside;
    }
    return String.format(
        Locale.ROOT,
        "  %-20s %s%s %d/%d  %s",
        step.step(),
        "█".repeat(filled),
        "░".repeat(BAR - filled),
        step.done(),
        step.total(),
        tail);
  }
}
