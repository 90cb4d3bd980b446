package dev.arcuate.plugin.ridge;

import dev.arcuate.api.host.LinearAlgebra;
import dev.arcuate.api.host.LinearAlgebra.Form;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Designs by the likeness of their rows: linear ones with more columns than rows, and every other
 * kernel. Where scaling is not fitted per fold, the kernels of all rows are made once, and those of
 * a fold are parts of them.
 */
final class KernelSpace implements Space {
  private static final int BLOCKS = 12;

  /** Columns of a product at a time. */
  private static final int COLUMNS = 512;

  private final DesignRows design;
  private final Search search;
  private final List<Kernel> kernels;
  private final double[][] weightings;
  private final LinearAlgebra algebra;
  private final boolean linear;
  private final List<double[]> whole;

  /**
   * @param kernels one per feature group, or one for all columns
   * @param weightings [candidates][kernels]
   */
  KernelSpace(
      DesignRows design,
      Search search,
      List<Kernel> kernels,
      double[][] weightings,
      LinearAlgebra algebra) {
    this.design = design;
    this.search = search;
    this.kernels = List.copyOf(kernels);
    this.weightings = weightings;
    this.algebra = algebra;
    linear = kernels.stream().allMatch(kernel -> kernel == Kernel.LINEAR);
    int[] every = Rows.all(design.rows());
    // Only kernels that are linear do not notice where the origin is.
    Columns columns =
        linear
            ? (from, to) -> design.take(every, from, to)
            : (from, to) -> design.raw(every, from, to);
    whole = fixed() ? products(columns, every.length) : List.of();
  }

  @Override
  public int candidates() {
    return weightings.length;
  }

  @Override
  public boolean primal() {
    return false;
  }

  @Override
  public boolean fixed() {
    return !search.standardise();
  }

  @Override
  public Fold fold(int[] train, int[] test, Optional<int[]> within, boolean all) {
    DesignRows.Scale scale = design.scale(train, search.standardise());
    Split split = split(train, test, scale);
    return candidate ->
        equations(weightings[candidate], split.inside(), split.across(), scale, train, test, all);
  }

  /**
   * Centred kernels of a split, one of each per feature group.
   *
   * @param inside among training rows
   * @param across of test rows with training rows
   */
  record Split(List<double[]> inside, List<double[]> across) {}

  Split split(int[] train, int[] test) {
    return split(train, test, design.scale(train, search.standardise()));
  }

  private Split split(int[] train, int[] test, DesignRows.Scale scale) {
    int[] rows = Arrays.copyOf(train, train.length + test.length);
    System.arraycopy(test, 0, rows, train.length, test.length);
    List<double[]> products =
        fixed() ? whole : products((from, to) -> design.take(rows, scale, from, to), rows.length);
    int stride = fixed() ? design.rows() : rows.length;
    int[] inner = fixed() ? train : Rows.all(train.length);
    int[] outer =
        fixed() ? test : Arrays.copyOfRange(Rows.all(rows.length), train.length, rows.length);
    List<double[]> inside = new ArrayList<>();
    List<double[]> across = new ArrayList<>();
    for (double[] product : products) {
      double[] square = pick(product, stride, inner, inner);
      double[] other = pick(product, stride, outer, inner);
      centre(square, other, inner.length);
      inside.add(square);
      across.add(other);
    }
    return new Split(inside, across);
  }

  private Equations equations(
      double[] weights,
      List<double[]> inside,
      List<double[]> across,
      DesignRows.Scale scale,
      int[] train,
      int[] test,
      boolean all) {
    int n = train.length;
    double[] matrix = sum(inside, weights);
    int parts = all && search.split() ? across.size() : 0;
    int unit = all && search.weights() && linear ? design.columns() + 1 : 0;
    double[] rows =
        Arrays.copyOf(
            sum(across, weights),
            Math.toIntExact((long) n * ((long) test.length * (1 + parts) + unit)));
    for (int part = 0; part < parts; part++) {
      double[] own = across.get(part);
      for (int i = 0; i < own.length; i++) {
        rows[own.length * (1 + part) + i] = weights[part] * own[i];
      }
    }
    DesignRows.Scale weighed = weigh(scale, weights);
    if (unit > 0) {
      double[] needed = LinearRows.of(design, search, new int[0], weighed, true);
      double[] trainRows = design.take(train, weighed);
      double[] product = new double[Math.multiplyExact(unit, n)];
      int p = design.columns();
      algebra.multiply(
          Form.PLAIN,
          Form.TRANSPOSED,
          unit,
          n,
          p,
          1,
          needed(needed, p, unit),
          trainRows,
          0,
          product);
      System.arraycopy(product, 0, rows, rows.length - product.length, product.length);
    }
    return new Equations(
        false,
        n,
        n,
        matrix,
        rows,
        Optional.empty(),
        linear
            ? Optional.of(
                () ->
                    new Equations.Plain(
                        design.take(train, weighed),
                        LinearRows.of(design, search, test, weighed, all),
                        design.columns()))
            : Optional.empty());
  }

  /** The rows of weights alone: with no test rows there are no parts either. */
  private static double[] needed(double[] rows, int p, int unit) {
    return Arrays.copyOfRange(rows, rows.length - unit * p, rows.length);
  }

  private DesignRows.Scale weigh(DesignRows.Scale scale, double[] weights) {
    double[] factor = scale.factor().clone();
    for (int kernel = 0; kernel < weights.length && weights.length > 1; kernel++) {
      int[] range = design.groups().get(kernel);
      for (int column = range[0]; column < range[1]; column++) {
        factor[column] *= Math.sqrt(weights[kernel]);
      }
    }
    if (weights.length == 1) {
      for (int column = 0; column < factor.length; column++) {
        factor[column] *= Math.sqrt(weights[0]);
      }
    }
    return new DesignRows.Scale(scale.mean(), factor);
  }

  private static double[] sum(List<double[]> products, double[] weights) {
    if (weights.length == 1 && weights[0] == 1) {
      return products.get(0);
    }
    double[] sum = new double[products.get(0).length];
    for (int kernel = 0; kernel < weights.length; kernel++) {
      double[] product = products.get(kernel);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += weights[kernel] * product[i];
      }
    }
    return sum;
  }

  private static double[] pick(double[] product, int stride, int[] rows, int[] columns) {
    double[] picked = new double[Math.multiplyExact(rows.length, columns.length)];
    int at = 0;
    for (int row : rows) {
      for (int column : columns) {
        picked[at++] = product[row * stride + column];
      }
    }
    return picked;
  }

  /** Takes the mean of the training rows out of both, in the space of the kernel. */
  private static void centre(double[] square, double[] across, int n) {
    double[] mean = new double[n];
    double total = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        mean[j] += square[i * n + j] / n;
      }
    }
    for (double value : mean) {
      total += value / n;
    }
    for (int at = 0; at < across.length; at += n) {
      double own = 0;
      for (int j = 0; j < n; j++) {
        own += across[at + j] / n;
      }
      for (int j = 0; j < n; j++) {
        across[at + j] += total - own - mean[j];
      }
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        square[i * n + j] += total - mean[i] - mean[j];
      }
    }
  }

  /** Rows of a design, of columns from one to the one before another: [rows × columns]. */
  private interface Columns {
    double[] of(int from, int to);
  }

  /** Kernels between all rows, one per group. */
  private List<double[]> products(Columns columns, int n) {
    List<double[]> products = new ArrayList<>();
    for (int kernel = 0; kernel < kernels.size(); kernel++) {
      int[] range =
          kernels.size() == 1 ? new int[] {0, design.columns()} : design.groups().get(kernel);
      double[] product = gram(columns, n, range);
      apply(kernels.get(kernel), product, n);
      products.add(product);
    }
    return products;
  }

  private static void apply(Kernel kernel, double[] product, int n) {
    if (kernel == Kernel.LINEAR) {
      return;
    }
    double[] squares = new double[n];
    for (int i = 0; i < n; i++) {
      squares[i] = product[i * n + i];
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        product[i * n + j] = kernel.of(product[i * n + j], squares[i], squares[j]);
      }
    }
  }

  /**
   * XXᵀ: some columns after others, blocks of rows with the rows before them, and the other half by
   * symmetry. Products of float32 values are float32 over a few columns and summed in float64:
   * nothing is subtracted from what they make.
   */
  private double[] gram(Columns columns, int n, int[] range) {
    double[] gram = new double[Math.multiplyExact(n, n)];
    boolean single = linear && search.precision() == Precision.SINGLE;
    for (int from = range[0]; from < range[1]; from += COLUMNS) {
      int to = Math.min(range[1], from + COLUMNS);
      double[] x = columns.of(from, to);
      if (single) {
        addSingle(narrow(x), n, to - from, gram);
      } else {
        addDouble(x, n, to - from, gram);
      }
    }
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        gram[i * n + j] = gram[j * n + i];
      }
    }
    return gram;
  }

  private void addSingle(float[] x, int n, int p, double[] gram) {
    int block = block(n);
    for (int from = 0; from < n; from += block) {
      int to = Math.min(n, from + block);
      float[] own = Arrays.copyOfRange(x, from * p, to * p);
      float[] part = new float[(to - from) * to];
      algebra.multiply(Form.PLAIN, Form.TRANSPOSED, to - from, to, p, 1f, own, x, 0f, part);
      for (int i = from, at = 0; i < to; i++) {
        for (int j = 0; j < to; j++, at++) {
          gram[i * n + j] += part[at];
        }
      }
    }
  }

  private void addDouble(double[] x, int n, int p, double[] gram) {
    int block = block(n);
    for (int from = 0; from < n; from += block) {
      int to = Math.min(n, from + block);
      double[] own = Arrays.copyOfRange(x, from * p, to * p);
      double[] part = new double[(to - from) * to];
      algebra.multiply(Form.PLAIN, Form.TRANSPOSED, to - from, to, p, 1, own, x, 0, part);
      for (int i = from, at = 0; i < to; i++) {
        for (int j = 0; j < to; j++, at++) {
          gram[i * n + j] += part[at];
        }
      }
    }
  }

  private static int block(int n) {
    return Math.max(64, (n - 1) / BLOCKS + 1);
  }

  private static float[] narrow(double[] values) {
    float[] narrow = new float[values.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) values[i];
    }
    return narrow;
  }
}
