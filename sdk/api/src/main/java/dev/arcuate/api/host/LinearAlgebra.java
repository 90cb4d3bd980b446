package dev.arcuate.api.host;

import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.function.IntConsumer;

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
   * Values outside the heap, which native code reads and writes where they are: the operand of
   * products that repeat, or an array that is mapped from a file.
   *
   * @param values a direct buffer in the byte order of the machine
   * @param offset index of the first value
   * @param stride length of a stored row, at least as long as the rows that enter the product
   */
  record Block(FloatBuffer values, int offset, int stride) {
    public Block {
      if (!values.isDirect() || offset < 0 || stride < 0) {
        throw new IllegalArgumentException("a block is direct and lies within its buffer");
      }
    }
  }

  /** As {@link Block}, in float64. */
  record WideBlock(DoubleBuffer values, int offset, int stride) {
    public WideBlock {
      if (!values.isDirect() || offset < 0 || stride < 0) {
        throw new IllegalArgumentException("a block is direct and lies within its buffer");
      }
    }
  }

  /**
   * As above, in place and on the caller's thread alone: whoever has many products runs them {@link
   * #sideBySide}.
   */
  void multiply(
      Form formA,
      Form formB,
      int m,
      int n,
      int k,
      float alpha,
      Block a,
      Block b,
      float beta,
      Block c);

  /** As above in float64. */
  void multiply(
      Form formA,
      Form formB,
      int m,
      int n,
      int k,
      double alpha,
      WideBlock a,
      WideBlock b,
      double beta,
      WideBlock c);

  /**
   * Does {@code count} pieces of work on the cores that are free, the caller's thread among them,
   * and returns when all are done. Which thread does a piece must not change its result.
   *
   * @param work called with 0 to {@code count} − 1, each once, in any order
   */
  void sideBySide(int count, IntConsumer work);

  /**
   * Inverse of a symmetric positive definite [n × n] matrix, of which only the lower half is read,
   * by Cholesky decomposition.
   *
   * @throws ArithmeticException if the matrix is not positive definite
   */
  double[] invertPositiveDefinite(double[] a, int n);

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
