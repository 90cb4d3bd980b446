package dev.arcuate.plugin.ridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.RegressionBackend.Solution;
import dev.arcuate.api.array.Npy;
import dev.arcuate.api.fold.Folds;
import dev.arcuate.api.value.Design;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Agreement with scikit-learn: the same penalties chosen, and the same predictions up to the
 * rounding of float32. {@code bench/oracles/ridge.py} made the references.
 */
class ScikitLearnTest {
  private static final int TARGETS = 5;

  /** Predictions are float32 of order 1. */
  private static final double ROUNDING = 1e-6;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"tall", "wide"})
  void agreesWithRidge(String problem) throws IOException {
    check(problem, "fixed", Ridges.fixed(10, true));
  }

  @ParameterizedTest
  @CsvSource({"tall, k-fold", "wide, k-fold", "tall, loo", "wide, loo", "tall, gcv", "wide, gcv"})
  void choosesAPenaltyPerTargetAsItDoes(String problem, String inner) throws IOException {
    check(problem, inner, Ridges.settings(Selection.PER_TARGET, inner(inner)));
  }

  @ParameterizedTest
  @CsvSource({"tall, k-fold", "wide, k-fold", "tall, loo", "wide, loo"})
  void choosesAPenaltyForAllTargetsAsItDoes(String problem, String inner) throws IOException {
    check(problem, inner + "-shared", Ridges.settings(Selection.SHARED, inner(inner)));
  }

  /** The example of the documents: coefficients read off as predictions of the unit vectors. */
  @Test
  void leavesOneOutWithAnIntercept() throws IOException {
    double[] x = {1, 0, 2, 1, 3, 1, 4, 3, 5, 2, 6, 5, /* test rows */ 0, 0, 1, 0, 0, 1};
    float[] y = {1, 2, 3, 1, 2, 4, 5, 3, 4, 6, 7, 5, 0, 0, 0, 0, 0, 0};
    RidgeSettings settings =
        Ridges.settings(
            java.util.List.of(0.1, 1.0, 10.0, 100.0), Selection.PER_TARGET, Inner.LOO, false);
    Solution solution =
        Ridges.solve(folder, settings, Ridges.design(folder, x, 9), Ridges.split(6, 9), y, 2);
    assertThat(solution.maps().get("alpha")).containsExactly(1f, 0.1f);
    double[] first = column(solution, 6, 0);
    double[] second = column(solution, 6, 1);
    assertThat(first)
        .containsExactly(
            new double[] {1.02420857, 1.02420857 + .23463687, 1.02420857 + .91061453},
            within(1e-6));
    assertThat(second)
        .containsExactly(
            new double[] {-.37894106, -.37894106 + 1.68694311, -.37894106 - 1.01267992},
            within(1e-6));
  }

  private static double[] column(Solution solution, int from, int target) {
    double[] values = new double[3];
    for (int i = 0; i < 3; i++) {
      values[i] = solution.predictions()[(from + i) * 2 + target];
    }
    return values;
  }

  private void check(String problem, String name, RidgeSettings settings) throws IOException {
    double[] x = oracle(problem + "/x");
    double[] y = oracle(problem + "/y");
    int train = (int) oracle(problem + "/train")[0];
    int samples = y.length / TARGETS;
    Design design = Ridges.design(folder.resolve("design"), x, samples);
    Folds folds = Ridges.split(train, samples);
    Solution solution = Ridges.solve(folder, settings, design, folds, Ridges.floats(y), TARGETS);
    if (settings.alphas().size() > 1) {
      assertThat(solution.maps().get("alpha"))
          .containsExactly(Ridges.floats(oracle(problem + "/" + name + "/alpha")));
    }
    float[] predictions =
        Arrays.copyOfRange(solution.predictions(), train * TARGETS, samples * TARGETS);
    assertThat(predictions)
        .usingComparatorWithPrecision((float) ROUNDING)
        .containsExactly(Ridges.floats(oracle(problem + "/" + name + "/predictions")));
  }

  private static Inner inner(String name) {
    return switch (name) {
      case "k-fold" -> Inner.K_FOLD;
      case "loo" -> Inner.LOO;
      default -> Inner.GCV;
    };
  }

  private static double[] oracle(String name) {
    try {
      return Npy.readDoubles(
          Path.of(ScikitLearnTest.class.getResource("/oracles/" + name + ".npy").toURI()));
    } catch (java.net.URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
