package dev.arcuate.engine.stages;

/** A symmetric positive definite matrix with few diagonals, as the product of a factor. */
final class BandedCholesky {
  private final int n;
  private final int width;

  /** Row i holds columns i − width … i. */
  private final double[] lower;

  /**
   * @param lower the matrix, row i holding columns i − width … i; overwritten by its factor
   */
  BandedCholesky(double[] lower, int n, int width) {
    this.n = n;
    this.width = width;
    this.lower = lower;
    for (int i = 0; i < n; i++) {
      for (int j = Math.max(0, i - width); j <= i; j++) {
        double sum = at(i, j);
        for (int k = Math.max(0, i - width); k < j; k++) {
          sum -= at(i, k) * at(j, k);
        }
        lower[place(i, j)] = i == j ? Math.sqrt(sum) : sum / at(j, j);
      }
    }
  }

  private int place(int row, int column) {
    return row * (width + 1) + column - row + width;
  }

  private double at(int row, int column) {
    return column < row - width ? 0 : lower[place(row, column)];
  }

  /** Solves for right-hand sides [n × columns], in place. */
  void solve(double[] right, int columns) {
    for (int i = 0; i < n; i++) {
      for (int k = Math.max(0, i - width); k < i; k++) {
        subtract(right, i, k, at(i, k), columns);
      }
      divide(right, i, columns);
    }
    for (int i = n - 1; i >= 0; i--) {
      for (int k = i + 1; k <= Math.min(n - 1, i + width); k++) {
        subtract(right, i, k, at(k, i), columns);
      }
      divide(right, i, columns);
    }
  }

  private static void subtract(double[] right, int row, int other, double factor, int columns) {
    for (int c = 0; c < columns; c++) {
      right[row * columns + c] -= factor * right[other * columns + c];
    }
  }

  private void divide(double[] right, int row, int columns) {
    double diagonal = at(row, row);
    for (int c = 0; c < columns; c++) {
      right[row * columns + c] /= diagonal;
    }
  }
}
