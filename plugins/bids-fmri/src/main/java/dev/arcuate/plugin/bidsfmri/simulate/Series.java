package dev.arcuate.plugin.bidsfmri.simulate;

import java.util.Random;

/** Time series and what disturbs them. */
final class Series {
  private Series() {}

  /** Gives a column of a row-major matrix mean 0 and variance 1; leaves one without variation 0. */
  static void standardise(double[] matrix, int width, int column) {
    int rows = matrix.length / width;
    double mean = 0;
    for (int row = 0; row < rows; row++) {
      mean += matrix[row * width + column] / rows;
    }
    double variance = 0;
    for (int row = 0; row < rows; row++) {
      matrix[row * width + column] -= mean;
      variance += matrix[row * width + column] * matrix[row * width + column] / rows;
    }
    double scale = variance > 1e-20 ? 1 / Math.sqrt(variance) : 0;
    for (int row = 0; row < rows; row++) {
      matrix[row * width + column] *= scale;
    }
  }

  /** First-order autoregressive noise of variance 1, in its steady state from the start. */
  static double[] noise(Random random, int samples, double autocorrelation) {
    double[] values = new double[samples];
    double innovation = Math.sqrt(1 - autocorrelation * autocorrelation);
    double last = random.nextGaussian();
    for (int t = 0; t < samples; t++) {
      values[t] = last;
      last = autocorrelation * last + innovation * random.nextGaussian();
    }
    return values;
  }

  /** Two slow waves of random size and phase, of variance 1 over all draws. */
  static double[] drift(Random random, int samples, double periodSeconds) {
    double[] values = new double[samples];
    double duration = samples * periodSeconds;
    for (int wave = 1; wave <= 2; wave++) {
      double size = random.nextGaussian();
      double phase = 2 * Math.PI * random.nextDouble();
      // Slower than the slowest response of interest, whatever the length of the run.
      double seconds = Math.max(duration / wave, 150);
      for (int t = 0; t < samples; t++) {
        values[t] += size * Math.sin(2 * Math.PI * t * periodSeconds / seconds + phase);
      }
    }
    return values;
  }

  /**
   * A generator of its own for each part of a simulation, so that parts do not shift each other.
   */
  static Random random(long seed, String subject, String part) {
    long mixed = seed * 0x9E3779B97F4A7C15L;
    for (char c : (subject + "/" + part).toCharArray()) {
      mixed = (mixed ^ c) * 0xBF58476D1CE4E5B9L;
      mixed ^= mixed >>> 29;
    }
    return new Random(mixed);
  }
}
