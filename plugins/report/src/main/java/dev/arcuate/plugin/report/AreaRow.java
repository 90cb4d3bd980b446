package dev.arcuate.plugin.report;

import dev.arcuate.api.value.Geometry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was found in an anatomical area: the mean of its targets' scores, not the score of their
 * mean.
 *
 * @param targets in the area that have a score
 * @param significant how many of them
 */
record AreaRow(String name, int targets, int significant, double mean, double highest) {

  /** Areas in order of their mean, highest first; none where no target has one. */
  static List<AreaRow> of(Point point) {
    Geometry geometry = point.entry().scores().geometry();
    double[] scores = point.entry().mean();
    boolean[] significant = new boolean[scores.length];
    Arrays.stream(point.significant()).forEach(target -> significant[target] = true);
    Map<String, List<Integer>> members = new TreeMap<>();
    for (int target = 0; target < scores.length; target++) {
      int own = target;
      if (Double.isFinite(scores[target])) {
        geometry
            .area(target)
            .ifPresent(area -> members.computeIfAbsent(area, a -> new ArrayList<>()).add(own));
      }
    }
    List<AreaRow> rows = new ArrayList<>();
    members.forEach(
        (name, targets) ->
            rows.add(
                new AreaRow(
                    name,
                    targets.size(),
                    (int) targets.stream().filter(target -> significant[target]).count(),
                    targets.stream().mapToDouble(target -> scores[target]).average().orElseThrow(),
                    targets.stream().mapToDouble(target -> scores[target]).max().orElseThrow())));
    rows.sort(Comparator.comparingDouble(AreaRow::mean).reversed());
    return rows;
  }
}
