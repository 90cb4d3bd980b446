package dev.arcuate.engine.plan;

import dev.arcuate.engine.yaml.Workflow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A step of which everything is known that can be known without its data. Filled in by the checks
 * one after another, in the order of the accessors; whatever a check could not find out is empty.
 */
final class CheckedStep {
  private final Workflow.Step step;
  private Grid grid = new Grid(List.of());
  private List<Variant> variants = List.of();
  private Grid bindingGrid = new Grid(List.of());
  private List<Binding> bindings = List.of();
  private final Map<String, List<Feed>> feeds = new LinkedHashMap<>();
  private boolean incomplete;

  CheckedStep(Workflow.Step step) {
    this.step = step;
  }

  Workflow.Step step() {
    return step;
  }

  String id() {
    return step.id().text();
  }

  /** Whether an input could not be followed, so that axes may be missing. */
  boolean incomplete() {
    return incomplete;
  }

  void markIncomplete() {
    incomplete = true;
  }

  /** One task per combination. */
  Grid grid() {
    return grid;
  }

  void grid(Grid known) {
    grid = known;
  }

  List<Variant> variants() {
    return variants;
  }

  void variants(List<Variant> known) {
    variants = List.copyOf(known);
  }

  /** The axes that the settings refer to. */
  Grid bindingGrid() {
    return bindingGrid;
  }

  /** One per combination of {@link #bindingGrid}. */
  List<Binding> bindings() {
    return bindings;
  }

  void bindings(Grid axes, List<Binding> known) {
    bindingGrid = axes;
    bindings = List.copyOf(known);
  }

  /** By input port, in the order of the workflow. */
  Map<String, List<Feed>> feeds() {
    return feeds;
  }

  /** Whether an output of that name exists in every variant. */
  boolean makes(String port) {
    return variants.stream().allMatch(variant -> variant.last().makes(port));
  }

  /** What a reference to the bare step id means; empty if the component is not known. */
  Optional<String> firstOutput() {
    return variants.stream().findFirst().map(variant -> variant.outputs().get(0).name());
  }
}
