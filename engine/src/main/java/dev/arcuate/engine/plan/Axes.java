package dev.arcuate.engine.plan;

import dev.arcuate.api.Problem.Position;
import dev.arcuate.engine.problem.DidYouMean;
import dev.arcuate.engine.problem.Problems;
import dev.arcuate.engine.problem.Quoted;
import dev.arcuate.engine.yaml.Node;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The axes of a step: inherited from its inputs, joined by value, without those gathered. */
final class Axes {
  /** More tasks than this are a slip of the pen. */
  private static final long MOST_TASKS = 1_000_000;

  private static final int SHOWN = 4;

  private final Sweeps sweeps;
  private final Problems problems;

  Axes(Sweeps sweeps, Problems problems) {
    this.sweeps = sweeps;
    this.problems = problems;
  }

  /** The combinations of a step whose feeds are known; what is wrong is reported and left out. */
  Grid of(CheckedStep step) {
    List<Axis> own = sweeps.of(step.step());
    if (own.size() < step.step().sweep().size() + step.step().zip().size()) {
      step.markIncomplete();
    }
    Set<String> gathered = new LinkedHashSet<>();
    step.step().gather().forEach(variable -> gathered.add(variable.text()));
    List<Placed> axes = new ArrayList<>();
    Set<String> met = new LinkedHashSet<>();
    for (List<Feed> feeds : step.feeds().values()) {
      for (Feed feed : feeds) {
        for (Axis axis : feed.producer().grid().axes()) {
          met.addAll(axis.variables());
          if (axis.variables().stream().noneMatch(gathered::contains)) {
            join(
                axes,
                new Placed(axis, "from '" + feed.producer().id() + "'"),
                step,
                feed.reference().position());
          }
        }
      }
    }
    checkGathered(step, own, met);
    for (Axis axis : own) {
      join(axes, new Placed(axis, "of its own"), step, place(step, axis));
    }
    return grid(step, axes.stream().map(Placed::axis).toList());
  }

  private static Position place(CheckedStep step, Axis own) {
    return Stream.concat(
            step.step().sweep().keySet().stream(),
            step.step().zip().stream().flatMap(together -> together.keySet().stream()))
        .filter(variable -> own.variables().contains(variable.text()))
        .map(Node.Scalar::position)
        .findFirst()
        .orElse(step.step().position());
  }

  /**
   * @param origin where the step has it from, for messages
   */
  private record Placed(Axis axis, String origin) {}

  private void join(List<Placed> axes, Placed added, CheckedStep step, Position place) {
    for (Placed known : axes) {
      if (known.axis().joins(added.axis())) {
        return;
      }
      if (known.axis().sharesVariable(added.axis())) {
        problems.add(
            PlanCode.CONFLICTING_AXES
                .at(
                    place,
                    "step '%s' has two different sweeps over '%s': %s %s, and %s %s"
                        .formatted(
                            step.id(),
                            shared(known.axis(), added.axis()),
                            values(known.axis()),
                            known.origin(),
                            values(added.axis()),
                            added.origin()))
                .hint("give both the same values, or rename one of the variables"));
        return;
      }
    }
    axes.add(added);
  }

  private static String shared(Axis first, Axis second) {
    return first.variables().stream()
        .filter(second.variables()::contains)
        .collect(Collectors.joining("', '"));
  }

  private static String values(Axis axis) {
    String shown =
        axis.points().stream()
            .limit(SHOWN)
            .map(point -> String.join("/", point.labels()))
            .collect(Collectors.joining(", "));
    int more = axis.points().size() - SHOWN;
    return "[" + shown + (more > 0 ? " and " + more + " more" : "") + "]";
  }

  private void checkGathered(CheckedStep step, List<Axis> own, Set<String> met) {
    for (Node.Scalar variable : step.step().gather()) {
      if (own.stream().anyMatch(axis -> axis.variables().contains(variable.text()))) {
        problems.add(
            PlanCode.CONFLICTING_AXES
                .at(
                    variable.position(),
                    "step '%s' both gathers '%s' and is swept over it"
                        .formatted(step.id(), variable.text()))
                .hint("rename the variable of this step's own sweep"));
      } else if (!met.contains(variable.text()) && !step.incomplete()) {
        problems.add(
            PlanCode.UNKNOWN_AXIS
                .at(
                    variable.position(),
                    "no input of step '%s' is swept over %s"
                        .formatted(step.id(), Quoted.of(variable.text())))
                .hint(DidYouMean.hint(variable.text(), "sweeps among its inputs", met)));
      }
    }
  }

  private Grid grid(CheckedStep step, List<Axis> axes) {
    double tasks = 1;
    for (Axis axis : axes) {
      tasks *= axis.points().size();
    }
    if (tasks > MOST_TASKS) {
      problems.add(
          PlanCode.TOO_MANY_TASKS
              .at(
                  step.step().position(),
                  "step '%s' would have %s tasks; at most %d are possible"
                      .formatted(
                          step.id(),
                          axes.stream()
                              .map(axis -> axis.points().size() + " " + axis.name())
                              .collect(Collectors.joining(" × ")),
                          MOST_TASKS))
              .hint("sweep over less, or gather some of the sweeps of its inputs"));
      step.markIncomplete();
      return new Grid(List.of());
    }
    return new Grid(axes);
  }
}
