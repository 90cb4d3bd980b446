package dev.arcuate.plugin.bidsfmri.glm;

import dev.arcuate.api.Problem;
import dev.arcuate.api.host.LinearAlgebra;
import dev.arcuate.api.host.LinearAlgebra.Form;

/** A least-squares fit of the columns of a model, which may depend on each other. */
final class Model {
  /** Singular values below this share of the largest are rounding. */
  private static final double DEPENDENT = 1e-10;

  private static final double NOT_ESTIMABLE = 1e-6;

  /** A series that varies by less than this share of its size is constant. */
  private static final double CONSTANT = 1e-12;

  private final LinearAlgebra algebra;
  private final int samples;
  private final int columns;
  private final int rank;

  /** [samples × rank], orthonormal. */
  private final double[] basis;

  private final double[] singular;
  private final double[] rotation;

  private Model(LinearAlgebra algebra, int samples, int columns, int rank, LinearAlgebra.Svd svd) {
    this.algebra = algebra;
    this.samples = samples;
    this.columns = columns;
    this.rank = rank;
    int all = svd.s().length;
    this.basis = new double[samples * rank];
    for (int row = 0; row < samples; row++) {
      System.arraycopy(svd.u(), row * all, basis, row * rank, rank);
    }
    this.singular = svd.s();
    this.rotation = svd.vt();
  }

  /**
   * @param values [samples × columns]
   */
  static Model of(double[] values, int samples, LinearAlgebra algebra) {
    int columns = values.length / samples;
    LinearAlgebra.Svd svd = algebra.svd(values, samples, columns);
    int rank = 0;
    while (rank < svd.s().length && svd.s()[rank] > DEPENDENT * svd.s()[0]) {
      rank++;
    }
    if (rank >= samples) {
      throw Problem.user(
              "BIDS_FMRI_NOTHING_LEFT",
              "the model has "
                  + rank
                  + " independent regressors, which leave nothing of the "
                  + samples
                  + " volumes")
          .hint("fewer conditions or derivatives, or a longer drift-period")
          .exception();
    }
    return new Model(algebra, samples, columns, rank, svd);
  }

  int rank() {
    return rank;
  }

  int degreesOfFreedom() {
    return samples - rank;
  }

  /** The weights of samples whose sum is the contrast's estimate. */
  double[] sampleWeights(String name, double[] contrast) {
    double[] turned = new double[rank];
    double inside = 0;
    double whole = 0;
    for (int k = 0; k < rank; k++) {
      for (int c = 0; c < columns; c++) {
        turned[k] += rotation[k * columns + c] * contrast[c];
      }
      inside += turned[k] * turned[k];
    }
    for (double weight : contrast) {
      whole += weight * weight;
    }
    if (whole == 0 || whole - inside > NOT_ESTIMABLE * whole) {
      throw Problem.user(
              "BIDS_FMRI_CONTRAST_NOT_ESTIMABLE",
              "contrast "
                  + name
                  + " cannot be told: the regressors it needs are constant, or sums of others")
          .hint("look whether a condition is missing in a run, or covers all of it")
          .exception();
    }
    double[] weights = new double[samples];
    for (int row = 0; row < samples; row++) {
      for (int k = 0; k < rank; k++) {
        weights[row] += basis[row * rank + k] * turned[k] / singular[k];
      }
    }
    return weights;
  }

  /**
   * Series fitted.
   *
   * @param left of the series, [samples × width]
   * @param residual sum of squares per series, NaN if the series is constant
   * @param explained share of the sum of squares about the mean, per series
   */
  record Fit(
      double[] values,
      int samples,
      int width,
      double[] left,
      double[] residual,
      double[] explained) {
    /** Weighted sums of samples. */
    double[] effects(double[] weights) {
      double[] sums = new double[width];
      for (int row = 0; row < samples; row++) {
        for (int s = 0; s < width; s++) {
          sums[s] += weights[row] * values[row * width + s];
        }
      }
      return sums;
    }

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
   * @param values [samples × width]
   */
  Fit fit(double[] values, int width) {
    double[] means = new double[width];
    for (int i = 0; i < values.length; i++) {
      means[i % width] += values[i] / samples;
    }
    double[] shares = new double[rank * width];
    algebra.multiply(
        Form.TRANSPOSED, Form.PLAIN, rank, width, samples, 1, basis, values, 0, shares);
    double[] left = values.clone();
    algebra.multiply(Form.PLAIN, Form.PLAIN, samples, width, rank, -1, basis, shares, 1, left);
    double[] residual = new double[width];
    double[] total = new double[width];
    double[] square = new double[width];
    for (int i = 0; i < values.length; i++) {
      residual[i % width] += left[i] * left[i];
      double away = values[i] - means[i % width];
      total[i % width] += away * away;
      square[i % width] += values[i] * values[i];
    }
    double[] explained = new double[width];
    for (int s = 0; s < width; s++) {
      boolean varies = total[s] > CONSTANT * square[s];
      explained[s] = varies ? 1 - residual[s] / total[s] : Double.NaN;
      residual[s] = varies ? residual[s] : Double.NaN;
    }
    return new Fit(values, samples, width, left, residual, explained);
  }
}
