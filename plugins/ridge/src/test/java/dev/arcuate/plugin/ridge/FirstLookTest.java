package dev.arcuate.plugin.ridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arcuate.api.RegressionBackend.Solver;
import dev.arcuate.api.fold.Folds;
import dev.arcuate.api.value.Design;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Penalties told by some of the nodes are those that all nodes tell. */
class FirstLookTest {
  private static final int SAMPLES = 150;
  private static final int TRAIN = 120;
  private static final int TARGETS = 400;
  private static final int FEATURES = 30;

  @TempDir Path folder;

  /** A spectrum of four decades, and targets from pure noise to pure signal. */
  @ParameterizedTest
  @CsvSource({"K_FOLD, 40, 24", "LOO, 40, 24", "GCV, 40, 24", "K_FOLD, 200, 12", "LOO, 200, 12"})
  void choosesAsAllNodesDo(Inner inner, int features, int penalties) throws IOException {
    List<Double> grid =
        IntStream.range(0, penalties)
            .mapToObj(i -> Math.pow(10, -2 + 10.0 * i / (penalties - 1)))
            .toList();
    double[] x = design(features);
    float[] targets = targets(x, features);
    RidgeCpu backend = new RidgeCpu(Native.ACCEL.linearAlgebra());
    RidgeSettings each = Ridges.settings(grid, Selection.PER_TARGET, inner, false);
    RidgeSettings together = Ridges.settings(grid, Selection.SHARED, inner, false);
    Design design = Ridges.design(folder.resolve("design"), x, SAMPLES);
    Folds folds = Ridges.split(TRAIN, SAMPLES);
    TestTask task = new TestTask(folder);
    Path prepared = Files.createDirectories(folder.resolve("prepared"));
    backend.prepare(each, design, folds, prepared, task);
    try (Stream<Path> files = Files.walk(prepared)) {
      assertThat(files).anyMatch(file -> file.endsWith("rough.npy"));
    }

    float[] chosen;
    try (Solver solver = backend.open(each, prepared, design, folds, task)) {
      chosen = solver.solve(targets, TARGETS).maps().get("alpha");
    }
    for (int target = 0; target < TARGETS; target++) {
      float[] alone = new float[SAMPLES];
      for (int row = 0; row < SAMPLES; row++) {
        alone[row] = targets[row * TARGETS + target];
      }
      // What is shared by one target is its own, and a survey uses all nodes.
      try (Solver solver = backend.open(together, prepared, design, folds, task)) {
        solver.survey(alone, 1);
        assertThat(chosen[target]).isEqualTo(solver.solve(alone, 1).maps().get("alpha")[0]);
      }
    }
  }

  /**
   * Most penalties of usual grids lie far beyond the spectrum, where both estimates of a loss
   * differ by the rounding of float32 products alone.
   */
  @Test
  void isNotMisledByRoundingBeyondTheSpectrum() {
    double[] grid = IntStream.rangeClosed(1, 20).mapToDouble(i -> Math.pow(10, i)).toArray();
    Interpolation nodes = Interpolation.of(grid, 300, 2e4, Precision.SINGLE.tolerance());
    Rough rough = nodes.rough().orElseThrow();
    double[][] loss = new double[grid.length][TARGETS];
    double[] total = new double[TARGETS];
    Moments moments = new Moments(rough.nodes(), TARGETS);
    double[] spectrum =
        IntStream.range(0, FEATURES).mapToDouble(i -> 500 * Math.pow(30, i / 29.0)).toArray();
    double[] x = Ridges.gaussian(SAMPLES * FEATURES, 3);
    double[] y = Ridges.gaussian(TARGETS * FEATURES, 4);
    double[] noise = Ridges.gaussian(SAMPLES * TARGETS, 5);
    for (int row = 0; row < SAMPLES; row++) {
      for (int c = 0; c < TARGETS; c++) {
        double target = 0;
        double[] predicted = new double[grid.length];
        for (int d = 0; d < FEATURES; d++) {
          double along = x[row * FEATURES + d] * y[c * FEATURES + d];
          target += along;
          for (int a = 0; a < grid.length; a++) {
            predicted[a] += along * 1.3 * spectrum[d] / (spectrum[d] + grid[a]);
          }
        }
        target += 4.0 * c / TARGETS * noise[row * TARGETS + c];
        for (int a = 0; a < grid.length; a++) {
          double off = target - predicted[a];
          loss[a][c] += off * off / SAMPLES;
        }
        total[c] += target * target;
        moments.target()[c] = target;
        for (int k = 0; k < rough.nodes(); k++) {
          moments.predicted(k)[c] = (float) predicted[nodes.nodes()[k]];
        }
      }
      moments.add();
    }
    moments.finish();
    FirstLook look = new FirstLook(grid.length, TARGETS);
    look.add(judge(nodes), moments, total, 1.0 / SAMPLES);
    int[] best = look.best();
    int open = 0;
    for (int c = 0; c < TARGETS; c++) {
      double[] own = new double[grid.length];
      for (int a = 0; a < own.length; a++) {
        own[a] = loss[a][c];
      }
      open += best[c] < 0 ? 1 : 0;
      assertThat(best[c]).isIn(-1, Grid.best(own));
    }
    assertThat(open).isLessThan(TARGETS / 10);
  }

  private static Block judge(Interpolation nodes) {
    return new Block(
        true,
        SAMPLES,
        SAMPLES,
        List.of(),
        nodes.nodes().length,
        nodes.coefficients(),
        new double[0][],
        Optional.empty(),
        Maker.ones(nodes.coefficients().length),
        1,
        nodes.rough());
  }

  private static double[] design(int features) {
    double[] x = Ridges.gaussian(SAMPLES * features, 1);
    for (int i = 0; i < x.length; i++) {
      x[i] *= Math.pow(10, -2.0 * (i % features) / features);
    }
    return x;
  }

  private static float[] targets(double[] x, int features) {
    Random random = new Random(2);
    float[] targets = new float[SAMPLES * TARGETS];
    for (int target = 0; target < TARGETS; target++) {
      double noise = Math.pow(10, 3.0 * target / TARGETS - 1);
      double[] weights = Ridges.gaussian(features, 100 + target);
      for (int row = 0; row < SAMPLES; row++) {
        double sum = target % 10 == 0 ? 0 : signal(x, weights, row);
        targets[row * TARGETS + target] = (float) (sum + noise * random.nextGaussian() + 3);
      }
    }
    return targets;
  }

  private static double signal(double[] x, double[] weights, int row) {
    double sum = 0;
    for (int j = 0; j < weights.length; j++) {
      sum += x[row * weights.length + j] * weights[j];
    }
    return sum;
  }
}
