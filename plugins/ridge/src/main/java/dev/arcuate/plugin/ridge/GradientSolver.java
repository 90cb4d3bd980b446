package dev.arcuate.plugin.ridge;

import dev.arcuate.api.RegressionBackend.Solution;
import dev.arcuate.api.RegressionBackend.Solver;
import dev.arcuate.api.Task;
import dev.arcuate.api.value.Design;
import java.util.ArrayList;
import java.util.List;

/**
 * Goes on where a random search ended: every target follows the gradient of its inner loss in the
 * logarithms of γ/λ. The loss only falls, so that no target is worse off within the training rows.
 */
final class GradientSolver implements Solver {
  /** Columns that a thread works on at a time. */
  private static final int CHUNK = 128;

  /** Weights below this share of the greatest have no slope to follow. */
  private static final double LEAST_SHARE = 1e-6;

  private final WeighedSolver random;
  private final Products products;
  private final BandedSettings settings;
  private final Design design;
  private final List<Fold> folds;
  private final Task task;

  /** Kernels of an outer fold and of the folds within. */
  record Fold(BandKernels outer, List<BandKernels> inner) {}

  GradientSolver(
      WeighedSolver random,
      Products products,
      BandedSettings settings,
      Design design,
      List<Fold> folds,
      Task task) {
    this.random = random;
    this.products = products;
    this.settings = settings;
    this.design = design;
    this.folds = List.copyOf(folds);
    this.task = task;
  }

  @Override
  public int tileWidth(long memoryBytes) {
    return random.tileWidth(memoryBytes);
  }

  /** None: what is chosen lies between the penalties of the grid. */
  @Override
  public double[] penalties() {
    return new double[0];
  }

  @Override
  public double greatestEigenvalue() {
    return random.greatestEigenvalue();
  }

  @Override
  public Solution solve(float[] targets, int columns) {
    Solution solution = random.solve(targets, columns);
    int chunks = (columns - 1) / CHUNK + 1;
    products.sideBySide(
        folds.size() * chunks,
        piece -> {
          int first = piece % chunks * CHUNK;
          new Piece(solution, columns, piece / chunks, first, Math.min(CHUNK, columns - first))
              .run(targets);
        });
    return solution;
  }

  @Override
  public void close() {
    random.close();
  }

  /** Some targets of a tile in one outer fold. */
  private final class Piece {
    private final Solution solution;
    private final int stride;
    private final int fold;
    private final int first;
    private final int columns;
    private final float[] alpha;
    private final List<float[]> gammas = new ArrayList<>();

    Piece(Solution solution, int stride, int fold, int first, int columns) {
      this.solution = solution;
      this.stride = stride;
      this.fold = fold;
      this.first = first;
      this.columns = columns;
      alpha = solution.maps().get("alpha");
      for (Design.Group group : design.groups()) {
        gammas.add(solution.maps().get("gamma-" + group.name()));
      }
    }

    private int place(int column) {
      return fold * stride + first + column;
    }

    private boolean missing(int column) {
      return Float.isNaN(alpha[place(column)]);
    }

    void run(float[] targets) {
      int samples = targets.length / stride;
      double[] mean = new double[columns];
      double[] values = new double[samples * columns];
      for (int at = 0; at < values.length; at++) {
        int c = at % columns;
        values[at] = missing(c) ? 0 : targets[at / columns * stride + first + c];
        mean[c] += values[at] / samples;
      }
      for (int at = 0; at < values.length; at++) {
        values[at] -= mean[at % columns];
      }
      double[][] logarithms = start();
      List<BandFit> fits = new ArrayList<>();
      for (BandKernels inner : folds.get(fold).inner()) {
        fits.add(new BandFit(products, inner, values, columns));
      }
      Descent.run(
          (points, losses, slopes) -> evaluate(fits, points, losses, slopes),
          logarithms,
          settings.steps());
      double[][] weights = exponentials(logarithms);
      BandFit last = new BandFit(products, folds.get(fold).outer(), values, columns);
      write(last.parts(weights), weights, values, mean);
    }

    private double[][] start() {
      double[][] logarithms = new double[gammas.size()][columns];
      for (int c = 0; c < columns; c++) {
        double penalty = missing(c) ? 1 : alpha[place(c)];
        for (int band = 0; band < gammas.size(); band++) {
          double gamma = missing(c) ? 1 : gammas.get(band)[place(c)];
          logarithms[band][c] = Math.log(Math.max(gamma, LEAST_SHARE) / penalty);
        }
      }
      return logarithms;
    }

    /** The logarithm of the loss, so that targets of any size take steps of the same size. */
    private void evaluate(
        List<BandFit> fits, double[][] points, double[] losses, double[][] slopes) {
      task.checkCancelled();
      java.util.Arrays.fill(losses, 0);
      for (double[] slope : slopes) {
        java.util.Arrays.fill(slope, 0);
      }
      double[][] weights = exponentials(points);
      for (BandFit fit : fits) {
        fit.addLoss(weights, 1.0 / fits.size(), losses, slopes);
      }
      for (int c = 0; c < columns; c++) {
        for (double[] slope : slopes) {
          slope[c] = losses[c] > 0 ? slope[c] / losses[c] : 0;
        }
        losses[c] = losses[c] > 0 ? Math.log(losses[c]) : 0;
      }
    }

    private double[][] exponentials(double[][] logarithms) {
      double[][] weights = new double[logarithms.length][columns];
      for (int band = 0; band < weights.length; band++) {
        for (int c = 0; c < columns; c++) {
          weights[band][c] = Math.exp(logarithms[band][c]);
        }
      }
      return weights;
    }

    private void write(double[][] parts, double[][] weights, double[] values, double[] mean) {
      int[] train = folds.get(fold).outer().rows().train();
      int[] test = folds.get(fold).outer().rows().test();
      for (int c = 0; c < columns; c++) {
        if (missing(c)) {
          continue;
        }
        double constant = mean[c];
        for (int row : train) {
          constant += values[row * columns + c] / train.length;
        }
        for (int i = 0; i < test.length; i++) {
          int at = test[i] * stride + first + c;
          double sum = 0;
          for (int band = 0; band < parts.length; band++) {
            double part = parts[band][i * columns + c];
            sum += part;
            if (!solution.parts().isEmpty()) {
              solution.parts().get(band)[at] = (float) part;
            }
          }
          solution.predictions()[at] = (float) sum;
        }
        solution.constants()[place(c)] = constant;
        double total = 0;
        for (double[] weight : weights) {
          total += weight[c];
        }
        alpha[place(c)] = (float) (1 / total);
        for (int band = 0; band < weights.length; band++) {
          gammas.get(band)[place(c)] = (float) (weights[band][c] / total);
        }
      }
    }
  }
}
