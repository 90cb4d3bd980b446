package dev.arcuate.engine.plan;

import dev.arcuate.api.Port;
import dev.arcuate.api.value.Value;
import dev.arcuate.engine.problem.DidYouMean;
import dev.arcuate.engine.problem.Problems;
import dev.arcuate.engine.problem.Quoted;
import dev.arcuate.engine.yaml.Node;
import dev.arcuate.engine.yaml.Workflow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether what a step is connected to is what its ports take. */
final class Wiring {
  private final Problems problems;
  private final StepOrder order;
  private final Map<String, CheckedStep> steps;

  /**
   * @param steps those checked so far, by id
   */
  Wiring(StepOrder order, Map<String, CheckedStep> steps, Problems problems) {
    this.order = order;
    this.steps = steps;
    this.problems = problems;
  }

  /** Follows the references of a step's inputs; reports outputs that do not exist. */
  void follow(CheckedStep step) {
    step.step()
        .inputs()
        .forEach(
            (port, references) -> {
              List<Feed> feeds = new ArrayList<>();
              for (Workflow.Reference reference : references) {
                Optional<Feed> feed =
                    order.leadsSomewhere(reference) ? feed(reference) : Optional.empty();
                feed.ifPresentOrElse(feeds::add, step::markIncomplete);
                if (feed.filter(found -> found.producer().incomplete()).isPresent()) {
                  step.markIncomplete();
                }
              }
              step.feeds().put(port.text(), feeds);
            });
  }

  /** The output that a reference means; reports it if there is none. */
  Optional<Feed> feed(Workflow.Reference reference) {
    CheckedStep producer = steps.get(reference.step());
    if (producer == null || producer.variants().isEmpty()) {
      return Optional.empty();
    }
    String port = reference.port().or(producer::firstOutput).orElseThrow();
    if (!producer.makes(port)) {
      problems.add(
          PlanCode.UNKNOWN_OUTPUT
              .at(
                  reference.position(),
                  "step '%s' has no output %s".formatted(producer.id(), Quoted.of(port)))
              .hint(DidYouMean.hint(port, "outputs", outputs(producer))));
      return Optional.empty();
    }
    return Optional.of(new Feed(reference, producer, port));
  }

  private static List<String> outputs(CheckedStep step) {
    return step.variants().get(0).outputs().stream().map(Port::name).toList();
  }

  /** Compares a step's feeds with the ports of its components. */
  void check(CheckedStep step) {
    for (Variant variant : step.variants()) {
      checkNames(step, variant.inputs().stream().map(Port::name).toList());
      for (Port port : variant.inputs()) {
        List<Feed> feeds = step.feeds().getOrDefault(port.name(), List.of());
        checkNumber(step, port, feeds);
        feeds.forEach(feed -> checkType(step, port, feed));
      }
    }
  }

  private void checkNames(CheckedStep step, List<String> ports) {
    for (Node.Scalar name : step.step().inputs().keySet()) {
      if (!ports.contains(name.text())) {
        problems.add(
            PlanCode.UNKNOWN_INPUT
                .at(
                    name.position(),
                    "step '%s' has no input %s".formatted(step.id(), Quoted.of(name.text())))
                .hint(DidYouMean.hint(name.text(), "inputs", ports)));
      }
    }
  }

  private void checkNumber(CheckedStep step, Port port, List<Feed> feeds) {
    int written =
        step.step().inputs().entrySet().stream()
            .filter(entry -> entry.getKey().text().equals(port.name()))
            .mapToInt(entry -> entry.getValue().size())
            .sum();
    if (written == 0 && port.arity() != Port.Arity.OPTIONAL && !declared(step, port)) {
      problems.add(
          PlanCode.MISSING_INPUT
              .at(
                  step.step().position(),
                  "step '%s' needs %s as input '%s': %s"
                      .formatted(
                          step.id(), ValueNames.phrase(port.type()), port.name(), port.doc()))
              .hint(missingHint(step, port)));
    }
    if (port.arity() == Port.Arity.MANY) {
      return;
    }
    if (written > 1) {
      problems.add(
          PlanCode.TOO_MANY_VALUES
              .at(
                  feeds.isEmpty() ? step.step().position() : feeds.get(0).reference().position(),
                  "input '%s' of step '%s' takes one value, not a list of %d"
                      .formatted(port.name(), step.id(), written))
              .hint("name one output"));
    }
    for (Feed feed : feeds) {
      for (Axis axis : feed.producer().grid().axes()) {
        if (gathers(step, axis)) {
          problems.add(
              PlanCode.TOO_MANY_VALUES
                  .at(
                      feed.reference().position(),
                      "input '%s' of step '%s' takes one value, but gathering '%s' makes %d of '%s'"
                          .formatted(
                              port.name(),
                              step.id(),
                              axis.name(),
                              axis.points().size(),
                              feed.name()))
                  .hint("do not gather '%s' here".formatted(axis.name())));
        }
      }
    }
  }

  /** An empty list, or a reference that was reported already. */
  private static boolean declared(CheckedStep step, Port port) {
    return step.step().inputs().entrySet().stream()
        .anyMatch(
            entry -> entry.getKey().text().equals(port.name()) && !entry.getValue().isEmpty());
  }

  static boolean gathers(CheckedStep step, Axis axis) {
    return step.step().gather().stream()
        .anyMatch(variable -> axis.variables().contains(variable.text()));
  }

  private String missingHint(CheckedStep step, Port port) {
    List<String> candidates = makersOf(port.type(), steps.values(), step);
    return candidates.isEmpty()
        ? "add '%s: STEP' below 'inputs'; no step makes %s yet"
            .formatted(port.name(), ValueNames.phrase(port.type()))
        : "add '%s: %s' below 'inputs'".formatted(port.name(), candidates.get(0));
  }

  private void checkType(CheckedStep step, Port port, Feed feed) {
    for (Variant variant : feed.producer().variants()) {
      for (Port output : variant.outputs()) {
        if (output.name().equals(feed.port()) && !port.type().isAssignableFrom(output.type())) {
          List<String> candidates = makersOf(port.type(), steps.values(), step);
          problems.add(
              PlanCode.TYPE_MISMATCH
                  .at(
                      feed.reference().position(),
                      "'%s' input '%s' takes %s, but '%s' is %s"
                          .formatted(
                              step.id(),
                              port.name(),
                              ValueNames.phrase(port.type()),
                              feed.name(),
                              ValueNames.phrase(output.type())))
                  .hint(
                      candidates.isEmpty()
                          ? "no step before it makes " + ValueNames.phrase(port.type())
                          : "%s: %s".formatted("outputs that fit", DidYouMean.list(candidates))));
        }
      }
    }
  }

  /** References to the outputs of that type. */
  private static List<String> makersOf(
      Class<? extends Value> type, Collection<CheckedStep> steps, CheckedStep reader) {
    List<String> makers = new ArrayList<>();
    for (CheckedStep step : steps) {
      if (step == reader || step.variants().isEmpty()) {
        continue;
      }
      List<Port> outputs = step.variants().get(0).outputs();
      for (int i = 0; i < outputs.size(); i++) {
        if (type.isAssignableFrom(outputs.get(i).type())) {
          makers.add(i == 0 ? step.id() : step.id() + "." + outputs.get(i).name());
        }
      }
    }
    return makers;
  }
}
