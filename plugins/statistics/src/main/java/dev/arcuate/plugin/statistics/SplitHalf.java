package dev.arcuate.plugin.statistics;

import dev.arcuate.api.Task;
import dev.arcuate.api.value.Recording;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Correlation between the means of two halves of the subjects, and what it implies for the mean of
 * all (Spearman and Brown). Source: methods reference, section 10.
 */
final class SplitHalf {
  private final List<Recording> recordings;
  private final InterSubject series;
  private final List<List<Integer>> halves = new ArrayList<>();

  SplitHalf(List<Recording> recordings, int splits, long seed, Task task) {
    this.recordings = recordings;
    this.series = new InterSubject(recordings, task);
    Random random = new Random(seed);
    List<Integer> all = new ArrayList<>(IntStream.range(0, recordings.size()).boxed().toList());
    for (int split = 0; split < splits; split++) {
      Collections.shuffle(all, random);
      halves.add(List.copyOf(all.subList(0, all.size() / 2)));
    }
  }

  int tileWidth(long memoryBytes) {
    return Math.max(1, series.tileWidth(memoryBytes) / recordings.size());
  }

  /**
   * @return mean over divisions of r, then of 2r/(1+r): [2][columns]; NaN where a subject has none
   */
  double[][] correlate(int from, int columns) {
    double[][] z = new double[recordings.size()][];
    for (int subject = 0; subject < z.length; subject++) {
      z[subject] = series.standardised(recordings.get(subject), from, columns);
    }
    double[][] result = new double[2][columns];
    for (List<Integer> half : halves) {
      double[] one = new double[z[0].length];
      double[] other = new double[z[0].length];
      for (int subject = 0; subject < z.length; subject++) {
        double[] side = half.contains(subject) ? one : other;
        for (int i = 0; i < side.length; i++) {
          side[i] += z[subject][i];
        }
      }
      for (int column = 0; column < columns; column++) {
        double r = correlation(one, other, columns, column);
        result[0][column] += r / halves.size();
        result[1][column] += 2 * r / (1 + r) / halves.size();
      }
    }
    return result;
  }

  private static double correlation(double[] one, double[] other, int columns, int column) {
    int rows = one.length / columns;
    double[] a = new double[rows];
    double[] b = new double[rows];
    for (int row = 0; row < rows; row++) {
      a[row] = one[row * columns + column];
      b[row] = other[row * columns + column];
    }
    double meanA = Arrays.stream(a).sum() / rows;
    double meanB = Arrays.stream(b).sum() / rows;
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int row = 0; row < rows; row++) {
      ab += (a[row] - meanA) * (b[row] - meanB);
      aa += (a[row] - meanA) * (a[row] - meanA);
      bb += (b[row] - meanB) * (b[row] - meanB);
    }
    return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : Double.NaN;
  }
}
