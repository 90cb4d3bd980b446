package dev.arcuate.engine.store;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * A run, past or present.
 *
 * @param id unique; sorts by time
 * @param workflow name of the workflow
 * @param started when it began
 * @param ended when it ended, if it did
 * @param status how it went
 * @param tasks all tasks of its plan
 * @param done tasks that it ran to the end
 * @param cached tasks whose results existed
 * @param failed tasks that failed
 * @param skipped tasks that could not begin
 * @param pinned whether cleaning keeps it in any case
 */
public record RunRecord(
    String id,
    String workflow,
    Instant started,
    Optional<Instant> ended,
    Status status,
    int tasks,
    int done,
    int cached,
    int failed,
    int skipped,
    boolean pinned) {

  /** How a run went. */
  public enum Status {
    RUNNING,
    SUCCEEDED,
    FAILED,
    CANCELLED,
    /** Its process died before it could say how it went. */
    DIED
  }

  public RunRecord {
    requireNonNull(id, "id");
    requireNonNull(workflow, "workflow");
    requireNonNull(started, "started");
    requireNonNull(ended, "ended");
    requireNonNull(status, "status");
  }

  /** A run that begins. */
  public static RunRecord begin(String id, String workflow, Instant started, int tasks) {
    return new RunRecord(
        id, workflow, started, Optional.empty(), Status.RUNNING, tasks, 0, 0, 0, 0, false);
  }

  /** This run, ended. */
  public RunRecord end(
      Instant at, Status how, int doneTasks, int cachedTasks, int failedTasks, int skippedTasks) {
    return new RunRecord(
        id,
        workflow,
        started,
        Optional.of(at),
        how,
        tasks,
        doneTasks,
        cachedTasks,
        failedTasks,
        skippedTasks,
        pinned);
  }

  RunRecord with(Status other) {
    return new RunRecord(
        id, workflow, started, ended, other, tasks, done, cached, failed, skipped, pinned);
  }

  RunRecord pinned(boolean keep) {
    return new RunRecord(
        id, workflow, started, ended, status, tasks, done, cached, failed, skipped, keep);
  }
}
