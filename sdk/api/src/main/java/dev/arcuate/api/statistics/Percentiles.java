package dev.arcuate.api.statistics;

import java.util.Arrays;

/** Percentiles, linear between the two nearest values, as NumPy has them by default. */
public final class Percentiles {
  private Percentiles() {}

  /**
   * Of values in any order, which stay as they are; NaN is left out.
   *
   * @param percents each from 0 to 100
   * @return one for each; NaN if there are no values
   */
  public static double[] of(double[] values, double... percents) {
    double[] sorted = Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
    return Arrays.stream(percents).map(percent -> ofSorted(sorted, percent)).toArray();
  }

  /**
   * Of ascending values without NaN.
   *
   * @param percent from 0 to 100
   * @return NaN if there are no values
   */
  public static double ofSorted(double[] sorted, double percent) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    double place = percent / 100 * (sorted.length - 1);
    int below = (int) place;
    return between(sorted[below], sorted[Math.min(below + 1, sorted.length - 1)], place - below);
  }

  /** As {@link #ofSorted(double[], double)}, of values that are not widened first. */
  public static double ofSorted(float[] sorted, double percent) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    double place = percent / 100 * (sorted.length - 1);
    int below = (int) place;
    return between(sorted[below], sorted[Math.min(below + 1, sorted.length - 1)], place - below);
  }

  private static double between(double below, double above, double share) {
    return below + share * (above - below);
  }
}
