package dev.arcuate.plugin.bidsfmri.clean;

import java.util.ArrayList;
import java.util.List;

/**
 * Orthonormal columns that span intercept, drift and confounds, so that all are projected out at
 * once: taking them out one after another would put back what was taken out before (Lindquist 2019,
 * doi:10.1002/hbm.24528).
 */
public final class NuisanceBasis {
  /** What is left of a column below this share of its length is rounding. */
  private static final double DEPENDENT = 1e-8;

  private final int samples;
  private final List<double[]> columns;

  private NuisanceBasis(int samples, List<double[]> columns) {
    this.samples = samples;
    this.columns = columns;
  }

  /**
   * @param samples rows
   * @param periodSeconds between rows
   * @param driftPeriodSeconds slower changes than this are drift; 0 for the intercept only
   * @param confounds any number of columns of {@code samples} finite values
   */
  public static NuisanceBasis of(
      int samples, double periodSeconds, double driftPeriodSeconds, List<double[]> confounds) {
    List<double[]> basis = new ArrayList<>();
    double[] intercept = new double[samples];
    java.util.Arrays.fill(intercept, 1);
    add(intercept, basis);
    for (int k = 1; k <= cosines(samples, periodSeconds, driftPeriodSeconds); k++) {
      double[] cosine = new double[samples];
      for (int t = 0; t < samples; t++) {
        cosine[t] = Math.cos(Math.PI * (t + 0.5) * k / samples);
      }
      add(cosine, basis);
    }
    confounds.forEach(column -> add(column.clone(), basis));
    return new NuisanceBasis(samples, basis);
  }

  /** Half-cosines slower than the period: k up to 2 · duration / period, as in SPM. */
  static int cosines(int samples, double periodSeconds, double driftPeriodSeconds) {
    if (driftPeriodSeconds == 0) {
      return 0;
    }
    int count = (int) Math.floor(2 * samples * periodSeconds / driftPeriodSeconds + 1e-9);
    return Math.min(count, samples - 1);
  }

  /** Number of independent columns. */
  public int size() {
    return columns.size();
  }

  /**
   * Gram-Schmidt, done twice for orthogonality to rounding. A column that the others span already
   * is left out.
   */
  private static void add(double[] column, List<double[]> basis) {
    double[] values = column;
    double mean = java.util.Arrays.stream(values).average().orElse(0);
    if (!basis.isEmpty()) {
      // A large mean would hide a small variation behind rounding.
      for (int t = 0; t < values.length; t++) {
        values[t] -= mean;
      }
    }
    double before = Math.sqrt(dot(values, values));
    for (int pass = 0; pass < 2; pass++) {
      for (double[] other : basis) {
        double share = dot(values, other);
        for (int t = 0; t < values.length; t++) {
          values[t] -= share * other[t];
        }
      }
    }
    double after = Math.sqrt(dot(values, values));
    if (after > DEPENDENT * before && after > 0) {
      for (int t = 0; t < values.length; t++) {
        values[t] /= after;
      }
      basis.add(values);
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /**
   * Projects the basis out of a block of series.
   *
   * @param block [samples × width], changed in place
   */
  void removeFrom(double[] block, int width) {
    double[] share = new double[width];
    for (double[] column : columns) {
      java.util.Arrays.fill(share, 0);
      for (int t = 0; t < samples; t++) {
        double weight = column[t];
        int row = t * width;
        for (int c = 0; c < width; c++) {
          share[c] += weight * block[row + c];
        }
      }
      for (int t = 0; t < samples; t++) {
        double weight = column[t];
        int row = t * width;
        for (int c = 0; c < width; c++) {
          block[row + c] -= weight * share[c];
        }
      }
    }
  }
}
