package dev.arcuate.plugin.statistics;

import java.util.Random;

/**
 * Permutation test of subjects' values against 0: under the null hypothesis each subject's whole
 * map could as well have the opposite sign, so signs are flipped per subject and for all targets
 * together. The maximum over targets of each permutation controls the family-wise error (Nichols
 * and Holmes 2002, doi:10.1002/hbm.1058).
 *
 * @param p per target, not corrected
 * @param corrected per target, by the maximum over targets of the enhanced map
 * @param enhanced per target, what is compared with the maximum
 * @param t per target
 * @param count of permutations, the observed one included
 * @param exhaustive whether these were all there are
 */
record SignFlips(
    double[] p, double[] corrected, double[] enhanced, double[] t, int count, boolean exhaustive) {
  /** Permutations that rounding makes a little smaller than the observed value count as equal. */
  private static final double ROUNDING = 1e-12;

  /**
   * @param values [subjects][targets]; targets with NaN anywhere are left out
   * @param most number of permutations at most; all there are, if these are fewer
   */
  static SignFlips of(
      double[][] values, Alternative alternative, int most, long seed, Runnable checkCancelled) {
    return of(values, alternative, Enhancement.none(alternative), most, seed, checkCancelled);
  }

  /** As above, with clusters or another enhancement of each permutation's map. */
  static SignFlips of(
      double[][] values,
      Alternative alternative,
      Enhancement enhancement,
      int most,
      long seed,
      Runnable checkCancelled) {
    int subjects = values.length;
    boolean exhaustive = subjects < 31 && 1L << subjects <= most;
    int count = exhaustive ? 1 << subjects : most + 1;
    Statistic statistic = new Statistic(values);
    Enhancement plain = Enhancement.none(alternative);
    double[] t = statistic.of(new boolean[subjects]);
    double[] observed = plain.of(t);
    double[] enhanced = enhancement.of(t);
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
      double[] permuted = statistic.of(flipped);
      double[] current = plain.of(permuted);
      double greatest = Double.NEGATIVE_INFINITY;
      for (double value : enhancement.of(permuted)) {
        greatest = Double.isNaN(value) ? greatest : Math.max(greatest, value);
      }
      for (int target = 0; target < targets; target++) {
        reached[target] += current[target] >= bar(observed[target]) ? 1 : 0;
        reachedByGreatest[target] += greatest >= bar(enhanced[target]) ? 1 : 0;
      }
    }
    double[] p = new double[targets];
    double[] corrected = new double[targets];
    for (int target = 0; target < targets; target++) {
      boolean missing = Double.isNaN(observed[target]);
      p[target] = missing ? Double.NaN : (double) reached[target] / count;
      corrected[target] = missing ? Double.NaN : (double) reachedByGreatest[target] / count;
    }
    return new SignFlips(p, corrected, enhanced, t, count, exhaustive);
  }

  private static double bar(double observed) {
    return observed - ROUNDING * Math.abs(observed);
  }

  /** t of every target. The sum of squares is the same for all signs. */
  private static final class Statistic {
    private final double[][] values;
    private final double[] squares;

    Statistic(double[][] values) {
      this.values = values;
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
        t[target] = variance > 0 ? mean / Math.sqrt(variance) : Double.NaN;
      }
      return t;
    }
  }
}
