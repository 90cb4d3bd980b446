package dev.arcuate.engine.plan;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.Resources;
import dev.arcuate.engine.problem.Problems;
import dev.arcuate.engine.store.Digests;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns a checked workflow into tasks with keys. Reads the files that settings name, since their
 * content is part of the keys. Equal workflows, files and plugins give equal plans.
 */
public final class Planner {
  private final Digests digests;
  private final Resources machine;

  /**
   * @param machine all that tasks can have here
   */
  public Planner(Digests digests, Resources machine) {
    this.digests = requireNonNull(digests, "digests");
    this.machine = requireNonNull(machine, "machine");
  }

  /**
   * Plans.
   *
   * @param problems receives whatever is found, warnings too; the plan's warnings are those in it
   *     at the end
   * @throws dev.arcuate.api.ProblemException if a file is missing or unreadable, or a component
   *     fails when it is asked what it reads and needs
   */
  public Plan plan(CheckedWorkflow workflow, Problems problems) {
    FileKeys files = new FileKeys(digests, problems);
    Needs needs = new Needs(machine, problems);
    Map<CheckedStep, List<BoundTask>> bound = new LinkedHashMap<>();
    for (CheckedStep step : workflow.steps()) {
      bound.put(
          step,
          step.bindings().stream()
              .map(
                  binding ->
                      new BoundTask(
                          binding,
                          files.of(binding, step.step().position()),
                          needs.of(binding, step)))
              .toList());
    }
    problems.throwIfErrors();
    Expansion expansion = new Expansion();
    bound.forEach(expansion::add);
    return new Plan(
        workflow.workflow().name(),
        expansion.tasks(),
        expansion.results(workflow.results()),
        problems.warnings());
  }
}
