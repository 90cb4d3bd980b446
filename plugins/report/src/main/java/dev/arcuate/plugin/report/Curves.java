package dev.arcuate.plugin.report;

import dev.arcuate.api.Task;
import dev.arcuate.api.array.FloatMatrix;
import dev.arcuate.api.value.Geometry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One number per person and point. Averaging all voxels would drown a region in the rest of the
 * brain, and averaging those that look best would flatter them; so each person's voxels are chosen
 * by what the other people show, at whichever point they show it.
 */
final class Curves {
  private final List<Entry> entries;
  private final double strongest;
  private final Task task;
  private final int people;
  private final int targets;

  Curves(List<Entry> entries, double strongest, Task task) {
    this.entries = entries;
    this.strongest = strongest;
    this.task = task;
    this.people = entries.get(0).subjects().size();
    this.targets = entries.get(0).mean().length;
  }

  /** Number of targets that are averaged for each person. */
  static int chosen(Geometry geometry, double strongest) {
    boolean few = geometry instanceof Geometry.Regions || geometry instanceof Geometry.Sensors;
    int targets = geometry.targets();
    return few ? targets : Math.max(1, (int) Math.round(targets * strongest));
  }

  List<Point> points() {
    int[][] chosen = choose();
    double level = entries.get(0).level() / entries.size();
    List<Point> points = new ArrayList<>();
    for (Entry entry : entries) {
      points.add(
          new Point(
              entry,
              estimate(entry, Optional.of(entry.values()), chosen).orElseThrow(),
              estimate(entry, entry.values("r"), chosen),
              estimate(entry, entry.values("baseline-r"), chosen),
              significant(entry, level, 1),
              significant(entry, level, -1)));
    }
    return points;
  }

  /** See {@link Chance}; NaN where the values of all people do not fit into memory. */
  double chance() {
    long bytes = (long) Float.BYTES * entries.size() * people * targets;
    if (bytes > task.resources().memoryBytes() / 2) {
      return Double.NaN;
    }
    float[][][] values = new float[entries.size()][people][];
    for (int e = 0; e < values.length; e++) {
      for (int person = 0; person < people; person++) {
        task.checkCancelled();
        float[] row = entries.get(e).values().row(person);
        for (int target = 0; target < targets; target++) {
          row[target] = Float.isFinite(row[target]) ? row[target] : 0;
        }
        values[e][person] = row;
      }
    }
    int count = chosen(entries.get(0).scores().geometry(), strongest);
    return new Chance(values, count).p(task::checkCancelled);
  }

  private static int[] significant(Entry entry, double level, int sign) {
    return IntStream.range(0, entry.mean().length)
        .filter(t -> entry.significance()[t] <= (float) level && entry.mean()[t] * sign > 0)
        .toArray();
  }

  /** Targets per person, in ascending order. */
  int[][] choose() {
    int count = chosen(entries.get(0).scores().geometry(), strongest);
    int[][] chosen = new int[people][];
    if (count == targets) {
      Arrays.fill(chosen, IntStream.range(0, targets).toArray());
      return chosen;
    }
    double[][] sums = new double[entries.size()][targets];
    int[][] counts = new int[entries.size()][targets];
    for (int e = 0; e < sums.length; e++) {
      for (int person = 0; person < people; person++) {
        task.checkCancelled();
        float[] row = entries.get(e).values().row(person);
        for (int target = 0; target < targets; target++) {
          boolean there = Float.isFinite(row[target]);
          sums[e][target] += there ? row[target] : 0;
          counts[e][target] += there ? 1 : 0;
        }
      }
    }
    for (int person = 0; person < people; person++) {
      double[] best = new double[targets];
      Arrays.fill(best, Double.NEGATIVE_INFINITY);
      for (int e = 0; e < sums.length; e++) {
        task.checkCancelled();
        float[] row = entries.get(e).values().row(person);
        for (int target = 0; target < targets; target++) {
          boolean there = Float.isFinite(row[target]);
          int others = counts[e][target] - (there ? 1 : 0);
          if (others > 0) {
            double mean = (sums[e][target] - (there ? row[target] : 0)) / others;
            best[target] = Math.max(best[target], mean);
          }
        }
      }
      chosen[person] = greatest(best, count);
    }
    return chosen;
  }

  private static int[] greatest(double[] values, int count) {
    return IntStream.range(0, values.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> -values[i]))
        .limit(count)
        .mapToInt(Integer::intValue)
        .sorted()
        .toArray();
  }

  private Optional<Estimate> estimate(Entry entry, Optional<FloatMatrix> values, int[][] chosen) {
    return values.map(
        matrix -> {
          double[] ofPeople = new double[people];
          for (int person = 0; person < people; person++) {
            task.checkCancelled();
            float[] row = matrix.row(person);
            ofPeople[person] =
                Arrays.stream(chosen[person])
                    .mapToDouble(target -> row[target])
                    .filter(Double::isFinite)
                    .average()
                    .orElse(Double.NaN);
          }
          return Estimate.of(ofPeople, entry.criticalT());
        });
  }
}
