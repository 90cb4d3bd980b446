package dev.arcuate.plugin.ridge;

import dev.arcuate.api.RegressionBackend.Solution;
import dev.arcuate.api.RegressionBackend.Solver;
import dev.arcuate.api.Task;
import dev.arcuate.api.array.Npy;
import dev.arcuate.api.fold.Folds;
import dev.arcuate.api.host.LinearAlgebra;
import dev.arcuate.api.host.LinearAlgebra.Form;
import dev.arcuate.api.value.Design;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Solves tiles of targets with the decompositions that {@link Pls} wrote. */
final class PlsSolver implements Solver {
  private static final int WIDEST_TILE = 4096;

  private final LinearAlgebra algebra;
  private final PlsSettings settings;
  private final int samples;
  private final List<List<Folds.Fold>> splits;
  private final List<List<Split>> decomposed = new ArrayList<>();
  private final Task task;

  private record Split(double[] u, double[] s, double[] test) {}

  PlsSolver(
      LinearAlgebra algebra,
      PlsSettings settings,
      Path prepared,
      Design design,
      List<List<Folds.Fold>> splits,
      Task task) {
    this.algebra = algebra;
    this.settings = settings;
    this.samples = design.sampling().samples();
    this.splits = splits;
    this.task = task;
    for (int fold = 0; fold < splits.size(); fold++) {
      List<Split> of = new ArrayList<>();
      for (int split = 0; split < splits.get(fold).size(); split++) {
        Path place = Pls.place(prepared, fold, split);
        of.add(
            new Split(
                Npy.readDoubles(place.resolve("u.npy")),
                Npy.readDoubles(place.resolve("s.npy")),
                Npy.readDoubles(place.resolve("test.npy"))));
      }
      decomposed.add(of);
    }
  }

  @Override
  public int tileWidth(long memoryBytes) {
    long perTarget = 2L * Float.BYTES * samples + 5L * Double.BYTES * samples;
    return (int) Math.max(1, Math.min(memoryBytes / perTarget, WIDEST_TILE));
  }

  @Override
  public Solution solve(float[] targets, int columns) {
    float[] predictions = new float[Math.multiplyExact(samples, columns)];
    Arrays.fill(predictions, Float.NaN);
    float[] components = new float[splits.size() * columns];
    for (int fold = 0; fold < splits.size(); fold++) {
      int[] chosen = new int[columns];
      Arrays.fill(chosen, settings.most());
      if (settings.components().size() > 1) {
        double[][] losses = new double[settings.components().size()][columns];
        for (int split = 1; split < splits.get(fold).size(); split++) {
          judge(fold, split, targets, columns, losses);
        }
        for (int column = 0; column < columns; column++) {
          chosen[column] = settings.components().get(best(losses, column));
        }
      }
      predict(fold, targets, columns, chosen, predictions);
      for (int column = 0; column < columns; column++) {
        components[fold * columns + column] = chosen[column];
      }
    }
    for (int column = 0; column < columns; column++) {
      for (int fold = 0; fold < splits.size(); fold++) {
        int tested = splits.get(fold).get(0).test()[0];
        if (Float.isNaN(predictions[tested * columns + column])) {
          components[fold * columns + column] = Float.NaN;
        }
      }
    }
    return new Solution(predictions, Map.of("components", components));
  }

  /** The fewest components win among equal losses. */
  private static int best(double[][] losses, int column) {
    int best = 0;
    for (int choice = 1; choice < losses.length; choice++) {
      if (losses[choice][column] < losses[best][column]) {
        best = choice;
      }
    }
    return best;
  }

  private void judge(int fold, int split, float[] targets, int columns, double[][] losses) {
    Folds.Fold rows = splits.get(fold).get(split);
    Split part = decomposed.get(fold).get(split);
    int rank = part.s().length;
    int m = rows.test().length;
    double[] mean = mean(targets, columns, rows.train());
    double[] projected = project(part, targets, columns, rows.train(), mean);
    for (int column = 0; column < columns; column++) {
      task.checkCancelled();
      double[][] steps = steps(part, projected, columns, column);
      double[] predicted = new double[m];
      int done = 0;
      for (int choice = 0; choice < losses.length; choice++) {
        for (; done < settings.components().get(choice); done++) {
          for (int row = 0; row < m; row++) {
            for (int j = 0; j < rank; j++) {
              predicted[row] += part.test()[row * rank + j] * steps[done][j];
            }
          }
        }
        double sum = 0;
        for (int row = 0; row < m; row++) {
          double error =
              targets[rows.test()[row] * columns + column] - mean[column] - predicted[row];
          sum += error * error;
        }
        losses[choice][column] += sum / m;
      }
    }
  }

  private double[][] steps(Split part, double[] projected, int columns, int column) {
    int rank = part.s().length;
    double[] c = new double[rank];
    for (int j = 0; j < rank; j++) {
      c[j] = projected[j * columns + column];
    }
    double[][] steps = new double[settings.most()][rank];
    new Krylov(part.s(), settings.most()).steps(c, steps);
    return steps;
  }

  private void predict(int fold, float[] targets, int columns, int[] chosen, float[] predictions) {
    Folds.Fold rows = splits.get(fold).get(0);
    Split part = decomposed.get(fold).get(0);
    int rank = part.s().length;
    int m = rows.test().length;
    double[] mean = mean(targets, columns, rows.train());
    double[] projected = project(part, targets, columns, rows.train(), mean);
    double[] weights = new double[rank * columns];
    for (int column = 0; column < columns; column++) {
      task.checkCancelled();
      double[][] steps = steps(part, projected, columns, column);
      for (int k = 0; k < chosen[column]; k++) {
        for (int j = 0; j < rank; j++) {
          weights[j * columns + column] += steps[k][j];
        }
      }
    }
    double[] product = new double[m * columns];
    if (rank > 0) {
      algebra.multiply(
          Form.PLAIN, Form.PLAIN, m, columns, rank, 1, part.test(), weights, 0, product);
    }
    for (int row = 0; row < m; row++) {
      for (int column = 0; column < columns; column++) {
        predictions[rows.test()[row] * columns + column] =
            (float) (product[row * columns + column] + mean[column]);
      }
    }
  }

  /** Mean over some rows; NaN marks targets with missing values anywhere. */
  private double[] mean(float[] targets, int columns, int[] rows) {
    double[] mean = new double[columns];
    for (int at = 0; at < targets.length; at++) {
      if (!Float.isFinite(targets[at])) {
        mean[at % columns] = Double.NaN;
      }
    }
    for (int row : rows) {
      for (int column = 0; column < columns; column++) {
        mean[column] += targets[row * columns + column] / (double) rows.length;
      }
    }
    return mean;
  }

  private double[] project(Split part, float[] targets, int columns, int[] rows, double[] mean) {
    double[] centred = new double[rows.length * columns];
    int at = 0;
    for (int row : rows) {
      for (int column = 0; column < columns; column++, at++) {
        double value = targets[row * columns + column] - mean[column];
        centred[at] = Double.isFinite(value) ? value : 0;
      }
    }
    int rank = part.s().length;
    double[] projected = new double[rank * columns];
    if (rank > 0) {
      algebra.multiply(
          Form.TRANSPOSED,
          Form.PLAIN,
          rank,
          columns,
          rows.length,
          1,
          part.u(),
          centred,
          0,
          projected);
    }
    return projected;
  }

  @Override
  public void close() {
    // Holds nothing outside the heap.
  }
}
