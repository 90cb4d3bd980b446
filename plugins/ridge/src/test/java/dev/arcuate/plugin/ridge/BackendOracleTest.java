package dev.arcuate.plugin.ridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.RegressionBackend;
import dev.arcuate.api.RegressionBackend.Solution;
import dev.arcuate.api.RegressionBackend.Solver;
import dev.arcuate.api.array.Npy;
import dev.arcuate.api.fold.Folds;
import dev.arcuate.api.value.Design;
import dev.arcuate.api.value.Sampling;
import dev.arcuate.testkit.PlainLinearAlgebra;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Agreement with himalaya and scikit-learn; {@code bench/oracles/backends.py} made the references.
 */
class BackendOracleTest {
  private static final int TRAIN = 80;
  private static final int TEST = 30;
  private static final int TARGETS = 6;

  /** Predictions are float32 of order 10. */
  private static final double ROUNDING = 5e-6;

  private final PlainLinearAlgebra algebra = new PlainLinearAlgebra();

  @TempDir Path folder;

  @Test
  void drawsAsHimalayaDoes() {
    double[][] drawn = Weightings.dirichlet(9, 3, List.of(0.1, 1.0), 42);
    double[] flat = Arrays.stream(drawn).flatMapToDouble(Arrays::stream).toArray();
    assertThat(flat).containsExactly(oracle("dirichlet"), within(1e-15));
  }

  @ParameterizedTest
  @EnumSource(
      value = KernelSettings.Form.class,
      names = {"POLYNOMIAL", "RBF", "COSINE"})
  void agreesWithKernelRidge(KernelSettings.Form form) throws IOException {
    KernelSettings settings =
        new KernelSettings(
            List.of(form),
            false,
            3,
            Optional.empty(),
            1,
            List.of(1.0),
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
    Solution solution = solve(new KernelRidge(algebra), settings, "x", "y");
    check(solution.predictions(), "kernel-" + form.name().toLowerCase(java.util.Locale.ROOT));
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void choosesBandsAsHimalayaDoes(Precision precision) throws IOException {
    List<Double> gammas = Arrays.stream(oracle("banded-gammas")).boxed().toList();
    BandedSettings settings =
        new BandedSettings(
            List.of(0.1, 1.0, 10.0, 100.0, 1000.0, 10000.0),
            1,
            List.of(1.0),
            0,
            gammas,
            BandedSettings.Method.RANDOM,
            20,
            Selection.PER_TARGET,
            Inner.K_FOLD,
            4,
            false,
            precision,
            true,
            false);
    Solution solution = solve(new Banded(algebra), settings, "pairs-x", "pairs-y");
    double[] alpha = oracle("banded-alpha");
    double[] gamma = oracle("banded-gamma");
    for (int target = 0; target < TARGETS; target++) {
      assertThat((double) solution.maps().get("alpha")[target] / alpha[target])
          .isCloseTo(1, within(1e-5));
      assertThat((double) solution.maps().get("gamma-a")[target])
          .isCloseTo(gamma[target], within(1e-6));
    }
    check(solution.predictions(), "banded-predictions");
    double[] parts = oracle("banded-parts");
    for (int i = 0; i < 2 * TEST * TARGETS; i++) {
      float[] part = solution.parts().get(i / (TEST * TARGETS));
      assertThat((double) part[TRAIN * TARGETS + i % (TEST * TARGETS)])
          .isCloseTo(parts[i], within(ROUNDING));
    }
  }

  /**
   * Both are iterative: the inner loss of what was chosen is compared, by the equations alone. It
   * is at most himalaya's, and SciPy's minimum.
   */
  @ParameterizedTest
  @EnumSource(Precision.class)
  void followsTheGradientAsFarAsHimalaya(Precision precision) throws IOException {
    BandedSettings settings =
        new BandedSettings(
            List.of(0.1, 1.0, 10.0, 100.0, 1000.0, 10000.0),
            1,
            List.of(1.0),
            0,
            List.of(),
            BandedSettings.Method.GRADIENT,
            40,
            Selection.PER_TARGET,
            Inner.K_FOLD,
            4,
            false,
            precision,
            true,
            false);
    Solution solution = solve(new Banded(algebra), settings, "pairs-x", "pairs-y");
    double[] reached = oracle("gradient-loss");
    double[] least = oracle("gradient-least");
    double[] own = new double[TARGETS];
    for (int target = 0; target < TARGETS; target++) {
      double alpha = solution.maps().get("alpha")[target];
      double[] weights = {
        solution.maps().get("gamma-a")[target] / alpha,
        solution.maps().get("gamma-b")[target] / alpha
      };
      own[target] = innerLoss(target, weights);
    }
    for (int target = 0; target < TARGETS; target++) {
      assertThat(own[target]).isLessThan(reached[target] * (1 + 1e-3));
      assertThat(own[target]).isCloseTo(least[target], within(1e-3 * least[target]));
    }
    requirePartsAddUp(solution);
  }

  private static void requirePartsAddUp(Solution solution) {
    for (int at = TRAIN * TARGETS; at < (TRAIN + TEST) * TARGETS; at++) {
      double sum = 0;
      for (float[] part : solution.parts()) {
        sum += part[at];
      }
      // The targets of the training rows are of zero mean.
      assertThat((double) solution.predictions()[at]).isCloseTo(sum, within(1e-4));
    }
  }

  /** Mean squared error in four folds of rows whose means are 0: no intercept. */
  private double innerLoss(int target, double[] weights) {
    double[] x = oracle("pairs-x");
    double[] y = oracle("pairs-y");
    int p = x.length / (TRAIN + TEST);
    int size = TRAIN / 4;
    double loss = 0;
    for (int fold = 0; fold < 4; fold++) {
      int first = fold * size;
      int[] train =
          java.util.stream.IntStream.range(0, TRAIN)
              .filter(row -> row < first || row >= first + size)
              .toArray();
      double[] matrix = new double[train.length * train.length];
      double[] right = new double[train.length];
      for (int i = 0; i < train.length; i++) {
        right[i] = y[train[i] * TARGETS + target];
        for (int j = 0; j < train.length; j++) {
          matrix[i * train.length + j] =
              kernel(x, p, train[i], train[j], weights) + (i == j ? 1 : 0);
        }
      }
      double[] dual = algebra.solvePositiveDefinite(matrix, train.length, right, 1);
      for (int row = first; row < first + size; row++) {
        double error = -y[row * TARGETS + target];
        for (int j = 0; j < train.length; j++) {
          error += dual[j] * kernel(x, p, row, train[j], weights);
        }
        loss += error * error / TRAIN;
      }
    }
    return loss;
  }

  private static double kernel(double[] x, int p, int row, int other, double[] weights) {
    double sum = 0;
    for (int column = 0; column < p; column++) {
      sum += weights[column < 7 ? 0 : 1] * x[row * p + column] * x[other * p + column];
    }
    return sum;
  }

  @Test
  void leastSquaresAreThoseOfScikitLearn() throws IOException {
    OlsSettings settings = new OlsSettings(Precision.DOUBLE, true, true);
    Solution solution = solve(new Ols(algebra), settings, "x", "y");
    check(solution.predictions(), "ols");
    assertThat(solution.maps()).containsOnlyKeys("intercept");
    requireWeightsPredict(solution, oracle("x"));
  }

  /**
   * intercept + design · weights is what was predicted, and parts add up to it but for a constant.
   */
  private static void requireWeightsPredict(Solution solution, double[] x) {
    int p = x.length / (TRAIN + TEST);
    for (int row = TRAIN; row < TRAIN + TEST; row++) {
      for (int target = 0; target < TARGETS; target++) {
        double sum = solution.maps().get("intercept")[target];
        for (int feature = 0; feature < p; feature++) {
          sum += x[row * p + feature] * solution.weights()[feature * TARGETS + target];
        }
        int at = row * TARGETS + target;
        assertThat((double) solution.predictions()[at]).isCloseTo(sum, within(2e-5));
        int first = TRAIN * TARGETS + target;
        double constant = solution.predictions()[first];
        double parts = 0;
        for (float[] part : solution.parts()) {
          constant -= part[first];
          parts += part[at];
        }
        assertThat(parts + constant).isCloseTo(sum, within(2e-5));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 10})
  void componentsAreThoseOfScikitLearn(int components) throws IOException {
    PlsSettings settings = new PlsSettings(List.of(components), 5, true);
    Solution solution = solve(new Pls(algebra), settings, "x", "y");
    check(solution.predictions(), "pls-" + components);
  }

  private <S extends Record> Solution solve(
      RegressionBackend<S> backend, S settings, String x, String y) throws IOException {
    Sampling sampling = new Sampling(2, List.of(new Sampling.Run("story", TRAIN + TEST)));
    Design design =
        Design.write(
            Files.createDirectories(folder.resolve("design")),
            sampling,
            List.of(new Design.Group("a", 7, List.of()), new Design.Group("b", 12, List.of())),
            0,
            Ridges.floats(oracle(x)));
    Folds folds = Ridges.split(TRAIN, TRAIN + TEST);
    TestTask task = new TestTask(folder);
    Path prepared = Files.createDirectories(folder.resolve("prepared"));
    backend.prepare(settings, design, folds, prepared, task);
    try (Solver solver = backend.open(settings, prepared, design, folds, task)) {
      return solver.solve(Ridges.floats(oracle(y)), TARGETS).whole(folds, TARGETS);
    }
  }

  private static void check(float[] predictions, String name) {
    double[] expected = oracle(name);
    double size = Arrays.stream(expected).map(Math::abs).max().orElse(1);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) predictions[TRAIN * TARGETS + i])
          .as("%s, value %d", name, i)
          .isCloseTo(expected[i], within(ROUNDING * Math.max(1, size)));
    }
  }

  private static double[] oracle(String name) {
    try {
      return Npy.readDoubles(
          Path.of(
              BackendOracleTest.class.getResource("/oracles/backends/" + name + ".npy").toURI()));
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
