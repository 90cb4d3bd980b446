package dev.arcuate.engine.cli;

import dev.arcuate.engine.run.RunEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What is known of a run at one moment, gathered from its events: per step, how many tasks are
 * done, how fast, and how long it will take.
 */
final class RunProgress {
  private final Map<String, StepProgress> steps = new LinkedHashMap<>();
  private final Map<String, String> inTask = new LinkedHashMap<>();

  /**
   * @param tasksPerStep number of tasks that are not cached, in the order of the plan
   */
  RunProgress(Map<String, Integer> tasksPerStep) {
    tasksPerStep.forEach((step, tasks) -> steps.put(step, new StepProgress(step, tasks)));
  }

  /** Tasks of one step. */
  static final class StepProgress {
    private final String step;
    private final int total;
    private final Set<String> running = new LinkedHashSet<>();
    private int done;
    private int failed;
    private int skipped;
    private Instant firstStart;
    private Instant lastEnd;

    StepProgress(String step, int total) {
      this.step = step;
      this.total = total;
    }

    String step() {
      return step;
    }

    int total() {
      return total;
    }

    int done() {
      return done;
    }

    int failed() {
      return failed;
    }

    int skipped() {
      return skipped;
    }

    Set<String> running() {
      return running;
    }

    boolean started() {
      return firstStart != null;
    }

    boolean ended() {
      return done + failed + skipped >= total;
    }

    /** From the first start to the last end so far. */
    Duration took() {
      return firstStart == null || lastEnd == null
          ? Duration.ZERO
          : Duration.between(firstStart, lastEnd);
    }

    /** Tasks per second; 0 before the first has ended. */
    double rate(Instant now) {
      if (done == 0 || firstStart == null) {
        return 0;
      }
      double seconds = Duration.between(firstStart, now).toMillis() / 1000.0;
      return seconds <= 0 ? 0 : done / seconds;
    }

    /** Time left at the present rate; zero when it cannot be said. */
    Duration left(Instant now) {
      double rate = rate(now);
      return rate == 0
          ? Duration.ZERO
          : Duration.ofMillis(Math.round((total - done - failed - skipped) / rate * 1000));
    }
  }

  /** Takes an event in. */
  void on(RunEvent event) {
    if (event instanceof RunEvent.TaskStarted started) {
      StepProgress step = step(started.step());
      step.running.add(started.task());
      if (step.firstStart == null) {
        step.firstStart = started.at();
      }
    } else if (event instanceof RunEvent.TaskProgress progress) {
      inTask.put(
          progress.task(),
          progress.total() > 0
              ? progress.done() + "/" + progress.total() + " " + progress.unit()
              : progress.done() + " " + progress.unit());
    } else if (event instanceof RunEvent.TaskFinished finished) {
      StepProgress step = step(finished.step());
      end(step, finished.task(), finished.at());
      step.done++;
    } else if (event instanceof RunEvent.TaskFailed failed) {
      StepProgress step = step(failed.step());
      end(step, failed.task(), failed.at());
      if (!failed.willRetry()) {
        step.failed++;
      }
    } else if (event instanceof RunEvent.TaskSkipped skipped) {
      step(skipped.step()).skipped++;
    }
  }

  private void end(StepProgress step, String task, Instant at) {
    step.running.remove(task);
    step.lastEnd = at;
    inTask.remove(task);
  }

  private StepProgress step(String id) {
    return steps.computeIfAbsent(id, step -> new StepProgress(step, 0));
  }

  Iterable<StepProgress> steps() {
    return steps.values();
  }

  /** What a running task last said of itself, or an empty text. */
  String inside(String task) {
    return inTask.getOrDefault(task, "");
  }
}
