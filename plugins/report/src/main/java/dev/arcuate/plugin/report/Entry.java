package dev.arcuate.plugin.report;

import dev.arcuate.api.Labelled;
import dev.arcuate.api.array.FloatMatrix;
import dev.arcuate.api.value.Scores;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The group scores of one point of the sweep.
 *
 * @param name how the point is called in sentences, such as {@code layer 4}
 * @param x its label on the axis, such as {@code 4}
 * @param series its other labels, such as {@code model bert}; empty if there are none
 * @param labels all its labels
 * @param scores made by the step {@code group}
 * @param mean of the map tested, per target
 * @param significance p-values corrected for the number of targets
 */
record Entry(
    String name,
    String x,
    String series,
    Map<String, String> labels,
    Scores scores,
    double[] mean,
    double[] significance) {

  /**
   * @param severalSteps whether the values come from different steps: those without a label on the
   *     axis are then told apart by their steps
   */
  static Entry of(Labelled<Scores> input, String axis, boolean severalSteps) {
    Map<String, String> others = new LinkedHashMap<>(input.labels());
    Optional<String> x = Optional.ofNullable(others.remove(axis));
    if (x.isEmpty() && severalSteps) {
      x = Optional.of(input.step().replaceFirst("^group-", ""));
    }
    String series =
        others.entrySet().stream()
            .map(label -> label.getKey() + " " + label.getValue())
            .collect(Collectors.joining(", "));
    String name = x.map(label -> axis + " " + label).orElse("the model");
    Scores scores = input.value();
    return new Entry(
        series.isEmpty() ? name : name + " (" + series + ")",
        x.orElse("model"),
        series,
        input.labels(),
        scores,
        scores.mean("mean"),
        scores.mean(scores.facts().get("significance-map").toString()));
  }

  /** How the point is called in a table. */
  String label() {
    return series.isEmpty() ? x : x + " · " + series;
  }

  FloatMatrix values() {
    return scores.map("values");
  }

  /** Values of every subject of a map behind the one tested, if the group kept them. */
  Optional<FloatMatrix> values(String map) {
    String name = "values-" + map;
    return scores.maps().contains(name) ? Optional.of(scores.map(name)) : Optional.empty();
  }

  List<?> subjects() {
    return (List<?>) scores.facts().get("subjects");
  }

  double level() {
    return ((Number) scores.facts().get("level")).doubleValue();
  }

  double criticalT() {
    return ((Number) scores.facts().get("critical-t")).doubleValue();
  }

  String map() {
    return scores.facts().get("map").toString();
  }
}
