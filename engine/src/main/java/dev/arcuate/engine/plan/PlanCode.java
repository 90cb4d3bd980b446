package dev.arcuate.engine.plan;

import dev.arcuate.api.Problem;
import dev.arcuate.api.Problem.Kind;
import dev.arcuate.api.Problem.Position;
import dev.arcuate.api.Problem.Severity;
import java.util.Optional;

/** Everything that can be wrong with a workflow once it is read and its components are asked. */
public enum PlanCode {
  // Components and plugins.
  UNKNOWN_COMPONENT,
  NOT_A_STEP,
  PLUGIN_MISSING,
  PLUGIN_VERSION,
  ARCUATE_VERSION,
  INVALID_RANGE,
  PLUGIN_FAILED(Kind.PLUGIN),
  // Steps and how they are connected.
  UNKNOWN_STEP,
  STEP_CYCLE,
  UNKNOWN_INPUT,
  MISSING_INPUT,
  UNKNOWN_OUTPUT,
  TYPE_MISMATCH,
  TOO_MANY_VALUES,
  // Sweeps.
  SWEEP_NOT_A_LIST,
  EMPTY_SWEEP,
  REPEATED_VALUE,
  ZIP_LENGTHS,
  CONFLICTING_AXES,
  UNKNOWN_AXIS,
  TOO_MANY_TASKS,
  PEOPLE_LEFT_OUT,
  // What a task needs.
  AMBIGUOUS_PATH,
  NO_KEY(Kind.PLUGIN),
  TOO_LARGE_FOR_MACHINE(Kind.RESOURCE),
  TOO_LARGE_FOR_PERMIT(Kind.RESOURCE);

  private final Kind kind;

  PlanCode() {
    this(Kind.USER);
  }

  PlanCode(Kind kind) {
    this.kind = kind;
  }

  /** An error that stands in no file, such as on the command line. */
  Problem problem(String message) {
    return new Problem(name(), kind, Severity.ERROR, Optional.empty(), message, Optional.empty());
  }

  /** An error at a place. */
  Problem at(Position place, String message) {
    return problem(message).at(place);
  }
}
