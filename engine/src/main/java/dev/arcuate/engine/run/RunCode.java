package dev.arcuate.engine.run;

import dev.arcuate.api.Problem;
import dev.arcuate.api.Problem.Kind;
import dev.arcuate.api.Problem.Severity;
import java.util.Optional;

/** Everything that can go wrong while tasks run, beside what their components say. */
public enum RunCode {
  // Before anything runs.
  RESOURCES_EXCEEDED(Kind.RESOURCE),
  TASK_FILE_UNREADABLE(Kind.USER),
  STAGE_UNKNOWN(Kind.PLUGIN),
  // What came out of a component.
  PLUGIN_FAILED(Kind.PLUGIN),
  PLUGIN_DOES_NOT_FIT(Kind.PLUGIN),
  OUTPUT_MISSING(Kind.PLUGIN),
  OUTPUT_INVALID(Kind.PLUGIN),
  FILE_FAULT(Kind.DATA),
  TASK_OUT_OF_MEMORY(Kind.RESOURCE),
  // How it ended.
  TASK_TIMED_OUT(Kind.RESOURCE),
  TASK_UNRESPONSIVE(Kind.PLUGIN),
  // Executors.
  EXECUTOR_FAILED(Kind.PLUGIN),
  EXECUTOR_LOST_RESULT(Kind.PLUGIN),
  INTERNAL_FAULT(Kind.INTERNAL);

  private final Kind kind;

  RunCode(Kind kind) {
    this.kind = kind;
  }

  Problem problem(String message) {
    return new Problem(name(), kind, Severity.ERROR, Optional.empty(), message, Optional.empty());
  }
}
