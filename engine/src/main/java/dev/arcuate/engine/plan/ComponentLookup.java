package dev.arcuate.engine.plan;

import dev.arcuate.api.BrainReader;
import dev.arcuate.api.Executor;
import dev.arcuate.api.Problem;
import dev.arcuate.api.Problem.Position;
import dev.arcuate.engine.plugins.Catalog;
import dev.arcuate.engine.plugins.ComponentHandle;
import dev.arcuate.engine.problem.DidYouMean;
import dev.arcuate.engine.problem.Problems;
import dev.arcuate.engine.problem.Quoted;
import dev.arcuate.engine.stages.Stage;
import dev.arcuate.engine.stages.Stages;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds components by the ids that steps use; asks each once. */
final class ComponentLookup {
  private final Catalog catalog;
  private final Stages stages;
  private final Problems problems;
  private final Asking asking;
  private final Map<String, Optional<Variant>> known = new HashMap<>();

  ComponentLookup(Catalog catalog, Stages stages, Problems problems) {
    this.catalog = catalog;
    this.stages = stages;
    this.problems = problems;
    this.asking = new Asking(problems);
  }

  /** Whether there is such a component. */
  boolean exists(String id) {
    return catalog.component(id).isPresent();
  }

  /** The reader of recordings of that id, if there is one. */
  Optional<ComponentHandle> reader(String id) {
    return catalog.component(id).filter(handle -> handle.component() instanceof BrainReader);
  }

  /** The component as a step uses it; reports why it cannot be used. */
  Optional<Variant> find(String id, Position place) {
    Optional<ComponentHandle> handle = catalog.component(id);
    if (handle.isEmpty()) {
      problems.add(unknown(id).at(place));
      return Optional.empty();
    }
    Optional<Stage> stage = stages.of(handle.get().component());
    if (stage.isEmpty()) {
      problems.add(notAStep(handle.get()).at(place));
      return Optional.empty();
    }
    return known.computeIfAbsent(
        id,
        i ->
            asking.ask(
                handle.get(),
                "its inputs, outputs and settings",
                place,
                () -> Variant.of(handle.get(), stage.get())));
  }

  private Problem unknown(String id) {
    List<Problem> refusals = catalog.refusals(id);
    if (!refusals.isEmpty()) {
      String why =
          refusals.stream().map(Problem::message).distinct().collect(Collectors.joining("; "));
      Problem problem =
          PlanCode.UNKNOWN_COMPONENT.problem(
              "component %s is there, but its plugin cannot be used: %s"
                  .formatted(Quoted.of(id), why));
      return refusals.get(0).hint().map(problem::hint).orElse(problem);
    }
    List<String> usable =
        catalog.components().stream()
            .filter(handle -> stages.of(handle.component()).isPresent())
            .map(ComponentHandle::id)
            .toList();
    return PlanCode.UNKNOWN_COMPONENT
        .problem("there is no component %s".formatted(Quoted.of(id)))
        .hint(DidYouMean.hint(id, "components", usable));
  }

  private static Problem notAStep(ComponentHandle handle) {
    boolean executor = handle.component() instanceof Executor;
    return PlanCode.NOT_A_STEP
        .problem(
            "'%s' is %s and cannot be used by a step"
                .formatted(handle.id(), executor ? "an executor" : "of no kind that makes values"))
        .hint(
            executor
                ? "choose it for the whole run: --executor " + handle.id()
                : "use another component; 'arcuate plugins list' shows them");
  }
}
