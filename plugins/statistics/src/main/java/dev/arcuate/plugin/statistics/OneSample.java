package dev.arcuate.plugin.statistics;

import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Mean, standard error and Student's t of a sample against 0.
 *
 * @param n number of values
 * @param mean NaN without values
 * @param sem standard deviation (ddof 1) over √n; NaN with fewer than two values
 * @param t mean / sem; NaN with fewer than two values or where they do not vary
 */
record OneSample(int n, double mean, double sem, double t) {

  /** Of finite values. */
  static OneSample of(double[] values) {
    int n = values.length;
    double sum = 0;
    boolean varies = false;
    for (double value : values) {
      sum += value;
      // Not by the squares below: rounding of the mean alone would make a huge t of equal values.
      varies |= value != values[0];
    }
    double mean = n == 0 ? Double.NaN : sum / n;
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    double sem = n < 2 ? Double.NaN : Math.sqrt(squares / (n - 1) / n);
    return new OneSample(n, mean, sem, varies ? mean / sem : Double.NaN);
  }

  double p(Alternative alternative) {
    if (Double.isNaN(t)) {
      return Double.NaN;
    }
    TDistribution distribution = TDistribution.of(n - 1.0);
    return switch (alternative) {
      case GREATER -> distribution.survivalProbability(t);
      case TWO_SIDED -> 2 * distribution.survivalProbability(Math.abs(t));
    };
  }

  /** Half the width of a 95 % confidence interval of the mean, in standard errors. */
  static double criticalT(int n) {
    return criticalT(n, 0.025);
  }

  /** The value that t exceeds with this probability if there is nothing. */
  static double criticalT(int n, double tail) {
    return n < 2 ? Double.NaN : TDistribution.of(n - 1.0).inverseSurvivalProbability(tail);
  }
}
