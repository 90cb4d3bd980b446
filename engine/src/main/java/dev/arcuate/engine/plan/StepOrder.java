package dev.arcuate.engine.plan;

import dev.arcuate.engine.problem.DidYouMean;
import dev.arcuate.engine.problem.Problems;
import dev.arcuate.engine.problem.Quoted;
import dev.arcuate.engine.yaml.Workflow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Brings steps into an order in which each comes after those it reads from. */
final class StepOrder {
  private final Map<String, Workflow.Step> steps = new LinkedHashMap<>();
  private final Problems problems;
  private final List<Workflow.Step> order = new ArrayList<>();
  private final Set<String> done = new HashSet<>();
  private final Map<String, Integer> path = new LinkedHashMap<>();
  private final Set<Workflow.Reference> broken = new HashSet<>();

  private StepOrder(Workflow workflow, Problems problems) {
    workflow.steps().forEach(step -> steps.put(step.id().text(), step));
    this.problems = problems;
  }

  /**
   * All steps, in the order of the file as far as their inputs allow; unknown steps and cycles are
   * reported.
   */
  static StepOrder of(Workflow workflow, Problems problems) {
    StepOrder order = new StepOrder(workflow, problems);
    workflow.steps().forEach(order::visit);
    return order;
  }

  List<Workflow.Step> steps() {
    return order;
  }

  /** Whether a reference leads to a step that comes before its own. */
  boolean leadsSomewhere(Workflow.Reference reference) {
    return steps.containsKey(reference.step()) && !broken.contains(reference);
  }

  /** A step by its id; reports if there is none. */
  Optional<Workflow.Step> find(Workflow.Reference reference) {
    Workflow.Step step = steps.get(reference.step());
    if (step == null) {
      problems.add(
          PlanCode.UNKNOWN_STEP
              .at(
                  reference.position(),
                  "there is no step %s".formatted(Quoted.of(reference.step())))
              .hint(DidYouMean.hint(reference.step(), "steps", steps.keySet())));
    }
    return Optional.ofNullable(step);
  }

  private void visit(Workflow.Step step) {
    String id = step.id().text();
    if (done.contains(id)) {
      return;
    }
    path.put(id, path.size());
    for (List<Workflow.Reference> references : step.inputs().values()) {
      for (Workflow.Reference reference : references) {
        Optional<Workflow.Step> producer = find(reference);
        if (producer.isPresent() && path.containsKey(reference.step())) {
          broken.add(reference);
          reportCycle(reference);
        } else {
          producer.ifPresent(this::visit);
        }
      }
    }
    path.remove(id);
    done.add(id);
    order.add(step);
  }

  private void reportCycle(Workflow.Reference reference) {
    List<String> ids = new ArrayList<>(path.keySet());
    List<String> cycle = new ArrayList<>(ids.subList(path.get(reference.step()), ids.size()));
    cycle.add(reference.step());
    String text =
        cycle.size() == 2
            ? "step '%s' reads from itself".formatted(reference.step())
            : "steps read from each other in a circle: " + String.join(" → ", reversed(cycle));
    problems.add(
        PlanCode.STEP_CYCLE
            .at(reference.position(), text)
            .hint("let one of them read from another step"));
  }

  /** The path follows inputs, readers think from input to output. */
  private static List<String> reversed(List<String> cycle) {
    List<String> list = new ArrayList<>(cycle);
    java.util.Collections.reverse(list);
    return list;
  }
}
