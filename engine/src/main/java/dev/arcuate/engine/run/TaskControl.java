package dev.arcuate.engine.run;

import dev.arcuate.api.Progress;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * What passes between a running task and the scheduler: the wish that it stop, and how far it is. A
 * task that has begun to publish is no longer stopped.
 */
final class TaskControl implements Progress {

  /** Why a task was told to stop. */
  enum Stop {
    CANCELLED,
    TIMED_OUT
  }

  /** The latest report of a task. */
  record Report(long done, long total, String unit) {}

  private enum Phase {
    WAITING,
    COMPUTING,
    PUBLISHING,
    OVER
  }

  private Phase phase = Phase.WAITING;
  private volatile Stop stop;
  private volatile Report report;

  /** Enters the task; false if it was told to stop before. */
  synchronized boolean begin() {
    if (phase != Phase.WAITING || stop != null) {
      return false;
    }
    phase = Phase.COMPUTING;
    return true;
  }

  /** From here on the task can no longer be stopped; false if it was told to stop before. */
  synchronized boolean beginPublishing() {
    if (stop != null) {
      return false;
    }
    phase = Phase.PUBLISHING;
    return true;
  }

  synchronized void end() {
    phase = Phase.OVER;
  }

  /** Ends a task that was never entered in this JVM; false if it was. */
  synchronized boolean endIfNotBegun() {
    if (phase != Phase.WAITING) {
      return false;
    }
    phase = Phase.OVER;
    return true;
  }

  /** Tells the task to stop; false if it is too late for that, or was told before. */
  synchronized boolean stop(Stop why) {
    if (stop != null || phase == Phase.PUBLISHING || phase == Phase.OVER) {
      return false;
    }
    stop = why;
    return true;
  }

  Optional<Stop> stopped() {
    return Optional.ofNullable(stop);
  }

  void check() {
    Stop why = stop;
    if (why != null) {
      throw new CancellationException(
          why == Stop.TIMED_OUT ? "the task's time is up" : "the run was cancelled");
    }
  }

  @Override
  public void report(long done, long total, String unit) {
    report = new Report(done, total, unit);
  }

  /** The latest report, empty before the first. */
  Optional<Report> latest() {
    return Optional.ofNullable(report);
  }
}
