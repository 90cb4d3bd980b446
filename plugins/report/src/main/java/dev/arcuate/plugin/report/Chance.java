package dev.arcuate.plugin.report;

import java.util.Random;

/**
 * How likely the best point of the curve would be if nothing were there. The signs of people are
 * flipped, for all points together; targets are chosen anew and the greatest t of all points is
 * taken for each flip, so that neither choosing targets nor looking at several points makes noise
 * look like something (Nichols and Holmes 2002, doi:10.1002/hbm.1058). Choosing anew matters:
 * people whose targets are chosen by one another are not independent, and a t-test of the curve
 * finds something in noise two to five times as often as it should.
 */
final class Chance {
  private static final int ALL_UP_TO = 12;
  private static final int RANDOM = 4999;

  /** Fewer flips than this say nothing at a level of 0.05. */
  private static final int FEWEST = 99;

  /** Steps of arithmetic that are affordable: some seconds. */
  private static final double BUDGET = 4e9;

  private static final long SEED = 1;
  private static final double ROUNDING = 1e-9;

  private final float[][][] values;
  private final int chosen;
  private final int people;
  private final int targets;

  /**
   * @param values [points][people][targets]
   * @param chosen number of targets averaged for each person
   */
  Chance(float[][][] values, int chosen) {
    this.values = values;
    this.chosen = chosen;
    this.people = values[0].length;
    this.targets = values[0][0].length;
  }

  /** One-sided p-value, corrected for all points; NaN if it would take too long. */
  double p(Runnable checkCancelled) {
    double work = 2.0 * values.length * people * targets;
    boolean all = people <= ALL_UP_TO && work * (1 << people) <= BUDGET;
    int count = all ? 1 << people : (int) Math.min(RANDOM, BUDGET / work) + 1;
    if (!all && count <= FEWEST) {
      return Double.NaN;
    }
    float[] signs = new float[people];
    java.util.Arrays.fill(signs, 1);
    double observed = statistic(signs);
    double bar = observed - ROUNDING * Math.abs(observed);
    Random random = new Random(SEED);
    int reached = 1;
    for (int permutation = 1; permutation < count; permutation++) {
      checkCancelled.run();
      for (int person = 0; person < people; person++) {
        boolean flipped = all ? (permutation >> person & 1) == 1 : random.nextBoolean();
        signs[person] = flipped ? -1 : 1;
      }
      reached += statistic(signs) >= bar ? 1 : 0;
    }
    return (double) reached / count;
  }

  /** The greatest t of the points, every person's targets chosen by the others. */
  private double statistic(float[] signs) {
    double[][] averages = new double[values.length][people];
    float[][] sums = sums(signs);
    float[] best = new float[targets];
    float[] sorted = new float[targets];
    for (int person = 0; person < people; person++) {
      float bar = Float.NEGATIVE_INFINITY;
      if (chosen < targets) {
        java.util.Arrays.fill(best, Float.NEGATIVE_INFINITY);
        for (int point = 0; point < values.length; point++) {
          float[] own = values[point][person];
          for (int target = 0; target < targets; target++) {
            best[target] =
                Math.max(best[target], sums[point][target] - signs[person] * own[target]);
          }
        }
        System.arraycopy(best, 0, sorted, 0, targets);
        bar = select(sorted, targets - chosen);
      }
      for (int point = 0; point < values.length; point++) {
        averages[point][person] = signs[person] * average(values[point][person], best, bar);
      }
    }
    double greatest = Double.NEGATIVE_INFINITY;
    for (double[] ofPoint : averages) {
      greatest = Math.max(greatest, t(ofPoint));
    }
    return greatest;
  }

  private float[][] sums(float[] signs) {
    float[][] sums = new float[values.length][targets];
    for (int point = 0; point < values.length; point++) {
      for (int person = 0; person < people; person++) {
        float[] own = values[point][person];
        for (int target = 0; target < targets; target++) {
          sums[point][target] += signs[person] * own[target];
        }
      }
    }
    return sums;
  }

  private static double average(float[] own, float[] best, float bar) {
    double sum = 0;
    int count = 0;
    for (int target = 0; target < own.length; target++) {
      if (bar == Float.NEGATIVE_INFINITY || best[target] >= bar) {
        sum += own[target];
        count++;
      }
    }
    return sum / count;
  }

  private static double t(double[] sample) {
    double n = sample.length;
    double sum = 0;
    double squares = 0;
    for (double value : sample) {
      sum += value;
      squares += value * value;
    }
    double variance = squares / n - sum / n * (sum / n);
    return variance > 0 ? sum / n / Math.sqrt(variance / (n - 1)) : 0;
  }

  /**
   * The value that would stand at a place if all were sorted; reorders them (Hoare's selection).
   */
  static float select(float[] values, int place) {
    int low = 0;
    int high = values.length - 1;
    while (low < high) {
      float pivot = values[(low + high) >>> 1];
      int i = low;
      int j = high;
      while (i <= j) {
        while (values[i] < pivot) {
          i++;
        }
        while (values[j] > pivot) {
          j--;
        }
        if (i <= j) {
          float moved = values[i];
          values[i++] = values[j];
          values[j--] = moved;
        }
      }
      if (place <= j) {
        high = j;
      } else if (place >= i) {
        low = i;
      } else {
        return values[place];
      }
    }
    return values[place];
  }
}
