package dev.arcuate.testkit;

import dev.arcuate.api.host.LinearAlgebra;
import java.util.Comparator;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Linear algebra in plain Java, for tests of components that ask for it: accurate, without native
 * code, and slow. Matrices of a few hundred rows take seconds.
 *
 * <p>Decompositions use Jacobi rotations, which find small eigenvalues and singular values as
 * accurately as large ones (Golub and Van Loan, Matrix Computations, sections 8.5 and 8.6).
 */
public final class PlainLinearAlgebra implements LinearAlgebra {
  private static final int MOST_SWEEPS = 60;
  private static final double EPSILON = Math.ulp(1.0);

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
    requireSizes(m, n, k, a.length, b.length, c.length);
    double[] row = new double[n];
    for (int i = 0; i < m; i++) {
      java.util.Arrays.fill(row, 0);
      for (int l = 0; l < k; l++) {
        double left = formA == Form.PLAIN ? a[i * k + l] : a[l * m + i];
        for (int j = 0; j < n; j++) {
          row[j] += left * (formB == Form.PLAIN ? b[l * n + j] : b[j * k + l]);
        }
      }
      for (int j = 0; j < n; j++) {
        // As in BLAS, what stands in c is not read when beta is 0: it may be NaN.
        c[i * n + j] = alpha * row[j] + (beta == 0 ? 0 : beta * c[i * n + j]);
      }
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
      float[] a,
      float[] b,
      float beta,
      float[] c) {
    requireSizes(m, n, k, a.length, b.length, c.length);
    double[] product = new double[m * n];
    multiply(formA, formB, m, n, k, 1, widen(a), widen(b), 0, product);
    for (int i = 0; i < product.length; i++) {
      c[i] = (float) (alpha * product[i] + (beta == 0 ? 0 : beta * c[i]));
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
    Entry left = stored(formA, (row, column) -> a.values().get(at(a, row, column)));
    Entry right = stored(formB, (row, column) -> b.values().get(at(b, row, column)));
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        int at = at(c, i, j);
        double old = beta == 0 ? 0 : beta * c.values().get(at);
        c.values().put(at, (float) (alpha * dot(left, right, i, j, k) + old));
      }
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
    Entry left = stored(formA, (row, column) -> a.values().get(at(a, row, column)));
    Entry right = stored(formB, (row, column) -> b.values().get(at(b, row, column)));
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        int at = at(c, i, j);
        double old = beta == 0 ? 0 : beta * c.values().get(at);
        c.values().put(at, alpha * dot(left, right, i, j, k) + old);
      }
    }
  }

  private interface Entry {
    double at(int row, int column);
  }

  private static Entry stored(Form form, Entry entry) {
    return form == Form.PLAIN ? entry : (row, column) -> entry.at(column, row);
  }

  private static int at(Block block, int row, int column) {
    return block.offset() + row * block.stride() + column;
  }

  private static int at(WideBlock block, int row, int column) {
    return block.offset() + row * block.stride() + column;
  }

  private static double dot(Entry a, Entry b, int i, int j, int k) {
    double sum = 0;
    for (int l = 0; l < k; l++) {
      sum += a.at(i, l) * b.at(l, j);
    }
    return sum;
  }

  @Override
  public void sideBySide(int count, IntConsumer work) {
    IntStream.range(0, count).forEach(work);
  }

  @Override
  public double[] invertPositiveDefinite(double[] a, int n) {
    double[] identity = new double[n * n];
    for (int i = 0; i < n; i++) {
      identity[i * n + i] = 1;
    }
    return solvePositiveDefinite(a, n, identity, n);
  }

  private static void requireSizes(int m, int n, int k, int a, int b, int c) {
    if (a < m * k || b < k * n || c < m * n) {
      throw new IllegalArgumentException(
          "arrays of "
              + a
              + ", "
              + b
              + ", "
              + c
              + " values for m, n, k = "
              + m
              + ", "
              + n
              + ", "
              + k);
    }
  }

  private static double[] widen(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }

  @Override
  public Eigen symmetricEigen(double[] symmetric, int n) {
    double[] a = new double[n * n];
    double[] vectors = new double[n * n];
    double norm = 0;
    for (int i = 0; i < n; i++) {
      vectors[i * n + i] = 1;
      for (int j = 0; j <= i; j++) {
        a[i * n + j] = symmetric[i * n + j];
        a[j * n + i] = symmetric[i * n + j];
        norm = Math.max(norm, Math.abs(symmetric[i * n + j]));
      }
    }
    boolean rotated = true;
    for (int sweep = 0; rotated && sweep < MOST_SWEEPS; sweep++) {
      rotated = false;
      for (int p = 0; p < n - 1; p++) {
        for (int q = p + 1; q < n; q++) {
          double off = a[p * n + q];
          if (Math.abs(off) > EPSILON * EPSILON * norm
              && Math.abs(off) > 0.1 * EPSILON * Math.sqrt(Math.abs(a[p * n + p] * a[q * n + q]))) {
            rotate(a, vectors, n, p, q);
            rotated = true;
          }
        }
      }
    }
    int[] order = order(n, Comparator.comparingDouble(i -> a[i * n + i]));
    double[] sortedVectors = new double[n * n];
    double[] values = new double[n];
    for (int j = 0; j < n; j++) {
      values[j] = a[order[j] * n + order[j]];
      for (int i = 0; i < n; i++) {
        sortedVectors[i * n + j] = vectors[i * n + order[j]];
      }
    }
    return new Eigen(values, sortedVectors);
  }

  /** A rotation of the axes p and q that makes the entry (p, q) vanish. */
  private static void rotate(double[] a, double[] vectors, int n, int p, int q) {
    double theta = (a[q * n + q] - a[p * n + p]) / (2 * a[p * n + q]);
    double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.hypot(1, theta));
    double cos = 1 / Math.hypot(1, t);
    double sin = t * cos;
    turnColumns(a, n, n, p, q, cos, sin);
    for (int j = 0; j < n; j++) {
      double ap = a[p * n + j];
      double aq = a[q * n + j];
      a[p * n + j] = cos * ap - sin * aq;
      a[q * n + j] = sin * ap + cos * aq;
    }
    a[p * n + q] = 0;
    a[q * n + p] = 0;
    turnColumns(vectors, n, n, p, q, cos, sin);
  }

  private static void turnColumns(
      double[] a, int rows, int columns, int p, int q, double cos, double sin) {
    for (int i = 0; i < rows; i++) {
      double ap = a[i * columns + p];
      double aq = a[i * columns + q];
      a[i * columns + p] = cos * ap - sin * aq;
      a[i * columns + q] = sin * ap + cos * aq;
    }
  }

  @Override
  public Svd svd(double[] a, int m, int n) {
    if (m < n) {
      Svd turned = svd(transpose(a, m, n), n, m);
      return new Svd(transpose(turned.vt(), m, m), turned.s(), transpose(turned.u(), n, m));
    }
    double[] columns = a.clone();
    double[] v = new double[n * n];
    for (int i = 0; i < n; i++) {
      v[i * n + i] = 1;
    }
    boolean rotated = true;
    for (int sweep = 0; rotated && sweep < MOST_SWEEPS; sweep++) {
      rotated = false;
      for (int p = 0; p < n - 1; p++) {
        for (int q = p + 1; q < n; q++) {
          rotated |= orthogonalise(columns, v, m, n, p, q);
        }
      }
    }
    return assemble(columns, v, m, n);
  }

  /** Turns two columns until they are orthogonal; false if they already are. */
  private static boolean orthogonalise(double[] a, double[] v, int m, int n, int p, int q) {
    double pp = 0;
    double qq = 0;
    double pq = 0;
    for (int i = 0; i < m; i++) {
      double x = a[i * n + p];
      double y = a[i * n + q];
      pp += x * x;
      qq += y * y;
      pq += x * y;
    }
    if (pq == 0 || Math.abs(pq) <= EPSILON * Math.sqrt(pp) * Math.sqrt(qq)) {
      return false;
    }
    double theta = (qq - pp) / (2 * pq);
    double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.hypot(1, theta));
    double cos = 1 / Math.hypot(1, t);
    turnColumns(a, m, n, p, q, cos, t * cos);
    turnColumns(v, n, n, p, q, cos, t * cos);
    return true;
  }

  private static Svd assemble(double[] columns, double[] v, int m, int n) {
    double[] lengths = new double[n];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        lengths[j] = Math.hypot(lengths[j], columns[i * n + j]);
      }
    }
    int[] order = order(n, Comparator.comparingDouble(j -> -lengths[j]));
    double[] u = new double[m * n];
    double[] s = new double[n];
    double[] vt = new double[n * n];
    for (int j = 0; j < n; j++) {
      int from = order[j];
      s[j] = lengths[from];
      for (int i = 0; i < m; i++) {
        // A column of u whose singular value is 0 is left 0: it enters no product.
        u[i * n + j] = s[j] == 0 ? 0 : columns[i * n + from] / s[j];
      }
      for (int i = 0; i < n; i++) {
        vt[j * n + i] = v[i * n + from];
      }
    }
    return new Svd(u, s, vt);
  }

  private static int[] order(int n, Comparator<Integer> by) {
    return IntStream.range(0, n).boxed().sorted(by).mapToInt(Integer::intValue).toArray();
  }

  private static double[] transpose(double[] a, int rows, int columns) {
    double[] turned = new double[a.length];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        turned[j * rows + i] = a[i * columns + j];
      }
    }
    return turned;
  }

  @Override
  public double[] solvePositiveDefinite(double[] a, int n, double[] b, int columns) {
    double[] lower = cholesky(a, n);
    double[] x = java.util.Arrays.copyOf(b, n * columns);
    for (int column = 0; column < columns; column++) {
      for (int i = 0; i < n; i++) {
        double sum = x[i * columns + column];
        for (int k = 0; k < i; k++) {
          sum -= lower[i * n + k] * x[k * columns + column];
        }
        x[i * columns + column] = sum / lower[i * n + i];
      }
      for (int i = n - 1; i >= 0; i--) {
        double sum = x[i * columns + column];
        for (int k = i + 1; k < n; k++) {
          sum -= lower[k * n + i] * x[k * columns + column];
        }
        x[i * columns + column] = sum / lower[i * n + i];
      }
    }
    return x;
  }

  private static double[] cholesky(double[] a, int n) {
    double[] lower = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = a[i * n + j];
        for (int k = 0; k < j; k++) {
          sum -= lower[i * n + k] * lower[j * n + k];
        }
        if (i != j) {
          lower[i * n + j] = sum / lower[j * n + j];
        } else if (sum > 0) {
          lower[i * n + i] = Math.sqrt(sum);
        } else {
          throw new ArithmeticException("the matrix is not positive definite");
        }
      }
    }
    return lower;
  }
}
