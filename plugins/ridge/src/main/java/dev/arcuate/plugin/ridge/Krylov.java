package dev.arcuate.plugin.ridge;

/**
 * Fits of partial least squares with 1, 2, … components, in the directions of the singular vectors
 * of a design. There the fitted values of the training rows are Q Qᵀ c for an orthonormal basis Q
 * of span{Λc, Λ²c, …}, with c = Uᵀy and Λ the squares of the singular values. The basis is made
 * orthogonal twice, which keeps it so when components are many.
 */
final class Krylov {
  private static final double EXHAUSTED = 1e-13;

  private final double[] s;
  private final double[][] basis;

  Krylov(double[] s, int most) {
    this.s = s;
    this.basis = new double[most][s.length];
  }

  /**
   * What each component adds to the coefficients on left singular vectors, divided by the singular
   * values: prediction with k components = test · Σ of the first k.
   *
   * @param c Uᵀy
   * @param into [components][directions]; 0 where no direction is left
   */
  void steps(double[] c, double[][] into) {
    int rank = s.length;
    double[] next = new double[rank];
    double scale = 0;
    for (int j = 0; j < rank; j++) {
      next[j] = s[j] * s[j] * c[j];
      scale += next[j] * next[j];
    }
    double greatest = Math.sqrt(scale);
    boolean left = greatest > 0;
    for (int k = 0; k < basis.length; k++) {
      java.util.Arrays.fill(into[k], 0);
      if (!left) {
        continue;
      }
      double before = norm(next);
      for (int pass = 0; pass < 2; pass++) {
        for (int l = 0; l < k; l++) {
          double dot = 0;
          for (int j = 0; j < rank; j++) {
            dot += basis[l][j] * next[j];
          }
          for (int j = 0; j < rank; j++) {
            next[j] -= dot * basis[l][j];
          }
        }
      }
      double length = norm(next);
      if (!(length > EXHAUSTED * before)) {
        left = false;
        continue;
      }
      double along = 0;
      for (int j = 0; j < rank; j++) {
        basis[k][j] = next[j] / length;
        along += basis[k][j] * c[j];
      }
      for (int j = 0; j < rank; j++) {
        into[k][j] = along * basis[k][j] / s[j];
        next[j] = s[j] * s[j] * basis[k][j];
      }
    }
  }

  private static double norm(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value * value;
    }
    return Math.sqrt(sum);
  }
}
