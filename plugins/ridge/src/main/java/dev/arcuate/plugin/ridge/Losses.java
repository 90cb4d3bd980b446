package dev.arcuate.plugin.ridge;

import dev.arcuate.api.host.LinearAlgebra;
import dev.arcuate.api.host.LinearAlgebra.Form;

/** Squared errors of every target under every penalty. */
final class Losses {
  /**
   * The quadratic form subtracts numbers of the size of the targets: an error below this share of
   * them is computed again from predictions.
   */
  private static final double CANCELLED = 1e-6;

  private final LinearAlgebra algebra;

  Losses(LinearAlgebra algebra) {
    this.algebra = algebra;
  }

  /**
   * Mean squared errors on held-out rows.
   *
   * @param train centred targets [training rows × columns]
   * @param test targets less the training mean [test rows × columns]
   * @return [penalties][columns]
   */
  double[][] heldOut(Factors factors, double[] train, double[] test, int columns, double[] grid) {
    double[] projected = project(factors, train, columns);
    // Products with the rank × rank matrix of the test rows cost less than predictions where there
    // are more test rows than directions.
    boolean quadratic = factors.rank() < factors.testRows();
    double[][] losses =
        quadratic
            ? quadratic(factors, projected, test, columns, grid)
            : direct(factors, projected, test, columns, grid);
    int rows = test.length / columns;
    for (double[] perTarget : losses) {
      for (int column = 0; column < columns; column++) {
        perTarget[column] /= rows;
      }
    }
    return losses;
  }

  /** fitᵀ · targets: [rank × columns]. */
  double[] project(Factors factors, double[] train, int columns) {
    double[] projected = new double[factors.rank() * columns];
    int n = train.length / columns;
    algebra.multiply(
        Form.TRANSPOSED,
        Form.PLAIN,
        factors.rank(),
        columns,
        n,
        1,
        factors.fit(),
        train,
        0,
        projected);
    return projected;
  }

  private double[][] direct(
      Factors factors, double[] projected, double[] test, int columns, double[] grid) {
    double[][] losses = new double[grid.length][];
    double[] shrunk = new double[projected.length];
    for (int a = 0; a < grid.length; a++) {
      shrink(factors, projected, columns, grid[a], shrunk);
      double[] errors = test.clone();
      int m = test.length / columns;
      algebra.multiply(
          Form.PLAIN,
          Form.PLAIN,
          m,
          columns,
          factors.rank(),
          -1,
          factors.predict(),
          shrunk,
          1,
          errors);
      losses[a] = sumOfSquares(errors, columns);
    }
    return losses;
  }

  /** SSE = yᵀy − 2 zᵀAᵀy + zᵀAᵀAz for predictions Az. */
  private double[][] quadratic(
      Factors factors, double[] projected, double[] test, int columns, double[] grid) {
    int rank = factors.rank();
    int m = factors.testRows();
    double[] predict = factors.predict();
    double[] gram = new double[rank * rank];
    algebra.multiply(Form.TRANSPOSED, Form.PLAIN, rank, rank, m, 1, predict, predict, 0, gram);
    double[] across = new double[rank * columns];
    algebra.multiply(Form.TRANSPOSED, Form.PLAIN, rank, columns, m, 1, predict, test, 0, across);
    double[] total = sumOfSquares(test, columns);

    double[][] losses = new double[grid.length][];
    double[] shrunk = new double[projected.length];
    double[] turned = new double[projected.length];
    for (int a = 0; a < grid.length; a++) {
      shrink(factors, projected, columns, grid[a], shrunk);
      algebra.multiply(Form.PLAIN, Form.PLAIN, rank, columns, rank, 1, gram, shrunk, 0, turned);
      double[] loss = total.clone();
      for (int at = 0; at < shrunk.length; ) {
        for (int column = 0; column < columns; column++, at++) {
          loss[column] += shrunk[at] * (turned[at] - 2 * across[at]);
        }
      }
      for (int column = 0; column < columns; column++) {
        if (loss[column] < CANCELLED * total[column]) {
          loss[column] = exactly(factors, shrunk, test, columns, column);
        }
      }
      losses[a] = loss;
    }
    return losses;
  }

  private static double exactly(
      Factors factors, double[] shrunk, double[] test, int columns, int column) {
    double sum = 0;
    for (int row = 0; row < factors.testRows(); row++) {
      double error = test[row * columns + column];
      for (int j = 0; j < factors.rank(); j++) {
        error -= factors.predict()[row * factors.rank() + j] * shrunk[j * columns + column];
      }
      sum += error * error;
    }
    return sum;
  }

  /**
   * Errors on the training rows themselves, corrected for having fitted them: by their leverage
   * (leaving one out) or by the trace of the hat matrix (generalised cross-validation).
   *
   * @return [penalties][columns]
   */
  double[][] corrected(
      Factors factors, double[] train, int columns, double[] grid, boolean leaveOneOut) {
    int n = train.length / columns;
    double[] projected = project(factors, train, columns);
    double[] shrunk = new double[projected.length];
    double[][] losses = new double[grid.length][];
    for (int a = 0; a < grid.length; a++) {
      double[] errors = residuals(factors, train, projected, shrunk, columns, grid[a]);
      double[] slack = leaveOneOut ? factors.slack(grid[a]) : constant(factors, n, grid[a]);
      for (int at = 0; at < errors.length; at++) {
        errors[at] /= slack[at / columns];
      }
      losses[a] = sumOfSquares(errors, columns);
      for (int column = 0; column < columns; column++) {
        losses[a][column] /= n;
      }
    }
    return losses;
  }

  private static double[] constant(Factors factors, int n, double alpha) {
    double[] slack = new double[n];
    java.util.Arrays.fill(slack, 1 - factors.trace(alpha) / n);
    return slack;
  }

  private double[] residuals(
      Factors factors,
      double[] train,
      double[] projected,
      double[] shrunk,
      int columns,
      double alpha) {
    shrink(factors, projected, columns, alpha, shrunk);
    boolean dual = factors.form() == Factors.Form.DUAL;
    double[] errors = dual ? new double[train.length] : train.clone();
    int n = train.length / columns;
    // Dual: residuals are U diag(λ / (Λ + λ)) Uᵀy, without subtracting what was fitted.
    algebra.multiply(
        Form.PLAIN,
        Form.PLAIN,
        n,
        columns,
        factors.rank(),
        dual ? alpha : -1,
        factors.fit(),
        shrunk,
        dual ? 0 : 1,
        errors);
    return errors;
  }

  private static void shrink(
      Factors factors, double[] projected, int columns, double alpha, double[] shrunk) {
    int at = 0;
    for (double value : factors.spectrum()) {
      double by = 1 / (value + alpha);
      for (int column = 0; column < columns; column++, at++) {
        shrunk[at] = projected[at] * by;
      }
    }
  }

  private static double[] sumOfSquares(double[] values, int columns) {
    double[] sums = new double[columns];
    for (int at = 0; at < values.length; ) {
      for (int column = 0; column < columns; column++, at++) {
        sums[column] += values[at] * values[at];
      }
    }
    return sums;
  }
}
