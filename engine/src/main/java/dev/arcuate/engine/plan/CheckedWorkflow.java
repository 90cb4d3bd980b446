package dev.arcuate.engine.plan;

import dev.arcuate.engine.yaml.Workflow;
import java.util.List;

/**
 * A workflow without mistakes, as far as can be told without touching its data. Holds components,
 * hence their class loaders: do not keep it.
 */
public final class CheckedWorkflow {
  private final Workflow workflow;
  private final List<CheckedStep> steps;
  private final List<Feed> results;

  CheckedWorkflow(Workflow workflow, List<CheckedStep> steps, List<Feed> results) {
    this.workflow = workflow;
    this.steps = List.copyOf(steps);
    this.results = List.copyOf(results);
  }

  public Workflow workflow() {
    return workflow;
  }

  /** Number of tasks before those with equal keys become one; preparations not counted. */
  public int combinations() {
    return steps.stream().mapToInt(step -> step.grid().size()).sum();
  }

  /** Each after those it reads from. */
  List<CheckedStep> steps() {
    return steps;
  }

  /** The outputs to be exported. */
  List<Feed> results() {
    return results;
  }
}
