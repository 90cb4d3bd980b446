package dev.arcuate.plugin.ridge;

import dev.arcuate.api.host.LinearAlgebra;
import dev.arcuate.api.host.LinearAlgebra.Form;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;

/**
 * (matrix + λ)⁻¹ for the penalties that have to be solved for. One Cholesky decomposition each:
 * that is matrix products throughout, and costs less than one eigendecomposition for the handful of
 * penalties that {@link Interpolation} leaves.
 */
final class Resolvents {
  /**
   * A solution of the normal equations is exact to about 1e-16 of the greatest eigenvalue. Where a
   * penalty and the least eigenvalue are together less than this share of it, that would show in
   * the sixth digit; a singular value decomposition of the rows costs more and keeps all digits.
   */
  private static final double SMALLEST_SHARE = 1e-10;

  private static final int ITERATIONS = 8;

  private final Equations equations;
  private final LinearAlgebra algebra;
  private final double[] grid;
  private final Interpolation interpolation;
  private final double greatest;
  private final double least;
  private final double meanFill;
  private final Singular singular;
  private final AtomicReference<double[]> first;

  /** Singular values and vectors of the training rows: u [n × rank], rows · v [outputs × rank]. */
  private record Singular(double[] u, double[] s, double[] turned) {}

  Resolvents(Equations equations, double[] grid, Precision precision, LinearAlgebra algebra) {
    this.equations = equations;
    this.algebra = algebra;
    this.grid = grid;
    meanFill = trace() / Math.max(1, equations.size());
    greatest = 1.2 * norm(equations.matrix());
    double[] inverted = attempt(grid[0]);
    double inverse = inverted == null ? Double.POSITIVE_INFINITY : norm(inverted);
    // The least eigenvalue and the penalty together, from the norm of the inverse.
    double floor = inverse > 0 ? 1 / inverse : Double.POSITIVE_INFINITY;
    boolean precise = inverted != null && floor >= SMALLEST_SHARE * greatest;
    least = precise ? Math.max(0, 0.5 * (floor - grid[0])) : 0;
    singular = precise || equations.plain().isEmpty() ? null : decompose();
    first = new AtomicReference<>(precise ? inverted : null);
    interpolation = Interpolation.of(grid, least, greatest, precision.tolerance());
  }

  Interpolation interpolation() {
    return interpolation;
  }

  double greatest() {
    return greatest;
  }

  double least() {
    return least;
  }

  /** Whether operators act on targets; else on their products with the features. */
  boolean onTargets() {
    return !equations.primal() || singular != null;
  }

  String form() {
    return singular != null ? "singular" : equations.primal() ? "primal" : "dual";
  }

  /** For one penalty. */
  final class Resolvent {
    private final double alpha;
    private final double[] inverse;

    Resolvent(int node) {
      alpha = grid[interpolation.nodes()[node]];
      double[] known = alpha == grid[0] ? first.getAndSet(null) : null;
      inverse = known != null ? known : singular == null ? attempt(alpha) : null;
    }

    /** What turns the source into predictions: [outputs × source]. */
    double[] outputs() {
      return singular == null
          ? product(equations.rows(), inverse, equations.outputs(), equations.size())
          : spread(singular.turned(), value -> value / (value * value + alpha));
    }

    /** As {@link #outputs} for other rows of the equations. */
    double[] outputs(double[] rows) {
      return product(rows, inverse, rows.length / equations.size(), equations.size());
    }

    /** What turns training targets into their residuals, intercept included: [n × n], dual. */
    double[] residual() {
      int n = equations.training();
      double[] residual;
      if (inverse != null) {
        residual = inverse;
        double mean = alpha / (meanFill + alpha) / n;
        for (int i = 0; i < residual.length; i++) {
          residual[i] = alpha * residual[i] - mean;
        }
        return residual;
      }
      residual = spread(singular.u(), value -> -value * value / (value * value + alpha));
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          residual[i * n + j] += (i == j ? 1 : 0) - 1.0 / n;
        }
      }
      return residual;
    }

    private double[] spread(double[] left, java.util.function.DoubleUnaryOperator filter) {
      int rank = singular.s().length;
      int n = equations.training();
      double[] filtered = left.clone();
      for (int at = 0; at < filtered.length; ) {
        for (int j = 0; j < rank; j++, at++) {
          filtered[at] *= filter.applyAsDouble(singular.s()[j]);
        }
      }
      int rows = rank == 0 ? 0 : left.length / rank;
      double[] result = new double[rank == 0 ? equations.outputs() * n : rows * n];
      if (rank > 0) {
        algebra.multiply(
            Form.PLAIN, Form.TRANSPOSED, rows, n, rank, 1, filtered, singular.u(), 0, result);
      }
      return result;
    }
  }

  private double[] product(double[] rows, double[] square, int m, int size) {
    double[] product = new double[Math.multiplyExact(m, size)];
    algebra.multiply(Form.PLAIN, Form.PLAIN, m, size, size, 1, rows, square, 0, product);
    return product;
  }

  /**
   * The matrix, and for dual equations something in the direction of the mean, which centring left
   * empty: predictions take no part in it, and the inverse would be 1/λ there.
   */
  private double[] filled() {
    double[] matrix = equations.matrix().clone();
    for (int i = 0; i < matrix.length && !equations.primal(); i++) {
      matrix[i] += meanFill / equations.size();
    }
    return matrix;
  }

  private double trace() {
    double trace = 0;
    for (int i = 0; i < equations.size(); i++) {
      trace += equations.matrix()[i * equations.size() + i];
    }
    return trace;
  }

  /** The inverse, or null if rounding has made the matrix singular. */
  private double[] attempt(double alpha) {
    double[] shifted = filled();
    int size = equations.size();
    for (int i = 0; i < size; i++) {
      shifted[i * size + i] += alpha;
    }
    try {
      return algebra.invertPositiveDefinite(shifted, size);
    } catch (ArithmeticException singularByRounding) {
      if (equations.plain().isPresent()) {
        return null;
      }
      return clipped(alpha);
    }
  }

  /** Of kernels without rows in a space of their own: eigenvalues below 0 are rounding. */
  private double[] clipped(double alpha) {
    int size = equations.size();
    LinearAlgebra.Eigen eigen = algebra.symmetricEigen(filled(), size);
    double[] left = eigen.vectors().clone();
    for (int at = 0; at < left.length; at++) {
      left[at] /= Math.max(eigen.values()[at % size], 0) + alpha;
    }
    double[] inverse = new double[left.length];
    algebra.multiply(
        Form.PLAIN, Form.TRANSPOSED, size, size, size, 1, left, eigen.vectors(), 0, inverse);
    return inverse;
  }

  private Singular decompose() {
    Equations.Plain plain = equations.plain().orElseThrow().get();
    int n = equations.training();
    int p = plain.features();
    LinearAlgebra.Svd svd = algebra.svd(plain.train(), n, p);
    int most = svd.s().length;
    int rank = 0;
    while (rank < most && svd.s()[rank] > Math.max(n, p) * Math.ulp(1.0) * svd.s()[0]) {
      rank++;
    }
    double[] u = new double[n * rank];
    for (int i = 0; i < n; i++) {
      System.arraycopy(svd.u(), i * most, u, i * rank, rank);
    }
    int outputs = plain.rows().length / p;
    double[] turned = new double[outputs * rank];
    double[] vt = Arrays.copyOf(svd.vt(), rank * p);
    if (rank > 0) {
      algebra.multiply(
          Form.PLAIN, Form.TRANSPOSED, outputs, rank, p, 1, plain.rows(), vt, 0, turned);
    }
    return new Singular(u, Arrays.copyOf(svd.s(), rank), turned);
  }

  /**
   * About the greatest eigenvalue, by power iteration. The mean direction of dual equations and the
   * columns that do not vary of primal ones take no part in any prediction: they are left out.
   */
  private double norm(double[] matrix) {
    int size = equations.size();
    double[] vector = new double[size];
    long state = 1;
    for (int i = 0; i < size; i++) {
      state = state * 6364136223846793005L + 1442695040888963407L;
      vector[i] = (state >> 33) / (double) (1L << 30);
    }
    double length = 0;
    for (int iteration = 0; iteration < ITERATIONS; iteration++) {
      project(vector);
      normalise(vector);
      double[] next = new double[size];
      for (int i = 0; i < size; i++) {
        double sum = 0;
        for (int j = 0, at = i * size; j < size; j++, at++) {
          sum += matrix[at] * vector[j];
        }
        next[i] = sum;
      }
      length = Math.sqrt(square(next));
      vector = next;
    }
    return length;
  }

  private void project(double[] vector) {
    if (equations.primal()) {
      double[] factor = equations.scale().orElseThrow().factor();
      for (int i = 0; i < vector.length; i++) {
        vector[i] = factor[i] == 0 ? 0 : vector[i];
      }
      return;
    }
    double mean = 0;
    for (double value : vector) {
      mean += value / vector.length;
    }
    for (int i = 0; i < vector.length; i++) {
      vector[i] -= mean;
    }
  }

  private static void normalise(double[] vector) {
    double length = Math.sqrt(square(vector));
    for (int i = 0; length > 0 && i < vector.length; i++) {
      vector[i] /= length;
    }
  }

  private static double square(double[] vector) {
    double sum = 0;
    for (double value : vector) {
      sum += value * value;
    }
    return sum;
  }
}
