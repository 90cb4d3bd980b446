package dev.arcuate.plugin.statistics;

import dev.arcuate.api.statistics.Percentiles;
import java.util.Arrays;
import java.util.Random;

/**
 * Percentile intervals of the mean over subjects: subjects are drawn with replacement, the same for
 * all targets.
 *
 * @param low per target; NaN where a subject has no value
 * @param high per target
 */
record Bootstrap(double[] low, double[] high) {
  private static final int TILE = 256;

  /**
   * @param values [subjects][targets]
   * @param draws how often subjects are drawn
   * @param coverage share of the means inside the interval
   */
  static Bootstrap of(
      double[][] values, int draws, double coverage, long seed, Runnable checkCancelled) {
    int subjects = values.length;
    int targets = values[0].length;
    int[][] counts = new int[draws][subjects];
    Random random = new Random(seed);
    for (int[] count : counts) {
      for (int i = 0; i < subjects; i++) {
        count[random.nextInt(subjects)]++;
      }
    }
    double[] low = new double[targets];
    double[] high = new double[targets];
    double[] means = new double[draws];
    for (int target = 0; target < targets; target++) {
      if (target % TILE == 0) {
        checkCancelled.run();
      }
      for (int draw = 0; draw < draws; draw++) {
        double sum = 0;
        for (int subject = 0; subject < subjects; subject++) {
          sum += counts[draw][subject] == 0 ? 0 : counts[draw][subject] * values[subject][target];
        }
        means[draw] = sum / subjects;
      }
      Arrays.sort(means);
      boolean missing = Double.isNaN(means[draws - 1]);
      low[target] = missing ? Double.NaN : Percentiles.ofSorted(means, 50 * (1 - coverage));
      high[target] = missing ? Double.NaN : Percentiles.ofSorted(means, 50 * (1 + coverage));
    }
    return new Bootstrap(low, high);
  }
}
