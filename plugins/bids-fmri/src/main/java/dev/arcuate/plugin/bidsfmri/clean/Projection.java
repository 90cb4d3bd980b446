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

  /** What is taken out for each share of {@link #fit}, [columns × samples]. */
  private final double[] basis;

  /**
   * Columns orthonormal over the samples of the fit, and 0 at the others: what of the basis the
   * columns that stay do not share.
   */
  private final double[] fit;

  private final String words;

  private Projection(
      LinearAlgebra algebra, int samples, List<Column> columns, boolean[] left, String words) {
    this.algebra = algebra;
    this.samples = samples;
    this.columns = columns.size();
    this.basis = new double[columns.size() * samples];
    this.fit = new double[basis.length];
    for (int c = 0; c < columns.size(); c++) {
      System.arraycopy(columns.get(c).taken(), 0, basis, c * samples, samples);
      System.arraycopy(columns.get(c).fitted(), 0, fit, c * samples, samples);
    }
    for (int i = 0; i < fit.length; i++) {
      fit[i] = left[i % samples] ? 0 : fit[i];
    }
    this.words = words;
  }

  /**
   * A column as it is taken out, and as it is fitted; both differ only beside columns that stay.
   */
  private record Column(double[] taken, double[] fitted) {
    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  /**
   * @param columns any number, of finite values
   * @param staying columns that are fitted with the others but not taken out
   * @param left samples that are projected but do not enter the fit
   * @param intercept whether a constant is taken out as well; without it, columns enter without
   *     their means, so that series keep theirs
   */
  static Projection of(
      LinearAlgebra algebra,
      List<double[]> columns,
      List<double[]> staying,
      boolean[] left,
      boolean intercept,
      String words) {
    List<Column> kept = new ArrayList<>();
    for (double[] column : staying) {
      add(centred(column, left), kept, List.of(), left);
    }
    List<Column> basis = new ArrayList<>();
    if (intercept) {
      double[] constant = new double[left.length];
      Arrays.fill(constant, 1);
      add(constant, basis, kept, left);
    }
    for (double[] column : columns) {
      add(centred(column, left), basis, kept, left);
    }
    return new Projection(algebra, left.length, basis, left, words);
  }

  /** Number of independent columns. */
  int rank() {
    return columns;
  }

  /** Besides keeping means, this keeps a small variation from hiding behind a large mean. */
  private static double[] centred(double[] column, boolean[] left) {
    double mean = mean(column, left);
    return Arrays.stream(column).map(value -> value - mean).toArray();
  }

  /**
   * Gram-Schmidt, done twice for orthogonality to rounding. A column that the others span already
   * is left out.
   */
  private static void add(double[] values, List<Column> basis, List<Column> kept, boolean[] left) {
    double[] taken = values.clone();
    double before = Math.sqrt(dot(values, values, left));
    for (int pass = 0; pass < 2; pass++) {
      for (Column other : kept) {
        subtract(dot(values, other.fitted(), left), other.fitted(), values);
      }
      for (Column other : basis) {
        double share = dot(values, other.fitted(), left);
        subtract(share, other.fitted(), values);
        subtract(share, other.taken(), taken);
      }
    }
    double after = Math.sqrt(dot(values, values, left));
    if (after > DEPENDENT * before && after > 0) {
      for (int t = 0; t < values.length; t++) {
        values[t] /= after;
        taken[t] /= after;
      }
      basis.add(new Column(taken, values));
    }
  }

  private static void subtract(double share, double[] other, double[] from) {
    for (int t = 0; t < from.length; t++) {
      from[t] -= share * other[t];
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
