package dev.arcuate.engine.run;

import dev.arcuate.api.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What happens during a run, in order. Listeners are called by one thread. */
public sealed interface RunEvent {
  Instant at();

  /**
   * First event.
   *
   * @param tasks all tasks of the plan
   * @param cached those whose artifacts exist already
   */
  record Started(Instant at, String runId, int tasks, int cached) implements RunEvent {}

  record TaskStarted(Instant at, String task, String step, int attempt) implements RunEvent {}

  /** A task said how far it is. */
  record TaskProgress(Instant at, String task, long done, long total, String unit)
      implements RunEvent {}

  record TaskFinished(
      Instant at, String task, String step, Duration took, long bytes, List<Problem> warnings)
      implements RunEvent {}

  /**
   * An attempt failed.
   *
   * @param willRetry whether another attempt follows
   */
  record TaskFailed(
      Instant at, String task, String step, int attempt, boolean willRetry, List<Problem> problems)
      implements RunEvent {}

  /** A task cannot run because one before it failed or the run was cancelled. */
  record TaskSkipped(Instant at, String task, String step, String because) implements RunEvent {}

  /**
   * A result that exists was taken instead of running a task. Told for results with warnings, and
   * for tasks that another run finished meanwhile; not for the thousands that are simply there.
   */
  record TaskReused(Instant at, String task, String step, List<Problem> warnings)
      implements RunEvent {}

  /** A task waits, without holding permits, for another run that computes the same. */
  record TaskWaiting(Instant at, String task, String step, String because) implements RunEvent {}

  /** Something that concerns the run as a whole, such as a damaged result that is made again. */
  record Warned(Instant at, Problem problem) implements RunEvent {}

  /** Last event. */
  record Finished(
      Instant at, String runId, int done, int cached, int failed, int skipped, boolean cancelled)
      implements RunEvent {}
}
