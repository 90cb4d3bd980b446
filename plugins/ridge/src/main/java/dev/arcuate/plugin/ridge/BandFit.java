package dev.arcuate.plugin.ridge;

import java.util.Arrays;
import java.util.List;

/**
 * Ridge regression of some targets, each with its own weights w of the feature groups' kernels: α
 * solves (Σ wᵢKᵢ + 1)α = y by conjugate gradients, all targets of a chunk together, so that
 * products are as wide as the chunk. Weights are γ/λ.
 */
final class BandFit {
  /** Residual as a share of the right-hand side. */
  private static final double TOLERANCE = 1e-9;

  private final Products products;
  private final BandKernels kernels;
  private final int columns;
  private final double[] y;
  private final double[] expected;
  private final double[] dual;
  private final double[] adjoint;
  private final Cells operand;
  private final Cells product;
  private final double[] row;

  /**
   * @param values of all samples, [samples × columns]
   */
  BandFit(Products products, BandKernels kernels, double[] values, int columns) {
    this.products = products;
    this.kernels = kernels;
    this.columns = columns;
    int n = kernels.train();
    double[] mean = new double[columns];
    y = take(values, kernels.rows().train());
    for (int at = 0; at < y.length; at++) {
      mean[at % columns] += y[at] / n;
    }
    expected = take(values, kernels.rows().test());
    subtract(y, mean);
    subtract(expected, mean);
    dual = new double[n * columns];
    adjoint = new double[n * columns];
    int longest = Math.max(n, kernels.test());
    operand = Cells.allocate(Precision.DOUBLE, (long) longest * columns);
    product = Cells.allocate(Precision.DOUBLE, (long) longest * columns);
    row = new double[columns];
  }

  private double[] take(double[] values, int[] rows) {
    double[] taken = new double[rows.length * columns];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(values, rows[i] * columns, taken, i * columns, columns);
    }
    return taken;
  }

  private static void subtract(double[] values, double[] mean) {
    for (int at = 0; at < values.length; at++) {
      values[at] -= mean[at % mean.length];
    }
  }

  /**
   * What each group predicts of the test rows, less the training mean: [bands][test × columns].
   *
   * @param weights [bands][columns]
   */
  double[][] parts(double[][] weights) {
    solve(weights, y, dual);
    double[][] parts = new double[kernels.bands()][kernels.test() * columns];
    load(dual);
    for (int band = 0; band < parts.length; band++) {
      apply(kernels.across().get(band), kernels.test(), kernels.train());
      add(weights[band], parts[band]);
    }
    return parts;
  }

  /**
   * Adds the mean squared error of the test rows and its derivative by the logarithm of every
   * weight. With e the errors and a = (K + 1)⁻¹ K_testᵀe, it is 2wᵢ(e·K_test,ᵢα − a·Kᵢα)/m.
   */
  void addLoss(double[][] weights, double share, double[] loss, double[][] slope) {
    double[][] parts = parts(weights);
    int m = kernels.test();
    double[] errors = new double[m * columns];
    for (int at = 0; at < errors.length; at++) {
      errors[at] = -expected[at];
      for (double[] part : parts) {
        errors[at] += part[at];
      }
      loss[at % columns] += share / m * errors[at] * errors[at];
    }
    double[] right = new double[kernels.train() * columns];
    load(errors);
    for (int band = 0; band < parts.length; band++) {
      apply(kernels.turned().get(band), kernels.train(), m);
      add(weights[band], right);
    }
    solve(weights, right, adjoint);
    load(dual);
    double[] fitted = new double[kernels.train() * columns];
    for (int band = 0; band < parts.length; band++) {
      Arrays.fill(fitted, 0);
      apply(kernels.inside().get(band), kernels.train(), kernels.train());
      add(weights[band], fitted);
      double[] gain = dots(errors, parts[band]);
      double[] pull = dots(adjoint, fitted);
      for (int c = 0; c < columns; c++) {
        slope[band][c] += 2 * share / m * (gain[c] - pull[c]);
      }
    }
  }

  /**
   * Goes on from what the result holds: neighbouring weights have neighbouring solutions. A target
   * that is solved rests, so that it does not depend on the others of its chunk.
   */
  private void solve(double[][] weights, double[] right, double[] result) {
    double[] rest = right.clone();
    times(weights, result, rest, -1);
    double[] direction = rest.clone();
    double[] square = dots(rest, rest);
    double[] enough = dots(right, right);
    for (int c = 0; c < columns; c++) {
      enough[c] *= TOLERANCE * TOLERANCE;
    }
    for (int iteration = 0; iteration < 2 * kernels.train(); iteration++) {
      if (done(square, enough)) {
        return;
      }
      double[] turned = new double[rest.length];
      times(weights, direction, turned, 1);
      double[] curvature = dots(direction, turned);
      double[] step = new double[columns];
      for (int c = 0; c < columns; c++) {
        step[c] = square[c] > enough[c] ? square[c] / curvature[c] : 0;
      }
      for (int at = 0; at < rest.length; at++) {
        int c = at % columns;
        result[at] += step[c] * direction[at];
        rest[at] -= step[c] * turned[at];
      }
      double[] next = dots(rest, rest);
      for (int at = 0; at < rest.length; at++) {
        int c = at % columns;
        direction[at] = rest[at] + (square[c] > 0 ? next[c] / square[c] : 0) * direction[at];
      }
      square = next;
    }
  }

  private static boolean done(double[] square, double[] enough) {
    for (int c = 0; c < square.length; c++) {
      if (square[c] > enough[c]) {
        return false;
      }
    }
    return true;
  }

  /** into += sign · (Σ wᵢKᵢ + 1) · values. */
  private void times(double[][] weights, double[] values, double[] into, double sign) {
    load(values);
    for (int at = 0; at < into.length; at++) {
      into[at] += sign * values[at];
    }
    double[] signed = new double[columns];
    List<Cells> inside = kernels.inside();
    for (int band = 0; band < inside.size(); band++) {
      for (int c = 0; c < columns; c++) {
        signed[c] = sign * weights[band][c];
      }
      apply(inside.get(band), kernels.train(), kernels.train());
      add(signed, into);
    }
  }

  private void load(double[] values) {
    operand.put(0, values, 0, values.length);
  }

  private void apply(Cells kernel, int outputs, int width) {
    products.apply(kernel, outputs, width, operand, columns, product, 0);
  }

  /** Adds the last product, every column times a factor. */
  private void add(double[] factors, double[] into) {
    for (int at = 0; at < into.length; at += columns) {
      product.get(at, row, 0, columns);
      for (int c = 0; c < columns; c++) {
        into[at + c] += factors[c] * row[c];
      }
    }
  }

  /** Scalar products of columns. */
  private double[] dots(double[] a, double[] b) {
    double[] sum = new double[columns];
    for (int at = 0; at < a.length; at += columns) {
      for (int c = 0; c < columns; c++) {
        sum[c] += a[at + c] * b[at + c];
      }
    }
    return sum;
  }
}
