package dev.arcuate.plugin.report;

import java.util.Arrays;

/**
 * A mean over people with its 95 % confidence interval.
 *
 * @param values one per person; NaN where a person has none
 * @param mean over those who have one
 * @param low lower end
 * @param high upper end
 */
record Estimate(double[] values, double mean, double low, double high) {

  /**
   * @param criticalT half the width of the interval in standard errors
   */
  static Estimate of(double[] values, double criticalT) {
    double[] finite = Arrays.stream(values).filter(Double::isFinite).toArray();
    int n = finite.length;
    double mean = Arrays.stream(finite).sum() / n;
    double squares = Arrays.stream(finite).map(value -> (value - mean) * (value - mean)).sum();
    double half = n < 2 ? Double.NaN : criticalT * Math.sqrt(squares / (n - 1) / n);
    return new Estimate(values, mean, mean - half, mean + half);
  }

  Estimate minus(Estimate other, double criticalT) {
    double[] differences = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      differences[i] = values[i] - other.values[i];
    }
    return of(differences, criticalT);
  }

  boolean excludesZero() {
    return low > 0 || high < 0;
  }
}
