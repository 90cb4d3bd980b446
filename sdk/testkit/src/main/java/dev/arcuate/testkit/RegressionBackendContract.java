package dev.arcuate.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.ProblemException;
import dev.arcuate.api.RegressionBackend;
import dev.arcuate.api.RegressionBackend.Solution;
import dev.arcuate.api.Resources;
import dev.arcuate.api.fold.FoldSettings;
import dev.arcuate.api.fold.Folds;
import dev.arcuate.api.value.Design;
import dev.arcuate.api.value.Sampling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What every {@link RegressionBackend} must fulfil, on small problems whose truth is known.
 *
 * @param <S> the settings record
 */
public abstract class RegressionBackendContract<S extends Record> extends ComponentContract<S> {
  private static final int ROWS = 150;
  private static final int FEATURES = 6;
  private static final int FEATURES_OF_FIRST = 2;
  private static final int TARGETS = 8;
  private static final int FOLDS = 5;

  /** Tiles of other widths take other kernels; the results differ in the last bits only. */
  private static final double TOLERANCE = 1e-4;

  @Override
  protected abstract RegressionBackend<S> component();

  @Test
  void predictsWhatTheDesignDrives() throws IOException {
    Solution solution = solve("planted", design(1), targets(0.1), TARGETS);
    for (int target = 0; target < TARGETS; target++) {
      assertThat(correlation(solution.predictions(), targets(0.1), target)).isGreaterThan(0.9);
    }
  }

  @Test
  void predictsNothingFromNoise() throws IOException {
    float[] noise = noise(ROWS * TARGETS, 99);
    Solution solution = solve("noise", design(1), noise, TARGETS);
    double sum = 0;
    for (int target = 0; target < TARGETS; target++) {
      sum += correlation(solution.predictions(), noise, target);
    }
    assertThat(sum / TARGETS).isLessThan(0.15);
  }

  @Test
  void predictsEveryRowOfEveryTarget() throws IOException {
    Solution solution = solve("finite", design(1), targets(1), TARGETS);
    assertThat(solution.predictions()).hasSize(ROWS * TARGETS);
    for (float value : solution.predictions()) {
      assertThat(value).isFinite();
    }
    solution.maps().forEach((name, map) -> assertThat(map).as(name).hasSize(5 * TARGETS));
  }

  @Test
  void aTargetDoesNotDependOnTheOthersOfItsTile() throws IOException {
    if (!has(Behaviour.PER_TARGET_ALPHA)) {
      return;
    }
    float[] targets = targets(1);
    float[] together = solve("together", design(1), targets, TARGETS).predictions();
    float[] alone = solve("alone", design(1), column(targets, 3), 1).predictions();
    for (int row = 0; row < ROWS; row++) {
      assertThat((double) alone[row]).isCloseTo(together[row * TARGETS + 3], within(TOLERANCE));
    }
  }

  @Test
  void equalCallsGiveEqualNumbers() throws IOException {
    float[] first = solve("first", design(1), targets(1), TARGETS).predictions();
    float[] second = solve("second", design(1), targets(1), TARGETS).predictions();
    assertThat(first).containsExactly(second);
  }

  @Test
  void theUnitOfAFeatureDoesNotMatter() throws IOException {
    if (!has(Behaviour.SCALE_INVARIANT)) {
      return;
    }
    float[] plain = solve("plain", design(1), targets(1), TARGETS).predictions();
    float[] scaled = solve("scaled", design(1000), targets(1), TARGETS).predictions();
    for (int i = 0; i < plain.length; i++) {
      assertThat((double) scaled[i]).isCloseTo(plain[i], within(1e-3));
    }
  }

  @Test
  void missingTargetsAreLeftOut() throws IOException {
    if (!has(Behaviour.TOLERATES_MISSING_TARGETS)) {
      return;
    }
    float[] targets = targets(0.1);
    targets[7 * TARGETS + 2] = Float.NaN;
    float[] predictions = solve("missing", design(1), targets, TARGETS).predictions();
    assertThat(predictions[2]).isNaN();
    assertThat(correlation(predictions, targets, 3)).isGreaterThan(0.9);
  }

  @Test
  void testRowsDoNotReachTheFitThatPredictsThem() throws IOException {
    float[] targets = targets(1);
    float[] changed = targets.clone();
    for (int row = 0; row < ROWS / 5; row++) {
      for (int target = 0; target < TARGETS; target++) {
        changed[row * TARGETS + target] += 50;
      }
    }
    float[] before = solve("before", design(1), targets, TARGETS).predictions();
    float[] after = solve("after", design(1), changed, TARGETS).predictions();
    for (int i = 0; i < ROWS / 5 * TARGETS; i++) {
      assertThat((double) after[i]).isCloseTo(before[i], within(TOLERANCE));
    }
  }

  /** Whoever makes parts of predictions makes one per feature group, and nothing is lost. */
  @Test
  void partsSumToPredictionsButForAConstant() throws IOException {
    Solution solution = solve("parts", design(1), targets(0.1), TARGETS);
    if (solution.parts().isEmpty()) {
      return;
    }
    assertThat(solution.parts()).hasSize(2);
    for (int target = 0; target < TARGETS; target++) {
      for (int fold = 0; fold < FOLDS; fold++) {
        int first = fold * ROWS / FOLDS;
        double constant = rest(solution, first, target);
        for (int row = first; row < first + ROWS / FOLDS; row++) {
          assertThat(rest(solution, row, target)).isCloseTo(constant, within(TOLERANCE));
        }
      }
    }
  }

  private static double rest(Solution solution, int row, int target) {
    double rest = solution.predictions()[row * TARGETS + target];
    for (float[] part : solution.parts()) {
      rest -= part[row * TARGETS + target];
    }
    return rest;
  }

  /** Whoever keeps weights keeps them in the units of the design, with the intercept. */
  @Test
  void weightsAndInterceptPredict() throws IOException {
    float[] design = design(1);
    Solution solution = solve("weights", design, targets(0.1), TARGETS);
    if (solution.weights().length == 0) {
      return;
    }
    assertThat(solution.weights()).hasSize(FOLDS * FEATURES * TARGETS);
    for (int row = 0; row < ROWS; row++) {
      int fold = row * FOLDS / ROWS;
      for (int target = 0; target < TARGETS; target++) {
        double sum = solution.maps().get("intercept")[fold * TARGETS + target];
        for (int feature = 0; feature < FEATURES; feature++) {
          sum +=
              design[row * FEATURES + feature]
                  * solution.weights()[(fold * FEATURES + feature) * TARGETS + target];
        }
        assertThat((double) solution.predictions()[row * TARGETS + target])
            .isCloseTo(sum, within(TOLERANCE));
      }
    }
  }

  @Test
  void wantsTilesThatFit() throws IOException {
    Problem problem = problem("tiles", design(1));
    try (RegressionBackend.Solver solver = problem.open()) {
      assertThat(solver.tileWidth(1)).isEqualTo(1);
      assertThat(solver.tileWidth(1L << 30)).isGreaterThanOrEqualTo(solver.tileWidth(1L << 24));
    }
  }

  /** What is told before a run is what preparing holds to, and needs no array to be told. */
  @Test
  void refusesToPrepareWithLessMemoryThanItForetells() throws IOException {
    Problem problem = problem("memory", design(1));
    Design described =
        new Design(
            folder.resolve("absent"),
            problem.design.sampling(),
            problem.design.groups(),
            problem.design.maxDelaySeconds());
    OptionalLong bytes = component().preparationBytes(settings(), described, problem.folds);
    if (bytes.isEmpty()) {
      return;
    }
    TestTask less = new TestTask(folder).with(new Resources(1, bytes.getAsLong() - 1, 0));
    assertThatThrownBy(
            () ->
                component()
                    .prepare(settings(), problem.design, problem.folds, problem.prepared, less))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused ->
                assertThat(refused.problems().get(0).kind())
                    .isEqualTo(dev.arcuate.api.Problem.Kind.RESOURCE));
    TestTask enough = new TestTask(folder).with(new Resources(1, bytes.getAsLong(), 0));
    component().prepare(settings(), problem.design, problem.folds, problem.prepared, enough);
  }

  private Solution solve(String name, float[] design, float[] targets, int columns)
      throws IOException {
    Problem problem = problem(name, design);
    try (RegressionBackend.Solver solver = problem.open()) {
      if (solver.surveys()) {
        solver.survey(targets, columns);
      }
      return solver.solve(targets, columns).whole(problem.folds, columns);
    }
  }

  private Problem problem(String name, float[] values) throws IOException {
    Path place = Files.createDirectories(folder.resolve(name));
    Sampling sampling = new Sampling(2, List.of(new Sampling.Run("story", ROWS)));
    Design design =
        Design.write(
            Files.createDirectories(place.resolve("design")),
            sampling,
            List.of(
                new Design.Group("few", FEATURES_OF_FIRST, List.of()),
                new Design.Group("others", FEATURES - FEATURES_OF_FIRST, List.of())),
            0,
            values);
    Folds folds =
        Folds.of(
            sampling,
            0,
            new FoldSettings(FoldSettings.Scheme.CONTIGUOUS, 5, Optional.empty(), false));
    return new Problem(design, folds, Files.createDirectories(place.resolve("prepared")));
  }

  private final class Problem {
    private final Design design;
    private final Folds folds;
    private final Path prepared;

    Problem(Design design, Folds folds, Path prepared) {
      this.design = design;
      this.folds = folds;
      this.prepared = prepared;
    }

    RegressionBackend.Solver open() throws IOException {
      component().prepare(settings(), design, folds, prepared, new TestTask(folder));
      return component().open(settings(), prepared, design, folds, new TestTask(folder));
    }
  }

  /** Features of unit variance, the first in another unit. */
  private static float[] design(float unit) {
    float[] values = noise(ROWS * FEATURES, 1);
    for (int row = 0; row < ROWS; row++) {
      values[row * FEATURES] *= unit;
    }
    return values;
  }

  /** Targets driven by the features, with noise of the given standard deviation. */
  private static float[] targets(double noise) {
    float[] design = design(1);
    float[] weights = noise(FEATURES * TARGETS, 2);
    float[] rest = noise(ROWS * TARGETS, 3);
    float[] targets = new float[ROWS * TARGETS];
    for (int row = 0; row < ROWS; row++) {
      for (int target = 0; target < TARGETS; target++) {
        double sum = 5 + noise * rest[row * TARGETS + target];
        for (int feature = 0; feature < FEATURES; feature++) {
          sum += design[row * FEATURES + feature] * weights[feature * TARGETS + target];
        }
        targets[row * TARGETS + target] = (float) sum;
      }
    }
    return targets;
  }

  private static float[] noise(int count, long seed) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static float[] column(float[] matrix, int column) {
    float[] values = new float[ROWS];
    for (int row = 0; row < ROWS; row++) {
      values[row] = matrix[row * TARGETS + column];
    }
    return values;
  }

  private static double correlation(float[] predictions, float[] targets, int column) {
    float[] a = column(predictions, column);
    float[] b = column(targets, column);
    double meanA = 0;
    double meanB = 0;
    for (int row = 0; row < ROWS; row++) {
      meanA += a[row] / ROWS;
      meanB += b[row] / ROWS;
    }
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int row = 0; row < ROWS; row++) {
      ab += (a[row] - meanA) * (b[row] - meanB);
      aa += (a[row] - meanA) * (a[row] - meanA);
      bb += (b[row] - meanB) * (b[row] - meanB);
    }
    return ab / Math.sqrt(aa * bb);
  }
}
