package dev.arcuate.plugin.statistics;

import java.util.Random;

/**
 * Permutation test of subjects' values against 0: under the null hypothesis each subject's whole
 * map could as well have the opposite sign, so signs are flipped per subject and for all targets
 * together. The maximum over targets of each permutation controls the family-wise error (Nichols
 * and Holmes 2002, doi:10.1002/hbm.1058).
 *
 * @param p per target, not corrected
 * @param corrected per target, by the maximum over targets
 * @param count of permutations, the observed one included
 * @param exhaustive whether these were all there are
 */
record SignFlips(double[] p, double[] corrected, int count, boolean exhaustive) {
  /** Permutations that rounding makes a little smaller than the observed value count as equal. */
  private static final double ROUNDING = 1e-12;

  /**
   * @param values [subjects][targets]; targets with NaN anywhere are left out
   * @param most number of permutations at most; all there are, if these are fewer
   */
  static SignFlips of(
      double[][] values, Alternative alternative, int most, long seed, Runnable checkCancelled) {
    int subjects = values.length;
    boolean exhaustive = subjects < 31 && 1L << subjects <= most;
    int count = exhaustive ? 1 << subjects : most + 1;
    Statistic statistic = new Statistic(values, alternative);
    double[] observed = statistic.of(new boolean[subjects]);
    int targets = observed.length;
    int[] reached = new int[targets];
    int[] reachedByGreatest = new int[targets];
    Random random = new Random(seed);
    boolean[] flipped = new boolean[subjects];
    for (int permutation = 0; permutation < count; permutation++) {
      checkCancelled.run();
      // The first permutation of either kind is the observed one.
      for (int subject = 0; subject < subjects && permutation > 0; subject++) {
        flipped[subject] = exhaustive ? (permutation >> subject & 1) == 1 : random.nextBoolean();
      }
      double[] current = statistic.of(flipped);
      double greatest = Double.NEGATIVE_INFINITY;
      for (double value : current) {
        greatest = Double.isNaN(value) ? greatest : Math.max(greatest, value);
      }
      for (int target = 0; target < targets; target++) {
        double bar = observed[target] - ROUNDING * Math.abs(observed[target]);
        reached[target] += current[target] >= bar ? 1 : 0;
        reachedByGreatest[target] += greatest >= bar ? 1 : 0;
      }
    }
    double[] p = new double[targets];
    double[] corrected = new double[targets];
    for (int target = 0; target < targets; target++) {
      boolean missing = Double.isNaN(observed[target]);
      p[target] = missing ? Double.NaN : (double) reached[target] / count;
      corrected[target] = missing ? Double.NaN : (double) reachedByGreatest[target] / count;
    }
    return new SignFlips(p, corrected, count, exhaustive);
  }

  /** t, or its magnitude, of every target. The sum of squares is the same for all signs. */
  private static final class Statistic {
    private final double[][] values;
    private final boolean twoSided;
    private final double[] squares;

    Statistic(double[][] values, Alternative alternative) {
      this.values = values;
      this.twoSided = alternative == Alternative.TWO_SIDED;
      this.squares = new double[values[0].length];
      for (double[] ofSubject : values) {
        for (int target = 0; target < squares.length; target++) {
          squares[target] += ofSubject[target] * ofSubject[target];
        }
      }
    }

    double[] of(boolean[] flipped) {
      double n = values.length;
      double[] t = new double[squares.length];
      for (int subject = 0; subject < values.length; subject++) {
        double sign = flipped[subject] ? -1 : 1;
        for (int target = 0; target < t.length; target++) {
          t[target] += sign * values[subject][target];
        }
      }
      for (int target = 0; target < t.length; target++) {
        double mean = t[target] / n;
        double variance = (squares[target] / n - mean * mean) / (n - 1);
        double value = variance > 0 ? mean / Math.sqrt(variance) : Double.NaN;
        t[target] = twoSided ? Math.abs(value) : value;
      }
      return t;
    }
  }
}
