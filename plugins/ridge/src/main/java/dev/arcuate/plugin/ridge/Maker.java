package dev.arcuate.plugin.ridge;

import dev.arcuate.api.array.FloatMatrix;
import dev.arcuate.api.array.Npy;
import dev.arcuate.api.array.NpyWriter;
import dev.arcuate.api.host.LinearAlgebra;
import dev.arcuate.api.host.LinearAlgebra.Form;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/** Writes one {@link Block} from the resolvents of its equations, node by node. */
abstract class Maker {
  /** Operators of fewer values are kept until all are made: files cost more than they hold. */
  private static final int SMALL = 1 << 19;

  /** Operators of no more values, all together, are put below each other in one file. */
  private static final long STACKED = 1L << 28;

  /** Values of an operator that are read at a time. */
  private static final int PIECE = 1 << 20;

  private final Path folder;
  private final Precision precision;
  private final SortedMap<Integer, double[]> kept = new TreeMap<>();

  Maker(Path folder, Precision precision) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.precision = precision;
  }

  Path folder() {
    return folder;
  }

  Precision precision() {
    return precision;
  }

  /** Called once per node, from several threads. */
  abstract void node(Resolvents.Resolvent resolvent, int node) throws IOException;

  /** Called after all nodes. */
  abstract void finish(Resolvents resolvents) throws IOException;

  /**
   * Writes an operator.
   *
   * @param values [outputs × size], on the source of the scaled design
   */
  void write(int node, double[] values, Equations equations, boolean onTargets) throws IOException {
    double[] unscaled = onTargets ? values : unscaled(values, equations);
    int width = width(equations, onTargets);
    store(node, unscaled, width);
  }

  /** Writes an operator as it is. */
  void store(int node, double[] values, int width) throws IOException {
    if (values.length < SMALL) {
      synchronized (kept) {
        kept.put(node, values);
      }
    } else {
      Cells.write(precision, Block.operator(folder, node), values, values.length / width, width);
    }
  }

  /** The operators that are small enough to be kept, by node; none if they are files. */
  SortedMap<Integer, double[]> kept() {
    return kept;
  }

  /** Writes small operators one below the other. */
  void stack(Path file, SortedMap<Integer, double[]> operators, int width) throws IOException {
    int length = operators.values().stream().mapToInt(values -> values.length).sum();
    double[] all = new double[length];
    int at = 0;
    for (double[] operator : operators.values()) {
      System.arraycopy(operator, 0, all, at, operator.length);
      at += operator.length;
    }
    Cells.write(precision, file, all, width == 0 ? 0 : length / width, width);
  }

  /** Writes what {@link Block} opens. */
  void finish(Block.Facts facts) throws IOException {
    int nodes = facts.interpolation().nodes().length;
    if (!kept.isEmpty()) {
      stack(Block.operators(folder), kept, facts.width());
    } else if (precision == Precision.SINGLE
        && (long) nodes * facts.outputs() * facts.width() <= STACKED) {
      join(nodes, facts.outputs(), facts.width());
    }
    facts.write(folder);
  }

  private void join(int nodes, int outputs, int width) throws IOException {
    int step = Math.max(1, PIECE / Math.max(1, width));
    float[] rows = new float[step * width];
    try (NpyWriter all = NpyWriter.create(Block.operators(folder), nodes * outputs, width)) {
      for (int node = 0; node < nodes; node++) {
        Path file = Block.operator(folder, node);
        FloatMatrix operator = Npy.open(file);
        for (int from = 0; from < outputs; from += step) {
          int count = Math.min(step, outputs - from);
          operator.read(from, count, 0, width, rows);
          all.append(rows, 0, count * width);
        }
        Files.delete(file);
      }
    }
  }

  static int width(Equations equations, boolean onTargets) {
    return onTargets ? equations.training() : equations.size() + 1;
  }

  /** Makes an operator act on what the unscaled design gives: scaling and centring go into it. */
  static double[] unscaled(double[] values, Equations equations) {
    DesignRows.Scale scale = equations.scale().orElseThrow();
    int p = equations.size();
    int rows = values.length / p;
    double[] wide = new double[rows * (p + 1)];
    for (int row = 0; row < rows; row++) {
      double mean = 0;
      for (int j = 0; j < p; j++) {
        double value = values[row * p + j] * scale.factor()[j];
        wide[row * (p + 1) + j] = value;
        mean += value * scale.mean()[j];
      }
      wide[row * (p + 1) + p] = -equations.training() * mean;
    }
    return wide;
  }

  static double[] ones(int count) {
    double[] ones = new double[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  /** Rows held out of the equations. */
  static final class HeldOut extends Maker {
    private final Equations equations;
    private final double[] rows;
    private final boolean onTargets;
    private final boolean compressed;

    /**
     * @param sum of the held-out rows of the unscaled design
     */
    HeldOut(
        Path folder,
        Precision precision,
        Equations equations,
        boolean onTargets,
        double[] sum,
        LinearAlgebra algebra)
        throws IOException {
      super(folder, precision);
      this.equations = equations;
      this.onTargets = onTargets;
      int m = equations.outputs();
      compressed = !onTargets && equations.size() < m;
      rows = compressed ? compress(sum, algebra) : equations.rows();
    }

    /**
     * More rows than directions: R with RᵀR = XᵀX of the held-out rows stands for them, and {@code
     * compressed} turns XᵀY of them into what stands for Y.
     */
    private double[] compress(double[] sum, LinearAlgebra algebra) throws IOException {
      int p = equations.size();
      int m = equations.outputs();
      double[] gram = new double[p * p];
      double[] test = equations.rows();
      algebra.multiply(Form.TRANSPOSED, Form.PLAIN, p, p, m, 1, test, test, 0, gram);
      LinearAlgebra.Eigen eigen = algebra.symmetricEigen(gram, p);
      double floor = 1e-14 * Math.max(eigen.values()[p - 1], 0);
      int first = 0;
      while (first < p && !(eigen.values()[first] > floor)) {
        first++;
      }
      int kept = p - first;
      double[] root = new double[kept * p];
      DesignRows.Scale scale = equations.scale().orElseThrow();
      double[] turn = new double[kept * (p + 2)];
      for (int i = 0; i < kept; i++) {
        double singular = Math.sqrt(eigen.values()[first + i]);
        double atMean = 0;
        double atSum = 0;
        for (int j = 0; j < p; j++) {
          double entry = eigen.vectors()[j * p + first + i];
          root[i * p + j] = entry * singular;
          double value = entry / singular * scale.factor()[j];
          turn[i * (p + 2) + j] = value;
          atMean += value * scale.mean()[j];
          atSum += value * (sum[j] - m * scale.mean()[j]);
        }
        turn[i * (p + 2) + p] = -atMean;
        turn[i * (p + 2) + p + 1] = -atSum;
      }
      Cells.write(precision(), Block.compressed(folder()), turn, kept, p + 2);
      return root;
    }

    @Override
    void node(Resolvents.Resolvent resolvent, int node) throws IOException {
      double[] values = onTargets ? resolvent.outputs() : resolvent.outputs(rows);
      write(node, values, equations, onTargets);
    }

    @Override
    void finish(Resolvents resolvents) throws IOException {
      Interpolation interpolation = resolvents.interpolation();
      int outputs = compressed ? rows.length / equations.size() : equations.outputs();
      finish(
          new Block.Facts(
              onTargets,
              outputs,
              width(equations, onTargets),
              interpolation,
              new double[0][],
              ones(interpolation.coefficients().length),
              1));
    }
  }

  /**
   * Rows taken out of dual equations that hold them, without solving again: with B = I − H, what is
   * left of the targets when rows R are not fitted is (B_RR)⁻¹ B_R· y.
   */
  static final class Removed extends Maker {
    private final int n;
    private final int[] kept;
    private final int[] gone;
    private final int[] test;
    private final LinearAlgebra algebra;

    /**
     * @param n number of training rows
     * @param kept places among them that the fit sees
     * @param gone places that it must not see, all others
     * @param test those of them to predict
     */
    Removed(
        Path folder,
        Precision precision,
        int n,
        int[] kept,
        int[] gone,
        int[] test,
        LinearAlgebra algebra)
        throws IOException {
      super(folder, precision);
      this.n = n;
      this.kept = kept;
      this.gone = gone;
      this.test = Rows.places(test, gone);
      this.algebra = algebra;
    }

    @Override
    void node(Resolvents.Resolvent resolvent, int node) {
      throw new IllegalStateException("residuals are shared among blocks");
    }

    /**
     * Predictions are y less what is left of it, less the mean of the rows that were fitted. Of the
     * rows that are gone nothing remains, so that the operator has columns for the others alone.
     *
     * @param residual B, [n × n]
     */
    void residual(double[] residual, int node) throws IOException {
      int r = gone.length;
      int k = kept.length;
      double[] square = new double[r * r];
      double[] across = new double[r * k];
      for (int i = 0; i < r; i++) {
        for (int j = 0; j < r; j++) {
          square[i * r + j] = residual[gone[i] * n + gone[j]];
        }
        for (int j = 0; j < k; j++) {
          across[i * k + j] = residual[gone[i] * n + kept[j]];
        }
      }
      double[] inverse = algebra.invertPositiveDefinite(square, r);
      double[] some = new double[test.length * r];
      for (int i = 0; i < test.length; i++) {
        System.arraycopy(inverse, test[i] * r, some, i * r, r);
      }
      double[] predicted = new double[test.length * k];
      Arrays.fill(predicted, 1.0 / k);
      algebra.multiply(Form.PLAIN, Form.PLAIN, test.length, k, r, -1, some, across, -1, predicted);
      store(node, predicted, k);
    }

    @Override
    void finish(Resolvents resolvents) throws IOException {
      Interpolation interpolation = resolvents.interpolation();
      finish(
          new Block.Facts(
              true,
              test.length,
              kept.length,
              interpolation,
              new double[0][],
              ones(interpolation.coefficients().length),
              1));
    }
  }
}
