package dev.arcuate.plugin.bidsfmri.clean;

/** Some series of a run while they are cleaned: [series × samples]. */
final class Block {
  private final int width;
  private double[] values;

  /** Mean of each series before anything took it out. */
  private double[] levels = {};

  Block(double[] values, int width) {
    this.values = values;
    this.width = width;
  }

  double[] values() {
    return values;
  }

  int width() {
    return width;
  }

  int samples() {
    return width == 0 ? 0 : values.length / width;
  }

  void replace(double[] others) {
    values = others;
  }

  double[] levels() {
    return levels;
  }

  /** Remembers the means as they are now. */
  void rememberLevels() {
    levels = new double[width];
    int samples = samples();
    for (int s = 0; s < width; s++) {
      double sum = 0;
      for (int t = s * samples; t < (s + 1) * samples; t++) {
        sum += values[t];
      }
      levels[s] = sum / samples;
    }
  }

  /** Variance of a series (ddof 0). */
  double variance(int series) {
    int samples = samples();
    double sum = 0;
    double square = 0;
    double shift = values[series * samples];
    for (int t = series * samples; t < (series + 1) * samples; t++) {
      double value = values[t] - shift;
      sum += value;
      square += value * value;
    }
    return Math.max(square / samples - sum / samples * (sum / samples), 0);
  }
}
