package dev.arcuate.engine.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.RegressionBackend;
import dev.arcuate.api.Resources;
import dev.arcuate.api.array.NpyWriter;
import dev.arcuate.api.fold.FoldSettings;
import dev.arcuate.api.fold.Folds;
import dev.arcuate.api.value.Design;
import dev.arcuate.api.value.Geometry;
import dev.arcuate.api.value.Prepared;
import dev.arcuate.api.value.Recording;
import dev.arcuate.api.value.Sampling;
import dev.arcuate.api.value.Sampling.Run;
import dev.arcuate.api.value.Scores;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegressionStageTest {
  private static final Sampling TWO_RUNS =
      new Sampling(2, List.of(new Run("one", 140), new Run("two", 120)));
  private static final int FEATURES = 3;

  @TempDir Path folder;
  private int count;

  @Test
  void drivenTargetsAreFoundAndOthersAreNot() throws IOException {
    float[] x = noise(TWO_RUNS.samples() * FEATURES, 1, 0);
    float[] y = noise(TWO_RUNS.samples() * 20, 2, 0.6);
    for (int row = 0; row < TWO_RUNS.samples(); row++) {
      for (int target = 0; target < 10; target++) {
        y[row * 20 + target] += 2 * x[row * FEATURES + target % FEATURES];
      }
    }
    Scores scores = regress(design(TWO_RUNS, x), recording(TWO_RUNS, y, 20), settings(400, false));
    double[] r = scores.mean("r");
    double[] p = scores.mean("p");
    double[] pMax = scores.mean("p-max");
    for (int target = 0; target < 20; target++) {
      if (target < 10) {
        assertThat(r[target]).as("r of driven target %d", target).isBetween(0.7, 0.99);
        assertThat(p[target]).isCloseTo(1 / 401.0, within(1e-7));
        assertThat(pMax[target]).isCloseTo(1 / 401.0, within(1e-7));
      } else {
        assertThat(Math.abs(r[target])).as("r of undriven target %d", target).isLessThan(0.3);
      }
      assertThat(pMax[target]).isGreaterThanOrEqualTo(p[target] - 1e-7);
    }
    assertThat(Arrays.stream(p, 10, 20).filter(v -> v < 0.01).count()).isLessThanOrEqualTo(1);
  }

  @Test
  void pValuesAreHonestForAutocorrelatedNoise() throws IOException {
    Sampling sampling = new Sampling(2, List.of(new Run("one", 260)));
    int targets = 300;
    int below05 = 0;
    int below20 = 0;
    int family = 0;
    int rounds = 4;
    for (int round = 0; round < rounds; round++) {
      float[] x = noise(sampling.samples() * FEATURES, 10 + round, 0.8);
      float[] y = noise(sampling.samples() * targets, 100 + round, 0.8);
      Scores scores =
          regress(design(sampling, x), recording(sampling, y, targets), settings(199, false));
      for (double p : scores.mean("p")) {
        assertThat(p).isBetween(1 / 200.0 - 1e-7, 1.0);
        below05 += p <= 0.05 ? 1 : 0;
        below20 += p <= 0.2 ? 1 : 0;
      }
      family += Arrays.stream(scores.mean("p-max")).anyMatch(p -> p <= 0.05) ? 1 : 0;
    }
    double all = rounds * targets;
    assertThat(below05 / all).isBetween(0.02, 0.08);
    assertThat(below20 / all).isBetween(0.13, 0.27);
    assertThat(family).isLessThanOrEqualTo(2);
  }

  /** The reason for fitting again: see {@link NullScores}. */
  @Test
  void shiftingPredictionsInsteadWouldCallNoiseSignificant() throws IOException {
    Sampling sampling = new Sampling(2, List.of(new Run("one", 260)));
    int targets = 300;
    double below05 = 0;
    int rounds = 4;
    for (int round = 0; round < rounds; round++) {
      Design design = design(sampling, noise(260 * FEATURES, 10 + round, 0.8));
      float[] y = noise(260 * targets, 100 + round, 0.8);
      Folds folds = Folds.of(sampling, 8, folds(Optional.empty(), false));
      PlainRidge.Settings own = new PlainRidge.Settings(1, targets, false);
      Path prepared =
          prepare(new PlainRidge(), design, settings(0, false)).folder().resolve("full/factors");
      float[] predictions;
      try (RegressionBackend.Solver solver =
          new PlainRidge().open(own, prepared, design, folds, new TestTask(next("task")))) {
        predictions = solver.solve(y, targets).predictions();
      }
      Shifts shifts = new Shifts(folds, sampling, 199, 7);
      double[] observed = meanScores(y, predictions, targets, folds);
      int[] counts = new int[targets];
      for (int shift = 0; shift < 199; shift++) {
        int[] source = shifts.sources(shift);
        float[] shifted = new float[y.length];
        for (int row = 0; row < 260; row++) {
          System.arraycopy(predictions, source[row] * targets, shifted, row * targets, targets);
        }
        double[] scores = meanScores(y, shifted, targets, folds);
        for (int target = 0; target < targets; target++) {
          counts[target] += scores[target] >= observed[target] ? 1 : 0;
        }
      }
      below05 += IntStream.of(counts).filter(c -> (1 + c) / 200.0 <= 0.05).count();
    }
    assertThat(below05 / (rounds * targets)).isGreaterThan(0.09);
  }

  private static double[] meanScores(float[] y, float[] predictions, int targets, Folds folds) {
    double[] mean = new double[targets];
    for (Folds.Fold fold : folds.list()) {
      double[] r = FoldScores.of(y, predictions, targets, fold.test()).r();
      for (int target = 0; target < targets; target++) {
        mean[target] += r[target] / folds.list().size();
      }
    }
    return mean;
  }

  @Test
  void tilesDoNotChangeTheScores() throws IOException {
    float[] x = noise(TWO_RUNS.samples() * FEATURES, 1, 0);
    float[] y = noise(TWO_RUNS.samples() * 23, 2, 0.5);
    y[5 * 23 + 7] = Float.NaN;
    Design design = design(TWO_RUNS, x);
    Recording recording = recording(TWO_RUNS, y, 23);
    Scores whole = regress(design, recording, settings(20, false));
    PlainRidge narrow = new PlainRidge();
    Scores tiled =
        regress(
            narrow, new PlainRidge.Settings(1, 4, true), design, recording, settings(20, false));
    assertThat(narrow.surveyed).containsExactly(4, 3, 4, 4, 4, 3);
    assertThat(narrow.solved).allMatch(columns -> columns <= 4).hasSize(6 * 21);
    assertThat(tiled.maps()).containsExactly("r", "r2", "alpha", "p", "q", "p-max");
    for (String map : tiled.maps()) {
      assertThat(tiled.map(map).toArray())
          .as(map)
          .usingComparatorWithPrecision(1e-6f)
          .containsExactly(whole.map(map).toArray());
    }
  }

  @Test
  void targetsThatCannotBeFittedHaveNoScore() throws IOException {
    float[] x = noise(TWO_RUNS.samples() * FEATURES, 1, 0);
    float[] y = noise(TWO_RUNS.samples() * 4, 2, 0.5);
    for (int row = 0; row < TWO_RUNS.samples(); row++) {
      y[row * 4 + 1] = row < 140 ? 3.7f : y[row * 4 + 1];
    }
    y[100 * 4 + 2] = Float.POSITIVE_INFINITY;
    Scores scores = regress(design(TWO_RUNS, x), recording(TWO_RUNS, y, 4), settings(9, false));
    for (String map : scores.maps()) {
      assertThat(scores.mean(map)[0]).as(map).isFinite();
      assertThat(scores.mean(map)[1]).as(map).isNaN();
      assertThat(scores.mean(map)[2]).as(map).isNaN();
      assertThat(scores.mean(map)[3]).as(map).isFinite();
    }
    assertThat(scores.facts())
        .containsEntry("targets", 4)
        .containsEntry("targets-constant", 1)
        .containsEntry("targets-missing", 1);
  }

  @Test
  void factsSayHowTheNumbersCameAbout() throws IOException {
    Scores scores =
        regress(
            design(TWO_RUNS, noise(TWO_RUNS.samples() * FEATURES, 1, 0)),
            recording(TWO_RUNS, noise(TWO_RUNS.samples() * 2, 2, 0), 2),
            settings(1000, false));
    assertThat(scores.subject()).isEqualTo("01");
    assertThat(scores.map("r").rows()).isEqualTo(5);
    assertThat(scores.facts())
        .containsEntry("backend", "plain-ridge")
        .containsEntry("rows", 260)
        .containsEntry("features", 3)
        .containsEntry("folds", 5)
        .containsEntry("fold-scheme", "contiguous")
        .containsEntry("gap-rows", 5)
        .containsEntry("leaky", false)
        .containsEntry("permutations", 1000)
        .containsEntry("seed", 7)
        .containsEntry("alpha-at-greatest-of-grid", 1.0)
        .containsEntry("folds-without-variance", 0);
  }

  @Test
  void penaltiesAtTheEndOfTheGridAreAWarning() throws IOException {
    TestTask task =
        task(
            design(TWO_RUNS, noise(TWO_RUNS.samples() * FEATURES, 1, 0)),
            recording(TWO_RUNS, noise(TWO_RUNS.samples() * 2, 2, 0), 2));
    run(new PlainRidge(), new PlainRidge.Settings(1, 100, false), settings(0, false), task);
    assertThat(task.warnings())
        .singleElement()
        .hasToString(
            "warning ALPHA_AT_GRID_END: 0 % of the penalties chosen are the least and 100 % the"
                + " greatest of the grid: the best may lie outside");
  }

  @Test
  void equalSeedsGiveEqualPValues() throws IOException {
    Design design = design(TWO_RUNS, noise(TWO_RUNS.samples() * FEATURES, 1, 0.7));
    Recording recording = recording(TWO_RUNS, noise(TWO_RUNS.samples() * 6, 2, 0.7), 6);
    Scores one = regress(design, recording, settings(50, false));
    Scores two = regress(design, recording, settings(50, false));
    Scores other =
        regress(design, recording, new RegressionSettings(folds(Optional.empty(), false), 50, 8));
    assertThat(one.map("p").toArray()).containsExactly(two.map("p").toArray());
    assertThat(one.map("p").toArray()).isNotEqualTo(other.map("p").toArray());
  }

  @Test
  void drawingBlocksOfTestRowsGivesAnIntervalForEveryTarget() throws IOException {
    Design design = design(TWO_RUNS, noise(TWO_RUNS.samples() * FEATURES, 1, 0.7));
    float[] y = noise(TWO_RUNS.samples() * 3, 2, 0.7);
    for (int row = 0; row < TWO_RUNS.samples(); row++) {
      y[row * 3] += 2 * design.matrix().at(row, 0);
      y[row * 3 + 2] = 1;
    }
    Scores scores =
        regress(
            design,
            recording(TWO_RUNS, y, 3),
            new RegressionSettings(
                folds(Optional.empty(), false),
                List.of(),
                false,
                0,
                RegressionSettings.Permute.SHIFT,
                1,
                false,
                300));
    assertThat(scores.facts()).containsEntry("bootstraps", 300);
    double[] low = scores.mean("ci-low");
    double[] high = scores.mean("ci-high");
    assertThat(scores.mean("r")[0]).isBetween(low[0], high[0]);
    assertThat(low[0]).isGreaterThan(0.5);
    assertThat(low[1]).isLessThan(high[1]);
    assertThat(low[2]).isNaN();
  }

  @Test
  void recordingsOnAnotherClockAreRefusedNamingBoth() throws IOException {
    Sampling other = new Sampling(1.5, List.of(new Run("one", 140), new Run("three", 120)));
    Design design = design(TWO_RUNS, noise(TWO_RUNS.samples() * FEATURES, 1, 0));
    Recording recording = recording(other, noise(260 * 2, 2, 0), 2);
    assertThatThrownBy(() -> regress(design, recording, settings(0, false)))
        .isInstanceOf(ProblemException.class)
        .hasMessage(
            "error SAMPLING_MISMATCH: the design and the targets of subject 01 do not stand on the"
                + " same clock: the design has run one of 140 samples, run two of 120 samples,"
                + " every 2.0 s; the targets have run one of 140 samples, run three of 120 samples,"
                + " every 1.5 s");
  }

  @Test
  void leaksThatTheWorkflowAllowsAreSaidOnTheResult() throws IOException {
    TestTask task =
        task(
            design(TWO_RUNS, noise(TWO_RUNS.samples() * FEATURES, 1, 0)),
            recording(TWO_RUNS, noise(TWO_RUNS.samples() * 2, 2, 0), 2));
    run(
        new PlainRidge(),
        new PlainRidge.Settings(1, 100, false),
        new RegressionSettings(folds(Optional.of(Duration.ZERO), true), 0, 0),
        task);
    assertThat(task.warnings()).extracting(Problem::code).contains("LEAKY_FOLDS");
    assertThat(task.result("scores", Scores.class).facts()).containsEntry("leaky", true);
  }

  @Test
  void allShiftsAreTakenIfThereAreFewerThanAskedFor() throws IOException {
    Sampling sampling = new Sampling(2, List.of(new Run("one", 60)));
    TestTask task =
        task(design(sampling, noise(60 * FEATURES, 1, 0)), recording(sampling, noise(60, 2, 0), 1));
    run(new PlainRidge(), new PlainRidge.Settings(1, 100, false), settings(1000, false), task);
    Scores scores = task.result("scores", Scores.class);
    assertThat(scores.facts()).containsEntry("permutations", 51);
    assertThat(task.warnings()).extracting(Problem::code).contains("FEW_PERMUTATIONS");
    assertThat(scores.mean("p")[0] * 52)
        .isCloseTo(Math.rint(scores.mean("p")[0] * 52), within(1e-4));
  }

  @Test
  void aRunTooShortToBeShiftedIsRefused() throws IOException {
    Sampling sampling = new Sampling(2, List.of(new Run("one", 100), new Run("tiny", 9)));
    Design design = design(sampling, noise(109 * FEATURES, 1, 0));
    Recording recording = recording(sampling, noise(109, 2, 0), 1);
    assertThatThrownBy(() -> regress(design, recording, settings(10, false)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(
            "RUN_TOO_SHORT_FOR_SHIFTS: run tiny has 9 samples, too few to be shifted by at least 5"
                + " both ways");
  }

  @Test
  void shiftsKeepEveryRunToItselfAndTheGap() {
    Folds folds = Folds.of(TWO_RUNS, 8, folds(Optional.empty(), false));
    Shifts shifts = new Shifts(folds, TWO_RUNS, 200, 3);
    for (int permutation = 0; permutation < 200; permutation++) {
      int[] source = shifts.sources(permutation);
      assertThat(IntStream.of(source).sorted().toArray())
          .containsExactly(IntStream.range(0, 260).toArray());
      for (int row = 0; row < 260; row++) {
        boolean first = row < 140;
        int length = first ? 140 : 120;
        assertThat(source[row] < 140).isEqualTo(first);
        int distance = Math.floorMod(source[row] - row, length);
        assertThat(Math.min(distance, length - distance)).isGreaterThanOrEqualTo(5);
      }
    }
  }

  @Test
  void aDesignWithAHoleIsRefusedByItsPreparation() throws IOException {
    float[] x = noise(TWO_RUNS.samples() * FEATURES, 1, 0);
    x[10 * FEATURES + 2] = Float.NaN;
    Design design = design(TWO_RUNS, x);
    assertThatThrownBy(() -> prepare(new PlainRidge(), design, settings(0, false)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(
            "DESIGN_NOT_FINITE: the design is NaN in sample 11 of run one, column 1 of group 'second'");
  }

  private static FoldSettings folds(Optional<Duration> gap, boolean allowLeaky) {
    return new FoldSettings(FoldSettings.Scheme.CONTIGUOUS, 5, gap, allowLeaky);
  }

  private static RegressionSettings settings(int permutations, boolean allowLeaky) {
    return new RegressionSettings(folds(Optional.empty(), allowLeaky), permutations, 7);
  }

  /** First-order autoregressive noise of unit variance, column by column. */
  private static float[] noise(int length, long seed, double memory) {
    Random random = new Random(seed);
    float[] values = new float[length];
    int columns = columns(length);
    for (int c = 0; c < columns; c++) {
      double state = random.nextGaussian();
      for (int row = 0; row < length / columns; row++) {
        values[row * columns + c] = (float) state;
        state = memory * state + Math.sqrt(1 - memory * memory) * random.nextGaussian();
      }
    }
    return values;
  }

  /** All recordings here have 260, 109 or 60 rows. */
  private static int columns(int length) {
    for (int rows : new int[] {260, 109, 60}) {
      if (length % rows == 0) {
        return length / rows;
      }
    }
    throw new IllegalArgumentException("length " + length);
  }

  private Path next(String name) throws IOException {
    return Files.createDirectories(folder.resolve(name + count++));
  }

  private Design design(Sampling sampling, float[] values) throws IOException {
    return Design.write(
        next("design"),
        sampling,
        List.of(new Design.Group("first", 2, List.of()), new Design.Group("second", 1, List.of())),
        8,
        values);
  }

  private Recording recording(Sampling sampling, float[] values, int targets) throws IOException {
    Geometry geometry =
        new Geometry.Regions(IntStream.range(0, targets).mapToObj(t -> "region" + t).toList());
    Recording recording = new Recording(next("recording"), "01", sampling, "z", geometry);
    try (NpyWriter writer = recording.write()) {
      writer.append(values, 0, values.length);
    }
    return recording;
  }

  private Scores regress(Design design, Recording recording, RegressionSettings settings)
      throws IOException {
    return regress(
        new PlainRidge(), new PlainRidge.Settings(1, 1000, false), design, recording, settings);
  }

  private Scores regress(
      PlainRidge backend,
      PlainRidge.Settings own,
      Design design,
      Recording recording,
      RegressionSettings settings)
      throws IOException {
    TestTask task = task(design, recording);
    run(backend, own, settings, task);
    return task.result("scores", Scores.class);
  }

  private TestTask task(Design design, Recording recording) throws IOException {
    return new TestTask(next("task"))
        .with(Resources.of(2, 512))
        .with("design", design)
        .with("targets", recording);
  }

  private void run(
      PlainRidge backend, PlainRidge.Settings own, RegressionSettings settings, TestTask task)
      throws IOException {
    Design design = task.input("design", Design.class);
    task.with("prepared", prepare(backend, design, settings));
    new RegressionStage().run(backend, own, Optional.of(settings), task);
  }

  private Prepared prepare(PlainRidge backend, Design design, RegressionSettings settings)
      throws IOException {
    TestTask task = new TestTask(next("prepare")).with("design", design);
    new RegressionPrepareStage()
        .run(
            backend,
            new PlainRidge.Settings(1, 1, false),
            Optional.of(new PreparationSettings(settings.folds())),
            task);
    return task.result("prepared", Prepared.class);
  }
}
