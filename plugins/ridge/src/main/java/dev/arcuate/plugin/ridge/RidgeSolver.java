package dev.arcuate.plugin.ridge;

import dev.arcuate.api.RegressionBackend.Solution;
import dev.arcuate.api.RegressionBackend.Solver;
import dev.arcuate.api.Task;
import dev.arcuate.api.fold.Folds;
import dev.arcuate.api.host.LinearAlgebra;
import dev.arcuate.api.host.LinearAlgebra.Form;
import dev.arcuate.api.value.Sampling;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Solves tiles of targets with the factors that {@link Preparation} wrote. */
final class RidgeSolver implements Solver {
  /** Wider tiles win nothing and make cancelling slow. */
  private static final int WIDEST_TILE = 1 << 14;

  private final LinearAlgebra algebra;
  private final Losses losses;
  private final RidgeSettings settings;
  private final FactorStore store;
  private final int samples;
  private final Task task;
  private final List<FoldPlan> plans = new ArrayList<>();

  /**
   * What is known of a fold before any target is seen.
   *
   * @param rows training and test rows
   * @param place of its factors
   * @param inner folds within its training rows
   * @param innerPlaces of their factors
   * @param grid penalties worth trying
   * @param surveyed sums of the losses of all targets shown so far, one per penalty
   */
  private record FoldPlan(
      Folds.Fold rows,
      Path place,
      List<Folds.Fold> inner,
      List<Path> innerPlaces,
      double[] grid,
      double[] surveyed) {}

  RidgeSolver(
      LinearAlgebra algebra,
      RidgeSettings settings,
      Path prepared,
      Sampling sampling,
      Folds folds,
      Task task) {
    this.algebra = algebra;
    this.losses = new Losses(algebra);
    this.settings = settings;
    this.samples = sampling.samples();
    this.task = task;
    long total = 0;
    long greatest = 0;
    for (int fold = 0; fold < folds.list().size(); fold++) {
      FoldPlan plan = plan(prepared, sampling, folds, fold);
      plans.add(plan);
      long size = bytes(plan.place(), plan.rows());
      total += size;
      greatest = Math.max(greatest, size);
      for (int i = 0; i < plan.inner().size(); i++) {
        total += bytes(plan.innerPlaces().get(i), plan.inner().get(i));
      }
    }
    this.store = new FactorStore(total, greatest, task.resources().memoryBytes());
  }

  private FoldPlan plan(Path prepared, Sampling sampling, Folds folds, int fold) {
    Folds.Fold rows = folds.list().get(fold);
    Path place = Preparation.outer(prepared, fold);
    List<Folds.Fold> inner =
        settings.usesInnerFolds() ? folds.inner(rows, sampling, settings.innerCount()) : List.of();
    List<Path> innerPlaces = new ArrayList<>();
    double greatest = FactorStore.greatest(place);
    for (int i = 0; i < inner.size(); i++) {
      innerPlaces.add(Preparation.inner(prepared, fold, i));
      greatest = Math.max(greatest, FactorStore.greatest(innerPlaces.get(i)));
    }
    double[] grid = Grid.distinguishable(settings.grid(), greatest);
    return new FoldPlan(rows, place, inner, innerPlaces, grid, new double[grid.length]);
  }

  private static long bytes(Path place, Folds.Fold rows) {
    int rank = dev.arcuate.api.array.Npy.shape(place.resolve("spectrum.npy"))[0];
    return (long) Double.BYTES * rank * (rows.train().length + rows.test().length + 1);
  }

  @Override
  public double[] penalties() {
    return settings.grid();
  }

  @Override
  public double greatestEigenvalue() {
    return plans.stream()
        .mapToDouble(plan -> FactorStore.greatest(plan.place()))
        .max()
        .orElse(Double.NaN);
  }

  @Override
  public int tileWidth(long memoryBytes) {
    long n = 0;
    long m = 0;
    for (FoldPlan plan : plans) {
      n = Math.max(n, plan.rows().train().length);
      m = Math.max(m, Math.max(plan.rows().test().length, n / 2));
    }
    // Targets and predictions; centred training rows and their errors; test rows and theirs; three
    // arrays of one value per direction, of which there are at most as many as training rows.
    long perTarget =
        2L * Float.BYTES * samples
            + Double.BYTES * (2 * n + 2 * m + 3 * n + settings.grid().length);
    long width = (memoryBytes - store.bytes()) / perTarget;
    return (int) Math.max(1, Math.min(width, WIDEST_TILE));
  }

  @Override
  public boolean surveys() {
    return settings.selection() == RidgeSettings.Selection.SHARED && settings.grid().length > 1;
  }

  @Override
  public void survey(float[] targets, int columns) {
    Tile tile = Tile.of(targets, columns);
    for (FoldPlan plan : plans) {
      double[][] judged = judge(plan, tile);
      for (int a = 0; a < judged.length; a++) {
        for (int column = 0; column < columns; column++) {
          plan.surveyed()[a] += tile.missing()[column] ? 0 : judged[a][column];
        }
      }
    }
  }

  @Override
  public Solution solve(float[] targets, int columns) {
    Tile tile = Tile.of(targets, columns);
    float[] predictions = new float[Math.multiplyExact(samples, columns)];
    Arrays.fill(predictions, Float.NaN);
    float[] alphas = new float[plans.size() * columns];
    for (int fold = 0; fold < plans.size(); fold++) {
      task.checkCancelled();
      double[] chosen = choose(plans.get(fold), tile);
      predict(plans.get(fold), tile, chosen, predictions);
      for (int column = 0; column < columns; column++) {
        alphas[fold * columns + column] =
            tile.missing()[column] ? Float.NaN : (float) chosen[column];
      }
    }
    return new Solution(predictions, Map.of("alpha", alphas));
  }

  private double[] choose(FoldPlan plan, Tile tile) {
    double[] grid = plan.grid();
    double[] chosen = new double[tile.columns()];
    if (grid.length == 1) {
      Arrays.fill(chosen, grid[0]);
    } else if (surveys()) {
      Arrays.fill(chosen, grid[Grid.best(plan.surveyed())]);
    } else {
      double[][] judged = judge(plan, tile);
      double[] ofTarget = new double[grid.length];
      for (int column = 0; column < chosen.length; column++) {
        for (int a = 0; a < grid.length; a++) {
          ofTarget[a] = judged[a][column];
        }
        chosen[column] = grid[Grid.best(ofTarget)];
      }
    }
    return chosen;
  }

  /** Loss of every target under every penalty, within the training rows: [penalties][columns]. */
  private double[][] judge(FoldPlan plan, Tile tile) {
    int[] trainRows = plan.rows().train();
    if (settings.inner() != RidgeSettings.Inner.K_FOLD) {
      double[] train = tile.centred(trainRows, tile.mean(trainRows));
      boolean leaveOneOut = settings.inner() == RidgeSettings.Inner.LOO;
      return losses.corrected(
          store.get(plan.place()), train, tile.columns(), plan.grid(), leaveOneOut);
    }
    double[][] mean = new double[plan.grid().length][tile.columns()];
    int count = plan.inner().size();
    for (int i = 0; i < count; i++) {
      task.checkCancelled();
      Folds.Fold inner = plan.inner().get(i);
      double[] trainMean = tile.mean(inner.train());
      double[][] ofFold =
          losses.heldOut(
              store.get(plan.innerPlaces().get(i)),
              tile.centred(inner.train(), trainMean),
              tile.centred(inner.test(), trainMean),
              tile.columns(),
              plan.grid());
      for (int a = 0; a < mean.length; a++) {
        for (int column = 0; column < tile.columns(); column++) {
          mean[a][column] += ofFold[a][column] / count;
        }
      }
    }
    return mean;
  }

  /** Fits with the penalties chosen and writes the test rows into the predictions. */
  private void predict(FoldPlan plan, Tile tile, double[] chosen, float[] predictions) {
    Factors factors = store.get(plan.place());
    int columns = tile.columns();
    int[] trainRows = plan.rows().train();
    int[] testRows = plan.rows().test();
    double[] mean = tile.mean(trainRows);
    double[] shrunk = losses.project(factors, tile.centred(trainRows, mean), columns);
    int at = 0;
    for (double value : factors.spectrum()) {
      for (int column = 0; column < columns; column++, at++) {
        shrunk[at] /= value + chosen[column];
      }
    }
    double[] product = new double[testRows.length * columns];
    algebra.multiply(
        Form.PLAIN,
        Form.PLAIN,
        testRows.length,
        columns,
        factors.rank(),
        1,
        factors.predict(),
        shrunk,
        0,
        product);
    for (int row = 0; row < testRows.length; row++) {
      for (int column = 0; column < columns; column++) {
        predictions[testRows[row] * columns + column] =
            tile.missing()[column]
                ? Float.NaN
                : (float) (product[row * columns + column] + mean[column]);
      }
    }
  }

  @Override
  public void close() {
    store.clear();
  }
}
