package dev.arcuate.api.host;

/**
 * Dense linear algebra by a native BLAS. All matrices are row-major arrays without gaps. Safe for
 * concurrent use. Equal calls give equal bytes on one machine, whatever else runs beside them.
 *
 * <p>Products use the cores that are free. Decompositions and solutions use the caller's thread:
 * where there are several, such as one per fold, run them side by side.
 */
public interface LinearAlgebra {

  /** How a factor enters a product. */
  enum Form {
    PLAIN,
    TRANSPOSED
  }

  /**
   * c ← alpha · op(a) · op(b) + beta · c.
   *
   * @param m rows of op(a) and c
   * @param n columns of op(b) and c
   * @param k columns of op(a), rows of op(b)
   */
  void multiply(
      Form formA,
      Form formB,
      int m,
      int n,
      int k,
      double alpha,
      double[] a,
      double[] b,
      double beta,
      double[] c);

  /** As above in float32. */
  void multiply(
      Form formA,
      Form formB,
      int m,
      int n,
      int k,
      float alpha,
      float[] a,
      float[] b,
      float beta,
      float[] c);

  /**
   * Eigenvalues in ascending order and eigenvectors as columns.
   *
   * @param values length n
   * @param vectors [n × n], row-major: {@code vectors[i * n + j]} is entry i of eigenvector j
   */
  record Eigen(double[] values, double[] vectors) {}

  /** Eigendecomposition of a symmetric [n × n] matrix, of which only the lower half is read. */
  Eigen symmetricEigen(double[] symmetric, int n);

  /**
   * Thin singular value decomposition a = u · diag(s) · vt with r = min(m, n).
   *
   * @param u [m × r]
   * @param s length r, descending
   * @param vt [r × n]
   */
  record Svd(double[] u, double[] s, double[] vt) {}

  /** Thin singular value decomposition of an [m × n] matrix. */
  Svd svd(double[] a, int m, int n);

  /**
   * Solves a · x = b for a symmetric positive definite [n × n] matrix and [n × columns] right-hand
   * sides.
   *
   * @throws ArithmeticException if the matrix is not positive definite
   */
  double[] solvePositiveDefinite(double[] a, int n, double[] b, int columns);
}
