package dev.arcuate.plugin.ridge;

import dev.arcuate.api.host.LinearAlgebra;
import dev.arcuate.api.host.LinearAlgebra.Form;

/**
 * Finds {@link Factors}: one symmetric eigendecomposition serves every penalty and every target.
 */
final class Factoriser {
  /**
   * An eigendecomposition of XᵀX is exact to about 1e-16 of the greatest eigenvalue Λ₁. Where a
   * penalty is less than this fraction of Λ₁, and some eigenvalue is too, that error would show in
   * the sixth digit; a singular value decomposition of X itself costs more and keeps all digits.
   */
  private static final double SMALLEST_SHARE = 1e-10;

  private static final double EPSILON = Math.ulp(1.0);

  private final LinearAlgebra algebra;

  Factoriser(LinearAlgebra algebra) {
    this.algebra = algebra;
  }

  /**
   * @param split n training and m test rows of p columns
   * @param leastAlpha the least penalty that will be asked for
   */
  Factors factorise(DesignRows.Split split, int n, int m, int p, double leastAlpha) {
    boolean primal = primalCost(n, m, p) <= dualCost(n, m, p);
    Factors factors = primal ? primal(split, n, m, p) : dual(split, n, m, p);
    return isPrecise(factors, leastAlpha) ? factors : singular(split, n, m, p);
  }

  /** Floating-point operations, roughly; an eigendecomposition takes about 9 n³. */
  private static double primalCost(double n, double m, double p) {
    return n * p * p + 9 * p * p * p + (n + m) * p * p;
  }

  private static double dualCost(double n, double m, double p) {
    return n * n * p + 9 * n * n * n + m * n * p + m * n * n;
  }

  private static boolean isPrecise(Factors factors, double leastAlpha) {
    double least = Double.POSITIVE_INFINITY;
    for (double value : factors.spectrum()) {
      least = Math.min(least, value);
    }
    return least + leastAlpha >= SMALLEST_SHARE * factors.greatest();
  }

  Factors primal(DesignRows.Split split, int n, int m, int p) {
    double[] gram = new double[Math.multiplyExact(p, p)];
    algebra.multiply(
        Form.TRANSPOSED, Form.PLAIN, p, p, n, 1, split.train(), split.train(), 0, gram);
    LinearAlgebra.Eigen eigen = algebra.symmetricEigen(gram, p);
    return new Factors(
        Factors.Form.PRIMAL,
        multiply(split.train(), eigen.vectors(), n, p, p),
        multiply(split.test(), eigen.vectors(), m, p, p),
        notNegative(eigen.values()));
  }

  Factors dual(DesignRows.Split split, int n, int m, int p) {
    double[] kernel = new double[Math.multiplyExact(n, n)];
    algebra.multiply(
        Form.PLAIN, Form.TRANSPOSED, n, n, p, 1, split.train(), split.train(), 0, kernel);
    double[] across = new double[Math.multiplyExact(m, n)];
    algebra.multiply(
        Form.PLAIN, Form.TRANSPOSED, m, n, p, 1, split.test(), split.train(), 0, across);
    LinearAlgebra.Eigen eigen = algebra.symmetricEigen(kernel, n);
    return new Factors(
        Factors.Form.DUAL,
        eigen.vectors(),
        multiply(across, eigen.vectors(), m, n, n),
        notNegative(eigen.values()));
  }

  Factors singular(DesignRows.Split split, int n, int m, int p) {
    LinearAlgebra.Svd svd = algebra.svd(split.train(), n, p);
    int most = svd.s().length;
    int rank = 0;
    while (rank < most && svd.s()[rank] > Math.max(n, p) * EPSILON * svd.s()[0]) {
      rank++;
    }
    double[] fit = new double[n * rank];
    double[] spectrum = new double[rank];
    double[] vt = java.util.Arrays.copyOf(svd.vt(), rank * p);
    for (int j = 0; j < rank; j++) {
      spectrum[j] = svd.s()[j] * svd.s()[j];
      for (int i = 0; i < n; i++) {
        fit[i * rank + j] = svd.u()[i * most + j] * svd.s()[j];
      }
    }
    double[] predict = new double[m * rank];
    algebra.multiply(Form.PLAIN, Form.TRANSPOSED, m, rank, p, 1, split.test(), vt, 0, predict);
    return new Factors(Factors.Form.SINGULAR, fit, predict, spectrum);
  }

  private double[] multiply(double[] a, double[] b, int m, int n, int k) {
    double[] product = new double[Math.multiplyExact(m, n)];
    algebra.multiply(Form.PLAIN, Form.PLAIN, m, n, k, 1, a, b, 0, product);
    return product;
  }

  /** Eigenvalues that are 0 come out of rounding on either side of it. */
  private static double[] notNegative(double[] values) {
    double[] clipped = values.clone();
    for (int i = 0; i < clipped.length; i++) {
      clipped[i] = Math.max(clipped[i], 0);
    }
    return clipped;
  }
}
