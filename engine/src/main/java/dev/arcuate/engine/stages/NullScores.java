package dev.arcuate.engine.stages;

import java.util.Arrays;

/**
 * How often targets without a relation to the design score at least as well. Holds a count per
 * target and a maximum per permutation, never the distribution.
 *
 * <p>The targets are shifted and <em>fitted again</em>. Shifting the predictions against the
 * targets would be cheaper and wrong: training rows of one fold are test rows of another, so that
 * every pair of rows enters a cross-validated score twice, which doubles its variance under the
 * null hypothesis; shifted predictions lack that, and one in eight p-values of pure noise would
 * fall below 0.05. A test shows both; the decision record on permutations says more.
 */
final class NullScores {
  private final double[] observed;
  private final int[] counts;
  private final double[] maxima;

  /**
   * @param targets of the whole recording
   */
  NullScores(int targets, int permutations) {
    observed = new double[targets];
    Arrays.fill(observed, Double.NaN);
    counts = new int[targets];
    maxima = new double[permutations];
    Arrays.fill(maxima, Double.NEGATIVE_INFINITY);
  }

  /** The score of a target as it is. */
  void observe(int target, double score) {
    observed[target] = score;
  }

  /** The score of a target under a permutation; NaN counts against the target. */
  void permuted(int target, int permutation, double score) {
    if (!(score < observed[target])) {
      counts[target]++;
    }
    if (score > maxima[permutation]) {
      maxima[permutation] = score;
    }
  }

  /** Per target, (1 + permutations at least as good) / (1 + permutations); NaN if not observed. */
  double[] p() {
    double[] p = new double[observed.length];
    for (int target = 0; target < p.length; target++) {
      p[target] = Double.isNaN(observed[target]) ? Double.NaN : p(counts[target]);
    }
    return p;
  }

  /**
   * As {@link #p}, but against the greatest score of all targets: holds for all of them at once.
   */
  double[] familyWise() {
    double[] sorted = maxima.clone();
    Arrays.sort(sorted);
    double[] p = new double[observed.length];
    for (int target = 0; target < p.length; target++) {
      p[target] =
          Double.isNaN(observed[target])
              ? Double.NaN
              : p(sorted.length - firstAtLeast(sorted, observed[target]));
    }
    return p;
  }

  private static int firstAtLeast(double[] sorted, double value) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The p-value of a count. */
  double p(int count) {
    return (1.0 + count) / (1.0 + maxima.length);
  }
}
