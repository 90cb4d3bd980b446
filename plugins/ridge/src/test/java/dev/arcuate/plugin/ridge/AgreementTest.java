package dev.arcuate.plugin.ridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arcuate.api.RegressionBackend;
import dev.arcuate.api.RegressionBackend.Solution;
import dev.arcuate.api.RegressionBackend.Solver;
import dev.arcuate.api.fold.FoldSettings;
import dev.arcuate.api.fold.Folds;
import dev.arcuate.api.value.Design;
import dev.arcuate.api.value.Sampling;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same answers whichever backend, form and precision gives them. */
class AgreementTest {
  private static final int SAMPLES = 240;
  private static final int TARGETS = 12;

  /** Columns of a design of which half repeat the others. */
  private static final int TWICE = 60;

  /** Of correlations, whose sampling error is hundreds of times larger. */
  private static final double SAME = 1e-4;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "40, K_FOLD, true", "40, RUNS, false", "40, LOO, true", "40, GCV, false",
    "400, K_FOLD, true", "400, RUNS, false", "400, LOO, false", "400, GCV, true"
  })
  void allBackendsAgree(int features, Inner inner, boolean standardise) throws IOException {
    RidgeSettings wide = settings(inner, standardise, Precision.DOUBLE);
    RidgeSettings narrow = settings(inner, standardise, Precision.SINGLE);
    RidgeCpu cpu = new RidgeCpu(Native.ACCEL.linearAlgebra());
    RidgeOnnx onnx = new RidgeOnnx(Native.ACCEL.inference(), Native.ACCEL.linearAlgebra());
    KernelSettings linear =
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
            inner,
            4,
            standardise,
            Precision.DOUBLE,
            false);
    Solution reference = solve("reference", cpu, wide, features);
    for (Solution other :
        List.of(
            solve("single", cpu, narrow, features),
            solve("onnx", onnx, narrow, features),
            solve("kernel", new KernelRidge(Native.ACCEL.linearAlgebra()), linear, features))) {
      assertThat(other.maps().get("alpha")).containsExactly(reference.maps().get("alpha"));
      for (int target = 0; target < TARGETS; target++) {
        double r = correlation(reference.predictions(), targets(features), target);
        assertThat(Math.abs(correlation(other.predictions(), targets(features), target) - r))
            .isLessThan(SAME);
      }
    }
  }

  /** Penalties far below what normal equations resolve take the singular value decomposition. */
  @Test
  void tinyPenaltiesKeepTheirDigits() throws IOException {
    RidgeSettings tiny = Ridges.settings(List.of(1e-12), Selection.PER_TARGET, Inner.K_FOLD, true);
    float[] small =
        solve("tiny", new RidgeCpu(Native.ACCEL.linearAlgebra()), tiny, TWICE).predictions();
    assertThat(Files.readString(folder.resolve("tiny/prepared/folds.tsv"))).contains("singular");
    OlsSettings none = new OlsSettings(Precision.DOUBLE, false, false);
    float[] least =
        solve("least", new Ols(Native.ACCEL.linearAlgebra()), none, TWICE).predictions();
    assertClose(small, least);
    float[] dual =
        solve("dual", new RidgeCpu(Native.ACCEL.linearAlgebra()), tiny, 400).predictions();
    float[] leastDual =
        solve("least-dual", new Ols(Native.ACCEL.linearAlgebra()), none, 400).predictions();
    assertClose(dual, leastDual);
  }

  private static void assertClose(float[] actual, float[] expected) {
    double greatest = 0;
    for (int i = 0; i < actual.length; i++) {
      greatest = Math.max(greatest, Math.abs(actual[i] - expected[i]));
    }
    assertThat(greatest).isLessThan(1e-4);
  }

  private static RidgeSettings settings(Inner inner, boolean standardise, Precision precision) {
    return new RidgeSettings(
        Ridges.GRID, Selection.PER_TARGET, inner, 4, standardise, precision, false, false);
  }

  private <S extends Record> Solution solve(
      String name, RegressionBackend<S> backend, S settings, int features) throws IOException {
    Path place = Files.createDirectories(folder.resolve(name));
    Sampling sampling =
        new Sampling(
            2,
            List.of(
                new Sampling.Run("1", SAMPLES / 4),
                new Sampling.Run("2", SAMPLES / 4),
                new Sampling.Run("3", SAMPLES / 4),
                new Sampling.Run("4", SAMPLES / 4)));
    Design design =
        Design.write(
            Files.createDirectories(place.resolve("design")),
            sampling,
            List.of(new Design.Group("features", features, List.of())),
            0,
            Ridges.floats(design(features)));
    Folds folds =
        Folds.of(
            sampling, 0, new FoldSettings(FoldSettings.Scheme.RUNS, 4, Optional.empty(), false));
    TestTask task = new TestTask(place);
    Path prepared = Files.createDirectories(place.resolve("prepared"));
    backend.prepare(settings, design, folds, prepared, task);
    try (Solver solver = backend.open(settings, prepared, design, folds, task)) {
      return solver.solve(targets(features), TARGETS).whole(folds, TARGETS);
    }
  }

  private static double[] design(int features) {
    double[] x = Ridges.gaussian(SAMPLES * features, 1);
    for (int i = 0; i < x.length && features == TWICE; i++) {
      x[i] = i % features < features / 2 ? x[i] : x[i - features / 2];
    }
    return x;
  }

  private static float[] targets(int features) {
    double[] x = Ridges.gaussian(SAMPLES * features, 1);
    double[] noise = Ridges.gaussian(SAMPLES * TARGETS, 2);
    float[] targets = new float[SAMPLES * TARGETS];
    for (int row = 0; row < SAMPLES; row++) {
      for (int target = 0; target < TARGETS; target++) {
        double signal = 0;
        for (int feature = target; feature < target + 10; feature++) {
          signal += x[row * features + feature];
        }
        targets[row * TARGETS + target] =
            (float) (signal + (1 + target) * noise[row * TARGETS + target]);
      }
    }
    return targets;
  }

  private static double correlation(float[] a, float[] b, int target) {
    double sumA = 0;
    double sumB = 0;
    for (int row = 0; row < SAMPLES; row++) {
      sumA += a[row * TARGETS + target];
      sumB += b[row * TARGETS + target];
    }
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int row = 0; row < SAMPLES; row++) {
      double da = a[row * TARGETS + target] - sumA / SAMPLES;
      double db = b[row * TARGETS + target] - sumB / SAMPLES;
      ab += da * db;
      aa += da * da;
      bb += db * db;
    }
    return ab / Math.sqrt(aa * bb);
  }
}
