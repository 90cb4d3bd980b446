package dev.arcuate.engine.run;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.Problem;
import dev.arcuate.engine.store.RunRecord.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a run went.
 *
 * @param runId names its record in the store
 * @param status {@code SUCCEEDED}, {@code FAILED} or {@code CANCELLED}
 * @param tasks all tasks of the plan
 * @param done tasks that were run to the end
 * @param cached tasks whose results existed or were not needed
 * @param failed tasks that failed for good
 * @param skipped tasks that could not begin
 * @param took from begin to end
 * @param bytesWritten by the tasks that were done
 * @param problems of the failed tasks by task id, in the order they failed; under the empty id,
 *     what concerns the run as a whole
 * @param folder holds {@code trace.jsonl} and the logs of its tasks
 */
public record RunSummary(
    String runId,
    Status status,
    int tasks,
    int done,
    int cached,
    int failed,
    int skipped,
    Duration took,
    long bytesWritten,
    Map<String, List<Problem>> problems,
    Path folder) {
  public RunSummary {
    requireNonNull(runId, "runId");
    requireNonNull(status, "status");
    requireNonNull(took, "took");
    requireNonNull(folder, "folder");
    problems = Collections.unmodifiableMap(new LinkedHashMap<>(problems));
  }

  /** 0 if all went well, else that of the first problem; 130, as shells have it, if cancelled. */
  public int exitStatus() {
    return switch (status) {
      case SUCCEEDED -> 0;
      case CANCELLED -> 130;
      case FAILED, DIED, RUNNING ->
          problems.values().stream()
              .flatMap(List::stream)
              .findFirst()
              .map(problem -> problem.kind().exitStatus())
              .orElse(Problem.Kind.INTERNAL.exitStatus());
    };
  }
}
