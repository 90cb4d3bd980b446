package dev.arcuate.plugin.ridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arcuate.api.RegressionBackend;
import dev.arcuate.api.RegressionBackend.Solver;
import dev.arcuate.api.fold.Folds;
import dev.arcuate.api.host.LinearAlgebra.Form;
import dev.arcuate.api.value.Design;
import dev.arcuate.api.value.Sampling;
import dev.arcuate.testkit.PlainLinearAlgebra;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every backend with penalties tells the greatest eigenvalue, within the 1.2 that stand for what
 * power iteration misses: beyond it a chosen end of the grid is no news.
 */
class SpectrumTest {
  private static final int TRAIN = 40;
  private static final int SAMPLES = 50;
  private static final int FEATURES = 12;
  private static final int FIRST = 4;

  private final PlainLinearAlgebra algebra = new PlainLinearAlgebra();

  @TempDir Path folder;

  @Test
  void ridge() throws IOException {
    RidgeSettings settings =
        Ridges.settings(Ridges.GRID, Selection.PER_TARGET, Inner.K_FOLD, false);
    requireClose(told(new RidgeCpu(algebra), settings), greatest(1, 1));
  }

  @Test
  void kernel() throws IOException {
    KernelSettings settings =
        new KernelSettings(
            List.of(KernelSettings.Form.LINEAR),
            false,
            3,
            Optional.empty(),
            1,
            Ridges.GRID,
            1,
            List.of(1.0),
            0,
            List.of(),
            Selection.PER_TARGET,
            Inner.K_FOLD,
            5,
            false,
            Precision.DOUBLE,
            false);
    requireClose(told(new KernelRidge(algebra), settings), greatest(1, 1));
  }

  /** Of the weighting that makes it greatest, which is not the first. */
  @Test
  void bands() throws IOException {
    List<Double> gammas = List.of(0.5, 0.5, 0.02, 0.98);
    double first = greatest(0.5, 0.5);
    double second = greatest(0.02, 0.98);
    assertThat(second).isGreaterThan(1.25 * first);
    for (BandedSettings.Method search : BandedSettings.Method.values()) {
      BandedSettings settings =
          new BandedSettings(
              Ridges.GRID,
              1,
              List.of(1.0),
              0,
              gammas,
              search,
              2,
              Selection.PER_TARGET,
              Inner.K_FOLD,
              5,
              false,
              Precision.DOUBLE,
              false,
              false);
      requireClose(told(new Banded(algebra), settings), second);
    }
  }

  private static void requireClose(double told, double expected) {
    assertThat(told / expected).isBetween(0.95, 1.25);
  }

  private <S extends Record> double told(RegressionBackend<S> backend, S settings)
      throws IOException {
    Design design =
        Design.write(
            Files.createDirectories(folder.resolve("design")),
            new Sampling(2, List.of(new Sampling.Run("story", SAMPLES))),
            List.of(
                new Design.Group("a", FIRST, List.of()),
                new Design.Group("b", FEATURES - FIRST, List.of())),
            0,
            Ridges.floats(values()));
    Folds folds = Ridges.split(TRAIN, SAMPLES);
    TestTask task = new TestTask(folder);
    Path prepared = Files.createTempDirectory(folder, "prepared");
    backend.prepare(settings, design, folds, prepared, task);
    try (Solver solver = backend.open(settings, prepared, design, folds, task)) {
      return solver.greatestEigenvalue();
    }
  }

  private static double[] values() {
    return Ridges.gaussian(SAMPLES * FEATURES, 8);
  }

  /** Of the centred training rows, the groups' columns times the roots of their weights. */
  private double greatest(double first, double second) {
    double[] x = values();
    double[] centred = new double[TRAIN * FEATURES];
    for (int column = 0; column < FEATURES; column++) {
      double mean = 0;
      for (int row = 0; row < TRAIN; row++) {
        mean += x[row * FEATURES + column] / TRAIN;
      }
      double root = Math.sqrt(column < FIRST ? first : second);
      for (int row = 0; row < TRAIN; row++) {
        centred[row * FEATURES + column] = root * (x[row * FEATURES + column] - mean);
      }
    }
    double[] gram = new double[FEATURES * FEATURES];
    algebra.multiply(
        Form.TRANSPOSED, Form.PLAIN, FEATURES, FEATURES, TRAIN, 1, centred, centred, 0, gram);
    return algebra.symmetricEigen(gram, FEATURES).values()[FEATURES - 1];
  }
}
