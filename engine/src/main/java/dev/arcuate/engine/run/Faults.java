package dev.arcuate.engine.run;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.Resources;
import dev.arcuate.engine.plan.PlannedTask;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What can go wrong with an attempt beside what its component throws, in words. */
final class Faults {
  private static final Logger LOG = LoggerFactory.getLogger(Faults.class);

  private Faults() {}

  static List<Problem> problems(Throwable failure, Placement<?> placement, Attempt attempt) {
    if (failure instanceof ProblemException e) {
      return e.problems();
    }
    if (placement.isHere()) {
      LOG.error("{} failed in an unforeseen way", attempt.planned.id(), failure);
      return List.of(
          RunCode.INTERNAL_FAULT
              .problem(
                  "Arcuate itself failed while it ran " + attempt.planned.id() + ": " + failure)
              .hint("report this with the log"));
    }
    LOG.debug("the executor failed on {}", attempt.planned.id(), failure);
    return List.of(
        RunCode.EXECUTOR_FAILED
            .problem(
                "executor '%s' could not run %s: %s"
                    .formatted(
                        placement.executor().id(), attempt.planned.id(), failure.getMessage()))
            .hint("run it here with --executor local, or ask whoever runs the cluster"));
  }

  static Problem tooLarge(PlannedTask planned, Permits all) {
    Resources wanted = planned.resources();
    String what;
    String cure;
    if (wanted.gpus() > all.gpus()) {
      what = "GPUs: %d, there are %d".formatted(wanted.gpus(), all.gpus());
      cure = "run it with --device cpu, or on a machine with a GPU";
    } else if (wanted.memoryBytes() > all.memoryBytes()) {
      what = mebibytes("memory", wanted.memoryBytes(), all.memoryBytes());
      cure = "set 'resources: {memory: …}' of the step, or run it on a larger machine";
    } else {
      what = mebibytes("memory on the heap", wanted.heapBytes(), all.heapBytes());
      cure = "set 'resources: {memory: …}' of the step, or ARCUATE_HEAP to more";
    }
    return RunCode.RESOURCES_EXCEEDED
        .problem("step '%s' needs %s".formatted(planned.step(), what))
        .hint(cure)
        .at(planned.position());
  }

  private static String mebibytes(String what, long wanted, long all) {
    return "%s: %d MiB, there are %d MiB".formatted(what, wanted >> 20, all >> 20);
  }

  static Problem resultMissing(Placement<?> placement, Attempt attempt) {
    return RunCode.EXECUTOR_LOST_RESULT
        .problem(
            "executor '%s' says that %s is done, but its result is not in the store"
                .formatted(placement.executor().id(), attempt.planned.id()))
        .hint("the store must lie on a disk that all machines share under the same path");
  }

  static Problem timedOut(Attempt attempt) {
    return RunCode.TASK_TIMED_OUT
        .problem(
            "%s did not end within %s"
                .formatted(
                    attempt.planned.id(), attempt.planned.timeout().map(Faults::text).orElse("")))
        .hint("raise 'timeout' of step '" + attempt.planned.step() + "', or give it more threads")
        .at(attempt.planned.position());
  }

  static Problem unresponsive(Attempt attempt, Duration grace) {
    return RunCode.TASK_UNRESPONSIVE
        .problem(
            "%s did not stop within %s after it was told to; its thread goes on until this process ends"
                .formatted(attempt.planned.id(), text(grace)))
        .hint(
            "tell the author of component '"
                + attempt.planned.spec().component()
                + "': loops must call checkCancelled()");
  }

  /** As a workflow would write it. */
  static String text(Duration time) {
    if (time.toMillis() % 1000 != 0) {
      return time.toMillis() + "ms";
    }
    if (time.toSeconds() % 60 != 0 || time.isZero()) {
      return time.toSeconds() + "s";
    }
    return time.toMinutes() % 60 == 0 ? time.toHours() + "h" : time.toMinutes() + "min";
  }
}
