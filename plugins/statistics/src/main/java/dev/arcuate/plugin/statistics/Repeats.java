package dev.arcuate.plugin.statistics;

/**
 * Variance that repetitions of one stimulus share. Each repetition is z-scored (ddof 0);
 * explainable variance EV is the variance of their mean over the mean of their variances, S = EV −
 * (1 − EV)/(N − 1) the share of one repetition that is signal. Source: methods reference, section
 * 10.
 */
final class Repeats {
  private Repeats() {}

  /**
   * @param repeats [repetitions][samples]
   * @return EV, S, the highest correlation with one repetition, and with the mean of all; the last
   *     two NaN where S is not positive; all NaN where a repetition is constant or has gaps
   */
  static double[] of(double[][] repeats) {
    int n = repeats.length;
    int samples = repeats[0].length;
    double[] mean = new double[samples];
    double variances = 0;
    for (double[] repeat : repeats) {
      double[] z = standardised(repeat);
      for (int i = 0; i < samples; i++) {
        mean[i] += z[i] / n;
      }
      variances += variance(z) / n;
    }
    double ev = variance(mean) / variances;
    double signal = ev - (1 - ev) / (n - 1);
    boolean some = signal > 0;
    return new double[] {
      ev,
      signal,
      some ? Math.sqrt(signal) : Double.NaN,
      some ? Math.sqrt(n * signal / (1 + (n - 1) * signal)) : Double.NaN
    };
  }

  private static double[] standardised(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    double mean = sum / values.length;
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    double deviation = Math.sqrt(squares / values.length);
    double[] z = new double[values.length];
    for (int i = 0; i < z.length; i++) {
      z[i] = deviation > Math.abs(mean) * 1e-12 ? (values[i] - mean) / deviation : Double.NaN;
    }
    return z;
  }

  private static double variance(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    double mean = sum / values.length;
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return squares / (values.length - 1);
  }
}
