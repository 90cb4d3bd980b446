package dev.arcuate.engine.plan;

import dev.arcuate.engine.plan.Axis.Point;
import dev.arcuate.engine.problem.Problems;
import dev.arcuate.engine.problem.Quoted;
import dev.arcuate.engine.yaml.Node;
import dev.arcuate.engine.yaml.VariableResolver;
import dev.arcuate.engine.yaml.Workflow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The axes that a step declares under {@code sweep} and {@code zip}. */
final class Sweeps {
  private final Map<String, Node> params;
  private final VariableResolver resolver;
  private final Problems problems;

  /**
   * @param params what the lists may refer to
   */
  Sweeps(Map<String, Node> params, VariableResolver resolver, Problems problems) {
    this.params = params;
    this.resolver = resolver;
    this.problems = problems;
  }

  /** The axes in the order of the file; those that are wrong are reported and left out. */
  List<Axis> of(Workflow.Step step) {
    List<Axis> axes = new ArrayList<>();
    step.sweep()
        .forEach(
            (variable, node) ->
                values(step, variable, node).flatMap(this::single).ifPresent(axes::add));
    for (Map<Node.Scalar, Node> together : step.zip()) {
      zip(step, together).ifPresent(axes::add);
    }
    return axes;
  }

  private record Values(Node.Scalar variable, List<Node> nodes) {}

  private Optional<Values> values(Workflow.Step step, Node.Scalar variable, Node node) {
    Node resolved = resolver.resolve(node, params);
    if (!(resolved instanceof Node.Sequence sequence)) {
      problems.add(
          PlanCode.SWEEP_NOT_A_LIST
              .at(
                  resolved.position(),
                  "'%s' of step '%s' is swept over %s; a list was expected"
                      .formatted(variable.text(), step.id().text(), shown(resolved)))
              .hint(
                  resolved instanceof Node.Scalar scalar && scalar.text().indexOf('$') < 0
                      ? "write [%s] for a list of one".formatted(scalar.text())
                      : "write the values as a list, or refer to a param that is one"));
      return Optional.empty();
    }
    if (sequence.items().isEmpty()) {
      problems.add(
          PlanCode.EMPTY_SWEEP
              .at(
                  sequence.position(),
                  "'%s' of step '%s' is swept over an empty list"
                      .formatted(variable.text(), step.id().text()))
              .hint("name at least one value, or leave out the sweep"));
      return Optional.empty();
    }
    return Optional.of(new Values(variable, sequence.items()));
  }

  private Optional<Axis> single(Values values) {
    List<Point> points =
        values.nodes().stream()
            .map(node -> new Point(List.of(label(node)), List.of(node)))
            .toList();
    return distinct(List.of(values.variable().text()), points, values);
  }

  private Optional<Axis> zip(Workflow.Step step, Map<Node.Scalar, Node> together) {
    List<Values> columns = new ArrayList<>();
    together.forEach((variable, node) -> values(step, variable, node).ifPresent(columns::add));
    if (columns.size() < together.size() || columns.isEmpty()) {
      return Optional.empty();
    }
    long lengths = columns.stream().map(column -> column.nodes().size()).distinct().count();
    if (lengths > 1) {
      problems.add(
          PlanCode.ZIP_LENGTHS
              .at(
                  columns.get(0).variable().position(),
                  "variables that move together have different numbers of values: "
                      + columns.stream()
                          .map(c -> "'" + c.variable().text() + "' " + c.nodes().size())
                          .collect(Collectors.joining(", ")))
              .hint("give each as many values as the others, or cross them under 'sweep'"));
      return Optional.empty();
    }
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < columns.get(0).nodes().size(); i++) {
      int row = i;
      List<Node> nodes = columns.stream().map(column -> column.nodes().get(row)).toList();
      points.add(new Point(nodes.stream().map(Sweeps::label).toList(), nodes));
    }
    return distinct(
        columns.stream().map(column -> column.variable().text()).toList(), points, columns.get(0));
  }

  private Optional<Axis> distinct(List<String> variables, List<Point> points, Values values) {
    Axis axis = Axis.of(variables, points);
    if (axis.places().size() == points.size()) {
      return Optional.of(axis);
    }
    Map<List<String>, Integer> seen = new HashMap<>();
    for (int i = 0; i < points.size(); i++) {
      Integer first = seen.putIfAbsent(points.get(i).labels(), i);
      if (first != null) {
        problems.add(
            PlanCode.REPEATED_VALUE
                .at(
                    values.nodes().get(i).position(),
                    "%s stands twice among the values of '%s'"
                        .formatted(
                            Quoted.of(String.join(", ", points.get(i).labels())), axis.name()))
                .hint("remove one of them"));
      }
    }
    return Optional.empty();
  }

  private static String shown(Node node) {
    return node instanceof Node.Scalar scalar ? Quoted.of(scalar.text()) : node.kind();
  }

  /** The raw text of a value; lists and mappings in flow style. */
  static String label(Node node) {
    if (node instanceof Node.Scalar scalar) {
      return scalar.text();
    }
    if (node instanceof Node.Sequence sequence) {
      return sequence.items().stream()
          .map(Sweeps::label)
          .collect(Collectors.joining(", ", "[", "]"));
    }
    return ((Node.Mapping) node)
        .entries().stream()
            .map(entry -> entry.key().text() + ": " + label(entry.value()))
            .collect(Collectors.joining(", ", "{", "}"));
  }
}
