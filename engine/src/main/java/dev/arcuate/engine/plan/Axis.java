package dev.arcuate.engine.plan;

import dev.arcuate.engine.yaml.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a step is swept over: one variable, or several that move together.
 *
 * @param variables their names
 * @param points the values they take, in order, no two with equal labels
 * @param places place among the points by labels
 */
record Axis(List<String> variables, List<Point> points, Map<List<String>, Integer> places) {

  /**
   * One value of every variable.
   *
   * @param labels raw text of the values
   */
  record Point(List<String> labels, List<Node> values) {}

  static Axis of(List<String> variables, List<Point> points) {
    Map<List<String>, Integer> places = new LinkedHashMap<>();
    for (Point point : points) {
      places.putIfAbsent(point.labels(), places.size());
    }
    return new Axis(List.copyOf(variables), List.copyOf(points), places);
  }

  /** Whether both take the same values, in whatever order: steps are then joined by value. */
  boolean joins(Axis other) {
    return equals(other)
        || (variables.equals(other.variables) && places.keySet().equals(other.places.keySet()));
  }

  boolean sharesVariable(Axis other) {
    return variables.stream().anyMatch(other.variables::contains);
  }

  /** Such as {@code subject} or {@code subject and session}. */
  String name() {
    return String.join(" and ", variables);
  }

  /** Equal only if the same: comparing thousands of values again and again would be slow. */
  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
