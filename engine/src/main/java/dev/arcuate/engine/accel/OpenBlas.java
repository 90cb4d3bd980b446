package dev.arcuate.engine.accel;

import dev.arcuate.api.host.LinearAlgebra;
import java.lang.ref.Reference;
import java.nio.Buffer;
import java.util.Arrays;
import java.util.function.IntConsumer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas;

/**
 * Linear algebra by OpenBLAS.
 *
 * <p>OpenBLAS itself runs on one thread. Its own threads wait by spinning and are shared by all
 * callers of a process, so that two tasks at once slow each other down many times over, and its
 * results change in the last bits with their number. Products are cut into tiles instead, which
 * {@link Crew} spreads over free threads; the cut depends on the shape alone, so the bytes do not
 * depend on threads at all. Decompositions run on the caller's thread: whoever has many of them,
 * such as one per fold, runs them side by side.
 */
final class OpenBlas implements LinearAlgebra {
  /** Operands that together have fewer values than this are not worth a tile. */
  private static final long SMALL = 1 << 14;

  private final Crew crew;

  OpenBlas(Crew crew) {
    this.crew = crew;
    openblas.blas_set_num_threads(1);
  }

  @Override
  public void multiply(
      Form formA,
      Form formB,
      int m,
      int n,
      int k,
      double alpha,
      double[] a,
      double[] b,
      double beta,
      double[] c) {
    requireShapes(m, n, k, a.length, b.length, c.length);
    multiply(
        Precision.DOUBLE,
        new Product.Operand<>(a, formA, m, k),
        new Product.Operand<>(b, formB, k, n),
        alpha,
        beta,
        c);
  }

  @Override
  public void multiply(
      Form formA,
      Form formB,
      int m,
      int n,
      int k,
      float alpha,
      float[] a,
      float[] b,
      float beta,
      float[] c) {
    requireShapes(m, n, k, a.length, b.length, c.length);
    multiply(
        Precision.FLOAT,
        new Product.Operand<>(a, formA, m, k),
        new Product.Operand<>(b, formB, k, n),
        alpha,
        beta,
        c);
  }

  private <A, P extends Pointer, B extends Buffer> void multiply(
      Precision<A, P, B> precision,
      Product.Operand<A> a,
      Product.Operand<A> b,
      double alpha,
      double beta,
      A c) {
    int m = a.rows();
    int n = b.columns();
    int k = a.columns();
    if (m == 0 || n == 0) {
      return;
    }
    if ((long) m * k + (long) k * n + (long) m * n <= SMALL) {
      precision.multiply(
          new Precision.Gemm(
              a.transposition(),
              b.transposition(),
              m,
              n,
              k,
              alpha,
              Math.max(1, a.stride()),
              Math.max(1, b.stride()),
              beta,
              n),
          a.array(),
          b.array(),
          c);
      return;
    }
    Tiling tiling = Tiling.of(m, n, k, precision.bytes());
    try (Product<A, P, B> product = new Product<>(precision, tiling, a, b, alpha, beta, c)) {
      crew.run(tiling.count(), product::worker);
    }
  }

  @Override
  public void multiply(
      Form formA,
      Form formB,
      int m,
      int n,
      int k,
      float alpha,
      Block a,
      Block b,
      float beta,
      Block c) {
    requireBlock("a", a.values().limit(), a.offset(), a.stride(), formA, m, k);
    requireBlock("b", b.values().limit(), b.offset(), b.stride(), formB, k, n);
    requireBlock("c", c.values().limit(), c.offset(), c.stride(), Form.PLAIN, m, n);
    if (m > 0 && n > 0) {
      Precision.FLOAT.multiply(
          gemm(formA, formB, m, n, k, alpha, a.stride(), b.stride(), beta, c.stride()),
          pointer(a),
          pointer(b),
          pointer(c));
      Reference.reachabilityFence(a);
      Reference.reachabilityFence(b);
      Reference.reachabilityFence(c);
    }
  }

  @Override
  public void multiply(
      Form formA,
      Form formB,
      int m,
      int n,
      int k,
      double alpha,
      WideBlock a,
      WideBlock b,
      double beta,
      WideBlock c) {
    requireBlock("a", a.values().limit(), a.offset(), a.stride(), formA, m, k);
    requireBlock("b", b.values().limit(), b.offset(), b.stride(), formB, k, n);
    requireBlock("c", c.values().limit(), c.offset(), c.stride(), Form.PLAIN, m, n);
    if (m > 0 && n > 0) {
      Precision.DOUBLE.multiply(
          gemm(formA, formB, m, n, k, alpha, a.stride(), b.stride(), beta, c.stride()),
          pointer(a),
          pointer(b),
          pointer(c));
      Reference.reachabilityFence(a);
      Reference.reachabilityFence(b);
      Reference.reachabilityFence(c);
    }
  }

  private static FloatPointer pointer(Block block) {
    return new FloatPointer(block.values().duplicate().rewind()).position(block.offset());
  }

  private static DoublePointer pointer(WideBlock block) {
    return new DoublePointer(block.values().duplicate().rewind()).position(block.offset());
  }

  private static Precision.Gemm gemm(
      Form formA,
      Form formB,
      int m,
      int n,
      int k,
      double alpha,
      int strideA,
      int strideB,
      double beta,
      int strideC) {
    return new Precision.Gemm(
        formA == Form.PLAIN ? openblas.CblasNoTrans : openblas.CblasTrans,
        formB == Form.PLAIN ? openblas.CblasNoTrans : openblas.CblasTrans,
        m,
        n,
        k,
        alpha,
        Math.max(1, strideA),
        Math.max(1, strideB),
        beta,
        strideC);
  }

  /** BLAS reads and writes where it is told: what leaves the buffer ends the process. */
  private static void requireBlock(
      String name, int limit, int offset, int stride, Form form, int rows, int columns) {
    int stored = form == Form.PLAIN ? rows : columns;
    int length = form == Form.PLAIN ? columns : rows;
    long last = offset + (stored - 1L) * stride + length;
    if (stored > 0 && length > 0 && (stride < length || last > limit)) {
      throw new IllegalArgumentException(
          name
              + ": rows of "
              + length
              + " values, "
              + stride
              + " apart, end at "
              + last
              + ", and the buffer at "
              + limit);
    }
  }

  @Override
  public void sideBySide(int count, IntConsumer work) {
    crew.run(count, work);
  }

  @Override
  public double[] invertPositiveDefinite(double[] a, int n) {
    requireLength("the matrix", a.length, n, n);
    if (Inversion.pays(n)) {
      try (Inversion inversion = new Inversion(crew, a, n)) {
        return inversion.run();
      }
    }
    double[] inverse = Arrays.copyOf(a, n * n);
    if (n > 0) {
      // LAPACK counts by column: the lower half by row is its upper half.
      int info = openblas.LAPACKE_dpotrf(openblas.LAPACK_COL_MAJOR, (byte) 'U', n, inverse, n);
      requirePositive(info);
      requireDone("Cholesky decomposition", info);
      requireDone(
          "inversion",
          openblas.LAPACKE_dpotri(openblas.LAPACK_COL_MAJOR, (byte) 'U', n, inverse, n));
      Transposition.lowerToUpper(inverse, n);
    }
    return inverse;
  }

  static void requirePositive(int info) {
    if (info > 0) {
      throw new ArithmeticException(
          "the matrix is not positive definite: its leading minor of order " + info + " is not");
    }
  }

  private static void requireShapes(int m, int n, int k, int a, int b, int c) {
    if (m < 0 || n < 0 || k < 0) {
      throw new IllegalArgumentException("negative size: " + m + ", " + n + ", " + k);
    }
    requireLength("a", a, m, k);
    requireLength("b", b, k, n);
    requireLength("c", c, m, n);
  }

  private static void requireLength(String name, int length, int rows, int columns) {
    if (length < (long) rows * columns) {
      throw new IllegalArgumentException(
          name + " holds " + length + " values, fewer than " + rows + " × " + columns);
    }
  }

  @Override
  public Eigen symmetricEigen(double[] symmetric, int n) {
    requireLength("the matrix", symmetric.length, n, n);
    double[] byRow = Arrays.copyOf(symmetric, n * n);
    double[] values = new double[n];
    if (n > 0) {
      // LAPACK counts by column: the lower half by row is its upper half.
      requireDone(
          "eigendecomposition",
          openblas.LAPACKE_dsyevd(
              openblas.LAPACK_COL_MAJOR, (byte) 'V', (byte) 'U', n, byRow, n, values));
    }
    Transposition.inPlace(byRow, n);
    return new Eigen(values, byRow);
  }

  @Override
  public Svd svd(double[] a, int m, int n) {
    requireLength("the matrix", a.length, m, n);
    int r = Math.min(m, n);
    double[] u = new double[m * r];
    double[] s = new double[r];
    double[] vt = new double[r * n];
    if (r > 0) {
      // By column, a is its own transpose: aᵀ = v · diag(s) · uᵀ, so u and vt change places and
      // nothing is transposed.
      requireDone(
          "singular value decomposition",
          openblas.LAPACKE_dgesdd(
              openblas.LAPACK_COL_MAJOR,
              (byte) 'S',
              n,
              m,
              Arrays.copyOf(a, m * n),
              n,
              s,
              vt,
              n,
              u,
              r));
    }
    return new Svd(u, s, vt);
  }

  @Override
  public double[] solvePositiveDefinite(double[] a, int n, double[] b, int columns) {
    requireLength("the matrix", a.length, n, n);
    requireLength("the right-hand side", b.length, n, columns);
    double[] solution = Arrays.copyOf(b, n * columns);
    if (n > 0 && columns > 0) {
      int info =
          openblas.LAPACKE_dposv(
              openblas.LAPACK_ROW_MAJOR,
              (byte) 'L',
              n,
              columns,
              Arrays.copyOf(a, n * n),
              n,
              solution,
              columns);
      requirePositive(info);
      requireDone("Cholesky decomposition", info);
    }
    return solution;
  }

  static void requireDone(String what, int info) {
    if (info < 0) {
      throw new ArithmeticException("the " + what + " met a value that is not finite");
    }
    if (info > 0) {
      throw new ArithmeticException("the " + what + " did not converge");
    }
  }
}
