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
   * differ by rounding alone: here of the third penalty, by 2e-15 where 1e-20 could be.
   */
  @Test
  void isNotMisledByRoundingBeyondTheSpectrum() {
    Rough rough =
        new Rough(
            1,
            new double[][] {{1}, {0.5}, {1e-10}},
            new double[][] {{1}, {0.5}, {1.00001e-10}},
            new double[] {0, 1e-6, 1e-21},
            new double[] {0, 1e-6, 1e-20});
    Block judge =
        new Block(
            true,
            1,
            1,
            List.of(),
            1,
            rough.coefficients(),
            new double[0][],
            Optional.empty(),
            Maker.ones(3),
            1,
            Optional.of(rough));
    Moments moments = new Moments(1, 1);
    moments.target()[0] = 1;
    moments.predicted(0)[0] = 1;
    moments.add();
    moments.finish();
    FirstLook look = new FirstLook(3, 1);
    look.add(judge, moments, new double[] {1}, 1);
    assertThat(look.best()).containsExactly(0);
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
