package dev.arcuate.plugin.ridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.ProblemException;
import dev.arcuate.api.RegressionBackend.Solution;
import dev.arcuate.api.RegressionBackend.Solver;
import dev.arcuate.api.Resources;
import dev.arcuate.api.fold.FoldSettings;
import dev.arcuate.api.fold.Folds;
import dev.arcuate.api.value.Design;
import dev.arcuate.api.value.Sampling;
import dev.arcuate.api.value.Table;
import dev.arcuate.testkit.PlainLinearAlgebra;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RidgeCpuTest {
  private static final int SAMPLES = 120;
  private static final int FEATURES = 9;
  private static final int TARGETS = 4;

  @TempDir Path folder;

  @Test
  void predictionsIgnoreUnitsAndOffsetsOfFeatures() throws IOException {
    // Short binary fractions, so that float32 holds them exactly on either scale.
    double[] x = Arrays.stream(features()).map(value -> Math.rint(value * 1024) / 1024).toArray();
    double[] changed = x.clone();
    for (int i = 0; i < x.length; i++) {
      int column = i % FEATURES;
      changed[i] = x[i] * Math.pow(2, column - 4) + (column - 4) * 8;
    }
    float[] plain = solve("plain", Ridges.defaults(), x).predictions();
    float[] rescaled = solve("rescaled", Ridges.defaults(), changed).predictions();
    assertClose(rescaled, plain, 2e-6f);
  }

  /** A float32 of about 1000 would keep nothing of what such penalties leave. */
  @Test
  void penaltiesFarAboveTheSpectrumKeepTheDirectionOfPredictions() throws IOException {
    float[] targets = targets();
    for (int i = 0; i < targets.length; i++) {
      targets[i] += 1000;
    }
    List<float[]> predictions = new java.util.ArrayList<>();
    for (double penalty : new double[] {1e7, 1e9}) {
      Path place = Files.createDirectories(folder.resolve("penalty-" + penalty));
      Design design = Ridges.design(place.resolve("design"), features(), SAMPLES);
      predictions.add(
          Ridges.inParts(place, Ridges.fixed(penalty, false), design, folds(), targets, TARGETS)
              .predictions());
    }
    for (int i = 0; i < targets.length; i++) {
      double far = 1e9 * predictions.get(1)[i];
      assertThat(1e7 * predictions.get(0)[i]).isCloseTo(far, within(1e-3 * Math.abs(far) + 1e-3));
    }
  }

  @Test
  void withoutStandardisingUnitsMatter() throws IOException {
    double[] x = features();
    double[] changed = x.clone();
    for (int i = 0; i < x.length; i += FEATURES) {
      changed[i] *= 100;
    }
    float[] plain = solve("plain", Ridges.fixed(100, false), x).predictions();
    float[] rescaled = solve("rescaled", Ridges.fixed(100, false), changed).predictions();
    double difference = 0;
    for (int i = 0; i < plain.length; i++) {
      difference = Math.max(difference, Math.abs(plain[i] - rescaled[i]));
    }
    assertThat(difference).isGreaterThan(0.05);
  }

  @Test
  void theOrderOfFeaturesDoesNotMatter() throws IOException {
    double[] x = features();
    double[] reversed = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      int column = i % FEATURES;
      reversed[i - column + FEATURES - 1 - column] = x[i];
    }
    Solution plain = solve("plain", Ridges.defaults(), x);
    Solution turned = solve("turned", Ridges.defaults(), reversed);
    assertThat(turned.maps().get("alpha")).containsExactly(plain.maps().get("alpha"));
    assertClose(turned.predictions(), plain.predictions(), 1e-5f);
  }

  @Test
  void aFeatureThatNeverVariesAddsNothing() throws IOException {
    double[] x = features();
    double[] wider = new double[SAMPLES * (FEATURES + 1)];
    Arrays.fill(wider, 0.1);
    for (int row = 0; row < SAMPLES; row++) {
      System.arraycopy(x, row * FEATURES, wider, row * (FEATURES + 1), FEATURES);
    }
    float[] plain = solve("plain", Ridges.defaults(), x).predictions();
    assertClose(solve("wider", Ridges.defaults(), wider).predictions(), plain, 1e-5f);
  }

  @Test
  void aDesignThatNeverVariesPredictsTheTrainingMean() throws IOException {
    double[] constant = new double[SAMPLES * FEATURES];
    Arrays.fill(constant, 3);
    Solution solution = solve("constant", Ridges.defaults(), constant);
    float[] targets = targets();
    double mean = 0;
    int[] train = folds().list().get(0).train();
    for (int row : train) {
      mean += targets[row * TARGETS] / train.length;
    }
    assertThat(solution.predictions()[0]).isCloseTo((float) mean, within(1e-5f));
    assertThat(solution.maps().get("alpha")).containsOnly(1e8f);
  }

  @ParameterizedTest
  @EnumSource(value = Inner.class, names = "RUNS", mode = EnumSource.Mode.EXCLUDE)
  void oneSharedPenaltyDoesNotDependOnTheTiles(Inner inner) throws IOException {
    RidgeSettings settings = Ridges.settings(Selection.SHARED, inner);
    float[] targets = targets();
    Solution together = solve("together", settings, features());
    Design design = Ridges.design(folder.resolve("tiles"), features(), SAMPLES);
    RidgeCpu backend = new RidgeCpu(new PlainLinearAlgebra());
    TestTask task = new TestTask(folder);
    Path prepared = Files.createDirectories(folder.resolve("prepared"));
    backend.prepare(settings, design, folds(), prepared, task);
    try (Solver solver = backend.open(settings, prepared, design, folds(), task)) {
      assertThat(solver.surveys()).isTrue();
      for (int target = 0; target < TARGETS; target++) {
        solver.survey(column(targets, target), 1);
      }
      for (int target = 0; target < TARGETS; target++) {
        Solution alone = solver.solve(column(targets, target), 1);
        assertThat(alone.maps().get("alpha"))
            .containsExactly(column(together.maps().get("alpha"), target));
      }
    }
  }

  @Test
  void aMissingValueCostsOneTargetAndNotItsNeighbours() throws IOException {
    float[] targets = targets();
    targets[30 * TARGETS + 1] = Float.NaN;
    targets[31 * TARGETS + 2] = Float.POSITIVE_INFINITY;
    for (Selection selection : Selection.values()) {
      RidgeSettings settings = Ridges.settings(selection, Inner.K_FOLD);
      Design design = Ridges.design(folder.resolve("design-" + selection), features(), SAMPLES);
      Path place = folder.resolve(selection.name());
      Solution solution =
          Ridges.solve(Files.createDirectories(place), settings, design, folds(), targets, TARGETS);
      for (int row = 0; row < SAMPLES; row++) {
        assertThat(solution.predictions()[row * TARGETS]).isFinite();
        assertThat(solution.predictions()[row * TARGETS + 1]).isNaN();
        assertThat(solution.predictions()[row * TARGETS + 2]).isNaN();
        assertThat(solution.predictions()[row * TARGETS + 3]).isFinite();
      }
      assertThat(solution.maps().get("alpha")[1]).isNaN();
      assertThat(solution.maps().get("alpha")[3]).isPositive();
    }
  }

  @Test
  void theFoldsOfEveryInnerFitKeepTheirGap() throws IOException {
    solve("gaps", Ridges.defaults(), features());
    Table table = Table.read(folder.resolve("gaps/prepared/folds.tsv"));
    assertThat(table.rows()).isEqualTo(4 * 6);
    // 120 rows in 4 folds with a gap of 5 rows: 85 training rows in an outer fold, of which an
    // inner
    // fold tests 17 and drops up to 5 on each side.
    assertThat(table.number(0, "train")).isEqualTo(85);
    assertThat(table.number(2, "test")).isEqualTo(17);
    assertThat(table.number(2, "train")).isEqualTo(85 - 17 - 10);
  }

  @Test
  void aTileIsAsWideAsMemoryAllows() throws IOException {
    Design design = Ridges.design(folder.resolve("design"), features(), SAMPLES);
    RidgeCpu backend = new RidgeCpu(new PlainLinearAlgebra());
    TestTask task = new TestTask(folder);
    Path prepared = Files.createDirectories(folder.resolve("prepared"));
    backend.prepare(Ridges.defaults(), design, folds(), prepared, task);
    try (Solver solver = backend.open(Ridges.defaults(), prepared, design, folds(), task)) {
      assertThat(solver.tileWidth(0)).isEqualTo(1);
      assertThat(solver.tileWidth(1 << 20)).isBetween(2, 500);
      assertThat(solver.tileWidth(1 << 21)).isGreaterThan(solver.tileWidth(1 << 20));
      assertThat(solver.penalties()).containsExactly(Ridges.defaults().grid());
    }
  }

  @Test
  void factorsThatDoNotFitAreReadWheneverNeeded() throws IOException {
    float[] kept = solve("kept", Ridges.defaults(), features()).predictions();
    Design design = Ridges.design(folder.resolve("again"), features(), SAMPLES);
    RidgeCpu backend = new RidgeCpu(new PlainLinearAlgebra());
    Path prepared = folder.resolve("kept/prepared");
    TestTask small = new TestTask(folder).with(new Resources(1, 1000, 0));
    try (Solver solver = backend.open(Ridges.defaults(), prepared, design, folds(), small)) {
      assertThat(solver.solve(targets(), TARGETS).whole(folds(), TARGETS).predictions())
          .containsExactly(kept);
    }
  }

  @Test
  void aDesignThatCannotFitIsRefusedWithTheMemoryItNeeds() throws IOException {
    Design design = Ridges.design(folder.resolve("design"), features(), SAMPLES);
    RidgeCpu backend = new RidgeCpu(new PlainLinearAlgebra());
    TestTask small = new TestTask(folder).with(new Resources(1, 1 << 13, 0));
    assertThatThrownBy(
            () -> backend.prepare(Ridges.defaults(), design, folds(), folder.resolve("p"), small))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("RIDGE_MEMORY")
        .hasMessageContaining("120 samples × 9 features");
  }

  @Test
  void aMissingValueInTheDesignIsNamed() throws IOException {
    double[] x = features();
    x[4 * FEATURES + 2] = Double.NaN;
    assertThatThrownBy(() -> solve("nan", Ridges.defaults(), x))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("NaN at sample 5, column 3 of 'features'");
  }

  private Solution solve(String name, RidgeSettings settings, double[] x) throws IOException {
    Path place = Files.createDirectories(folder.resolve(name));
    Design design = Ridges.design(place.resolve("design"), x, SAMPLES);
    return Ridges.solve(place, settings, design, folds(), targets(), TARGETS);
  }

  private static Folds folds() {
    return Folds.of(
        new Sampling(2, List.of(new Sampling.Run("story", SAMPLES))),
        0,
        new FoldSettings(FoldSettings.Scheme.CONTIGUOUS, 4, Optional.empty(), false));
  }

  private static double[] features() {
    return Ridges.gaussian(SAMPLES * FEATURES, 11);
  }

  private static float[] targets() {
    double[] x = features();
    double[] noise = Ridges.gaussian(SAMPLES * TARGETS, 12);
    float[] targets = new float[SAMPLES * TARGETS];
    for (int row = 0; row < SAMPLES; row++) {
      for (int target = 0; target < TARGETS; target++) {
        double signal = x[row * FEATURES + target] - x[row * FEATURES + target + 1];
        targets[row * TARGETS + target] =
            (float) (10 + signal + target * noise[row * TARGETS + target]);
      }
    }
    return targets;
  }

  private static float[] column(float[] matrix, int column) {
    float[] values = new float[matrix.length / TARGETS];
    for (int row = 0; row < values.length; row++) {
      values[row] = matrix[row * TARGETS + column];
    }
    return values;
  }

  private static void assertClose(float[] actual, float[] expected, float tolerance) {
    assertThat(actual).usingComparatorWithPrecision(tolerance).containsExactly(expected);
  }
}
