package dev.arcuate.plugin.bidsfmri.clean;

import dev.arcuate.api.host.LinearAlgebra;
import dev.arcuate.api.host.LinearAlgebra.Form;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Takes columns out of every series by one least-squares fit. Taking them out one after another
 * would put back what was taken out before (Lindquist 2019, doi:10.1002/hbm.24528).
 */
final class Projection implements Operation {
  /** What is left of a column below this share of its length is rounding. */
  private static final double DEPENDENT = 1e-8;

  private final LinearAlgebra algebra;
  private final int samples;
  private final int columns;

  /** Columns orthonormal over the samples of the fit, [columns × samples]. */
  private final double[] basis;

  /** The same with 0 at samples that do not enter the fit. */
  private final double[] fit;

  private final String words;

  private Projection(
      LinearAlgebra algebra, int samples, List<double[]> basis, boolean[] left, String words) {
    this.algebra = algebra;
    this.samples = samples;
    this.columns = basis.size();
    this.basis = new double[columns * samples];
    for (int c = 0; c < columns; c++) {
      System.arraycopy(basis.get(c), 0, this.basis, c * samples, samples);
    }
    boolean whole = true;
    for (boolean one : left) {
      whole &= !one;
    }
    this.fit = whole ? this.basis : this.basis.clone();
    for (int i = 0; i < fit.length && !whole; i++) {
      fit[i] = left[i % samples] ? 0 : fit[i];
    }
    this.words = words;
  }

  /**
   * @param columns any number, of finite values
   * @param left samples that are projected but do not enter the fit
   * @param intercept whether a constant is taken out as well; without it, columns enter without
   *     their means, so that series keep theirs
   */
  static Projection of(
      LinearAlgebra algebra,
      List<double[]> columns,
      boolean[] left,
      boolean intercept,
      String words) {
    List<double[]> basis = new ArrayList<>();
    if (intercept) {
      double[] constant = new double[left.length];
      Arrays.fill(constant, 1);
      add(constant, basis, left, false);
    }
    for (double[] column : columns) {
      add(column.clone(), basis, left, true);
    }
    return new Projection(algebra, left.length, basis, left, words);
  }

  /** Number of independent columns. */
  int rank() {
    return columns;
  }

  /**
   * Gram-Schmidt, done twice for orthogonality to rounding. A column that the others span already
   * is left out.
   */
  private static void add(double[] values, List<double[]> basis, boolean[] left, boolean center) {
    if (center) {
      // Besides keeping means, this keeps a small variation from hiding behind a large mean.
      double mean = mean(values, left);
      for (int t = 0; t < values.length; t++) {
        values[t] -= mean;
      }
    }
    double before = Math.sqrt(dot(values, values, left));
    for (int pass = 0; pass < 2; pass++) {
      for (double[] other : basis) {
        double share = dot(values, other, left);
        for (int t = 0; t < values.length; t++) {
          values[t] -= share * other[t];
        }
      }
    }
    double after = Math.sqrt(dot(values, values, left));
    if (after > DEPENDENT * before && after > 0) {
      for (int t = 0; t < values.length; t++) {
        values[t] /= after;
      }
      basis.add(values);
    }
  }

  private static double mean(double[] values, boolean[] left) {
    double sum = 0;
    int count = 0;
    for (int t = 0; t < values.length; t++) {
      sum += left[t] ? 0 : values[t];
      count += left[t] ? 0 : 1;
    }
    return sum / count;
  }

  private static double dot(double[] a, double[] b, boolean[] left) {
    double sum = 0;
    for (int t = 0; t < a.length; t++) {
      sum += left[t] ? 0 : a[t] * b[t];
    }
    return sum;
  }

  @Override
  public void apply(Block tile) {
    int width = tile.width();
    if (columns == 0 || width == 0) {
      return;
    }
    double[] block = tile.values();
    double[] shares = new double[width * columns];
    algebra.multiply(
        Form.PLAIN, Form.TRANSPOSED, width, columns, samples, 1, block, fit, 0, shares);
    algebra.multiply(Form.PLAIN, Form.PLAIN, width, samples, columns, -1, shares, basis, 1, block);
  }

  @Override
  public String words() {
    return words;
  }

  @Override
  public boolean takesVariance() {
    return true;
  }
}
