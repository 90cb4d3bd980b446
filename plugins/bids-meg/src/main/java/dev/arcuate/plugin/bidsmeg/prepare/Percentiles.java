package dev.arcuate.plugin.bidsmeg.prepare;

import java.util.Arrays;

/** Percentiles between neighbouring values, as NumPy's default. NaN is left out. */
final class Percentiles {
  private Percentiles() {}

  static double[] of(double[] values, double... percents) {
    double[] sorted = Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
    double[] out = new double[percents.length];
    for (int i = 0; i < percents.length; i++) {
      if (sorted.length == 0) {
        out[i] = Double.NaN;
        continue;
      }
      double place = percents[i] / 100 * (sorted.length - 1);
      int below = (int) Math.floor(place);
      int above = Math.min(below + 1, sorted.length - 1);
      out[i] = sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
    return out;
  }
}
