package dev.arcuate.engine.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.Problem;
import dev.arcuate.api.Resources;
import dev.arcuate.api.array.NpyWriter;
import dev.arcuate.api.fold.FoldSettings;
import dev.arcuate.api.fold.FoldSettings.Scheme;
import dev.arcuate.api.value.Design;
import dev.arcuate.api.value.Epochs;
import dev.arcuate.api.value.Fitted;
import dev.arcuate.api.value.Geometry;
import dev.arcuate.api.value.Prepared;
import dev.arcuate.api.value.Recording;
import dev.arcuate.api.value.Sampling;
import dev.arcuate.api.value.Scores;
import dev.arcuate.api.value.Targets;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Baselines, unique variance, leaks and epochs in one regression step. */
class NestedModelsTest {
  private static final int ROWS = 300;
  private static final Sampling STORY = new Sampling(2, List.of(new Sampling.Run("story", ROWS)));

  @TempDir private Path folder;
  private int count;

  @Test
  void scoresOfBaselinesStandBesideTheModels() throws IOException {
    Random random = new Random(1);
    float[] x = gaussian(random, ROWS * 5);
    // Target 0 follows the word rate, target 1 the layer, target 2 both, target 3 nothing.
    float[] y = gaussian(random, ROWS * 4);
    for (int row = 0; row < ROWS; row++) {
      float rate = x[row * 5];
      float layer = x[row * 5 + 2];
      y[row * 4] += 2 * rate;
      y[row * 4 + 1] += 2 * layer;
      y[row * 4 + 2] += rate + layer;
    }
    TestTask task =
        run(design(x), recording(y, 4), settings(List.of("all"), true), new PlainRidge());
    Scores scores = task.result("scores", Scores.class);
    assertThat(scores.maps())
        .containsExactlyInAnyOrder(
            "r",
            "r2",
            "alpha",
            "baseline-r",
            "baseline-r2",
            "model-r",
            "model-r2",
            "word-rate-r",
            "word-rate-r2",
            "word-length-r",
            "word-length-r2",
            "without-word-rate-r",
            "without-word-rate-r2",
            "without-word-length-r",
            "without-word-length-r2",
            "autocorrelation-r",
            "autocorrelation-r2",
            "gain",
            "gain-r2",
            "unique-r2-word-rate",
            "unique-r2-word-length",
            "unique-r2-layer-3");
    assertThat(scores.mean("baseline-r")[0]).isGreaterThan(0.8);
    assertThat(scores.mean("model-r")[0]).isLessThan(0.2);
    assertThat(scores.mean("gain")[0]).isCloseTo(0, within(0.05));
    assertThat(scores.mean("gain")[1]).isGreaterThan(0.6);
    assertThat(scores.mean("word-rate-r")[0]).isGreaterThan(0.8);
    assertThat(scores.mean("word-length-r")[0]).isLessThan(0.2);
    for (int target = 0; target < 4; target++) {
      assertThat(scores.mean("autocorrelation-r")[target]).isCloseTo(0, within(0.15));
      assertThat(scores.mean("gain")[target])
          .isCloseTo(scores.mean("r")[target] - scores.mean("baseline-r")[target], within(1e-6));
      assertThat(scores.mean("unique-r2-layer-3")[target])
          .isCloseTo(scores.mean("r2")[target] - scores.mean("baseline-r2")[target], within(1e-6));
    }
    assertThat(scores.mean("unique-r2-word-rate")[2]).isCloseTo(1 / 3.0, within(0.08));
    assertThat(scores.facts())
        .containsEntry("baseline", Map.of("feature-groups", List.of("word-rate", "word-length")));
  }

  @Test
  void aPartOfADesignIsScoredAsIfItWereAlone() throws IOException {
    Random random = new Random(2);
    float[] x = gaussian(random, ROWS * 5);
    float[] y = gaussian(random, ROWS * 3);
    float[] layer = new float[ROWS * 3];
    for (int row = 0; row < ROWS; row++) {
      System.arraycopy(x, row * 5 + 2, layer, row * 3, 3);
      y[row * 3] += x[row * 5 + 3];
    }
    Scores nested =
        run(
                design(x),
                recording(y, 3),
                settings(List.of("word-rate", "word-length"), false),
                new PlainRidge())
            .result("scores", Scores.class);
    Design alone =
        Design.write(
            next("design"), STORY, List.of(new Design.Group("layer-3", 3, List.of())), 8, layer);
    Scores own =
        run(alone, recording(y, 3), settings(List.of(), false), new PlainRidge())
            .result("scores", Scores.class);
    assertThat(nested.map("model-r").toArray()).containsExactly(own.map("r").toArray());
  }

  @Test
  void anUntrainedTwinStandsBesideTheModel() throws IOException {
    Random random = new Random(3);
    float[] x = gaussian(random, ROWS * 5);
    float[] twin = gaussian(random, ROWS * 5);
    float[] y = gaussian(random, ROWS);
    for (int row = 0; row < ROWS; row++) {
      twin[row * 5] = x[row * 5];
      twin[row * 5 + 1] = x[row * 5 + 1];
      y[row] += 2 * x[row * 5 + 4] + x[row * 5];
    }
    RegressionSettings settings = settings(List.of("all"), false);
    TestTask task = task(design(x), recording(y, 1)).with("untrained", design(twin));
    Scores scores = run(task, settings, new PlainRidge()).result("scores", Scores.class);
    assertThat(scores.mean("gain")[0]).isGreaterThan(0.3);
    assertThat(scores.mean("untrained-gain")[0]).isCloseTo(0, within(0.06));
    assertThat(scores.mean("untrained-r")[0]).isCloseTo(scores.mean("baseline-r")[0], within(0.06));
  }

  @Test
  void aBaselineThatTheDesignLacksIsNamed() {
    assertThatThrownBy(
            () ->
                run(
                    design(new float[ROWS * 5]),
                    recording(new float[ROWS], 1),
                    settings(List.of("word-rat"), false),
                    new PlainRidge()))
        .hasMessage(
            "error UNKNOWN_BASELINE: 'baselines' names 'word-rat', but the groups of the design are"
                + " word-rate, word-length, layer-3");
  }

  @Test
  void everySensorAndTimeOfEpochsIsATarget() throws IOException {
    Random random = new Random(4);
    int times = 6;
    List<Double> onsets = IntStream.range(0, ROWS).mapToObj(i -> i * 0.4).toList();
    List<String> sentences = IntStream.range(0, ROWS).mapToObj(i -> "s" + i / 8).toList();
    Sampling events =
        new Sampling(
            0.4, List.of(new Sampling.Run("1", ROWS)), Optional.empty(), sentences, onsets);
    Geometry sensors =
        new Geometry.Sensors(List.of("A1", "A2"), List.of("mag", "mag"), new double[6]);
    float[] x = gaussian(random, ROWS * 5);
    float[] y = gaussian(random, ROWS * 2 * times);
    for (int row = 0; row < ROWS; row++) {
      y[row * 2 * times + times + 4] += 2 * x[row * 5 + 3]; // A2, 300 ms
    }
    Epochs epochs =
        new Epochs(
            next("epochs"),
            "07",
            events,
            IntStream.range(0, ROWS).boxed().toList(),
            times,
            -0.1,
            0.1,
            "T",
            sensors);
    try (NpyWriter writer = epochs.write()) {
      writer.append(y, 0, y.length);
    }
    Design design = Design.write(next("design"), events, groups(), epochs.spanSeconds(), x);
    Scores scores =
        run(design, epochs, settings(List.of(), false), new PlainRidge())
            .result("scores", Scores.class);
    assertThat(scores.geometry()).isEqualTo(new Geometry.OverTime(sensors, times, -0.1, 0.1));
    double[] r = scores.mean("r");
    assertThat(r[times + 4]).isGreaterThan(0.7);
    assertThat(IntStream.range(0, 12).filter(t -> r[t] > 0.3)).containsExactly(times + 4);
    assertThat(scores.geometry().targetName(times + 4)).isEqualTo("A2 at 300 ms");

    // Sentences are 3.2 s long and epochs half a second, but neighbours meet at the borders.
    Design careless = Design.write(next("design"), events, groups(), 0, x);
    assertThatThrownBy(() -> run(careless, epochs, settings(List.of(), false), new PlainRidge()))
        .hasMessageStartingWith(
            "error EPOCHS_OVERLAP: epochs of training rows share samples with epochs of test rows:"
                + " fold 1: 1 of ");
  }

  @Test
  void aStimulusThatWasPresentedTwiceIsRefusedUnlessItIsNamed() throws IOException {
    Random random = new Random(5);
    Sampling runs =
        new Sampling(
            2,
            List.of(
                new Sampling.Run("a", 100),
                new Sampling.Run("b", 100),
                new Sampling.Run("c", 100)));
    float[] x = gaussian(random, ROWS * 5);
    System.arraycopy(x, 0, x, 200 * 5, 100 * 5);
    Design design = Design.write(next("design"), runs, groups(), 8, x);
    Recording recording = recording(runs, gaussian(random, ROWS), 1);
    assertThatThrownBy(() -> run(design, recording, settings(List.of(), false), new PlainRidge()))
        .hasMessage(
            "error STIMULUS_REPEATED: the same stimulus is tested and trained on: 10 samples from"
                + " sample 1 of run a are those from sample 1 of run c");

    RegressionSettings named =
        settings(
            new FoldSettings(
                Scheme.RUNS, 5, Optional.empty(), false, Map.of("a", "tale", "c", "tale"), 0));
    assertThat(run(design, recording, named, new PlainRidge()).warnings())
        .extracting(Problem::code)
        .doesNotContain("LEAKY_FOLDS");

    RegressionSettings allowed = settings(new FoldSettings(Scheme.RUNS, 5, Optional.empty(), true));
    TestTask task = run(design, recording, allowed, new PlainRidge());
    assertThat(task.warnings()).extracting(Problem::code).contains("LEAKY_FOLDS");
    assertThat(task.result("scores", Scores.class).facts()).containsEntry("leaky", true);
  }

  @Test
  void whatWasFittedOnAllRowsIsRefused() throws IOException {
    float[] x = gaussian(new Random(6), ROWS * 5);
    Design design = new Design(next("design"), STORY, groups(), 8, List.of(Fitted.onAll("pca")));
    design.write(x);
    assertThatThrownBy(
            () -> run(design, recording(x, 5), settings(List.of(), false), new PlainRidge()))
        .hasMessage("error FITTED_ON_TEST_ROWS: pca was fitted on all rows, test rows among them");
  }

  @Test
  void whatWasFittedOnRunsThatAreTestedIsRefused() throws IOException {
    float[] x = gaussian(new Random(6), ROWS * 5);
    Recording recording = recording(x, 5);
    assertThatThrownBy(
            () ->
                run(fittedOn("story", x), recording, settings(List.of(), false), new PlainRidge()))
        .hasMessage(
            "error FITTED_ON_TEST_ROWS: pca was fitted on run story of the story, which is tested"
                + " here");
    TestTask elsewhere =
        run(fittedOn("other", x), recording, settings(List.of(), false), new PlainRidge());
    assertThat(elsewhere.result("scores", Scores.class).facts()).containsEntry("leaky", false);

    FoldSettings leaky = new FoldSettings(Scheme.CONTIGUOUS, 5, Optional.empty(), true);
    TestTask allowed = run(fittedOn("story", x), recording, settings(leaky), new PlainRidge());
    assertThat(allowed.result("scores", Scores.class).facts())
        .containsEntry("leaky", true)
        .containsEntry(
            "leaks", List.of("pca was fitted on run story of the story, which is tested here"));
  }

  private Design fittedOn(String run, float[] x) throws IOException {
    List<Fitted> fitted = List.of(new Fitted("pca", List.of(run)));
    Design design = new Design(next("design"), STORY, groups(), 8, fitted);
    design.write(x);
    return design;
  }

  @Test
  void anUntrainedTwinLeaksNoMoreThanTheDesign() throws IOException {
    float[] x = gaussian(new Random(6), ROWS * 5);
    RegressionSettings settings = settings(List.of(), false);
    assertThatThrownBy(() -> twins(x, new Design(next("u"), STORY, groups(), 12), settings))
        .hasMessage(
            "error UNTRAINED_DIFFERS: the untrained design looks 12.0 s back, the design 8.0 s");
    Design fitted =
        new Design(next("u"), STORY, groups(), 8, List.of(new Fitted("pca", List.of("story"))));
    assertThatThrownBy(() -> twins(x, fitted, settings))
        .hasMessage(
            "error UNTRAINED_DIFFERS: pca was fitted for the untrained design, and not for the"
                + " design");
  }

  private void twins(float[] x, Design untrained, RegressionSettings settings) throws IOException {
    untrained.write(x);
    TestTask task =
        new TestTask(next("task")).with("design", design(x)).with("untrained", untrained);
    new RegressionPrepareStage()
        .run(
            new PlainRidge(),
            new PlainRidge.Settings(0.01, 1000, false),
            Optional.of(settings.preparation()),
            task);
  }

  @Test
  void aQuirkThatLeaksIsRefusedUnlessTheFoldsNameItToo() throws IOException {
    float[] x = gaussian(new Random(6), ROWS * 5);
    Design design =
        new Design(
            next("design"),
            STORY,
            groups(),
            8,
            List.of(),
            List.of("delay.wrap", "tokenize.isolated"));
    design.write(x);
    assertThatThrownBy(
            () -> run(design, recording(x, 5), settings(List.of(), false), new PlainRidge()))
        .hasMessage(
            "error QUIRK_LEAKS: the design follows the quirk delay.wrap (delays go round in a circle:"
                + " the end of a run reaches its start)");

    FoldSettings named =
        new FoldSettings(
            Scheme.CONTIGUOUS,
            5,
            Optional.empty(),
            false,
            Map.of(),
            0,
            List.of("delay.wrap", "cv.no-gap"));
    TestTask task = run(design, recording(x, 5), settings(named), new PlainRidge());
    Map<String, Object> facts = task.result("scores", Scores.class).facts();
    assertThat(facts)
        .containsEntry("leaky", true)
        .containsEntry("gap-rows", 0)
        .containsEntry("quirks", List.of("delay.wrap", "tokenize.isolated", "cv.no-gap"));
    assertThat(facts.get("leaks").toString()).contains("a gap of 0 s", "delay.wrap");
    assertThat(task.warnings()).extracting(Problem::code).contains("LEAKY_FOLDS");
  }

  @Test
  void missingAndConstantTargetsAreNamedBySubjectRunAndIndex() throws IOException {
    float[] y = gaussian(new Random(7), ROWS * 3);
    y[41 * 3 + 1] = Float.NaN;
    for (int row = 0; row < ROWS; row++) {
      y[row * 3 + 2] = 4;
    }
    TestTask task =
        run(
            design(gaussian(new Random(8), ROWS * 5)),
            recording(y, 3),
            settings(List.of(), false),
            new PlainRidge());
    assertThat(task.warnings())
        .extracting(Problem::message)
        .contains(
            "1 of 3 targets of subject 01 have values that are no finite numbers; the first is"
                + " target 2 (region1), which is NaN in sample 42 of run story",
            "1 of 3 targets of subject 01 do not vary in some run; the first is target 3"
                + " (region2)");
  }

  @Test
  void aRecordingOfHolesIsRefused() throws IOException {
    float[] y = new float[ROWS * 2];
    java.util.Arrays.fill(y, Float.POSITIVE_INFINITY);
    assertThatThrownBy(
            () ->
                run(
                    design(gaussian(new Random(8), ROWS * 5)),
                    recording(y, 2),
                    settings(List.of(), false),
                    new PlainRidge()))
        .hasMessage(
            "error NO_TARGET_TO_FIT: none of the 2 targets of subject 01 can be fitted: 0 do not vary"
                + " in some run, 2 have values that are no finite numbers; the first is Infinity in"
                + " sample 1 of run story");
  }

  private static float[] gaussian(Random random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static List<Design.Group> groups() {
    return List.of(
        new Design.Group("word-rate", 1, List.of(), true),
        new Design.Group("word-length", 1, List.of(), true),
        new Design.Group("layer-3", 3, List.of()));
  }

  private static RegressionSettings settings(List<String> baselines, boolean unique) {
    return new RegressionSettings(
        new FoldSettings(Scheme.CONTIGUOUS, 5, Optional.empty(), false),
        baselines,
        unique,
        0,
        RegressionSettings.Permute.SHIFT,
        1,
        false,
        0);
  }

  private static RegressionSettings settings(FoldSettings folds) {
    return new RegressionSettings(folds, 0, 1);
  }

  private Path next(String name) throws IOException {
    return Files.createDirectories(folder.resolve(name + count++));
  }

  private Design design(float[] values) throws IOException {
    return Design.write(next("design"), STORY, groups(), 8, values);
  }

  private Recording recording(float[] values, int targets) throws IOException {
    return recording(STORY, values, targets);
  }

  private Recording recording(Sampling sampling, float[] values, int targets) throws IOException {
    Geometry regions =
        new Geometry.Regions(IntStream.range(0, targets).mapToObj(t -> "region" + t).toList());
    Recording recording = new Recording(next("recording"), "01", sampling, "z", regions);
    try (NpyWriter writer = recording.write()) {
      writer.append(values, 0, values.length);
    }
    return recording;
  }

  private TestTask task(Design design, Targets targets) throws IOException {
    return new TestTask(next("task"))
        .with(Resources.of(2, 512))
        .with("design", design)
        .with("targets", targets);
  }

  private TestTask run(
      Design design, Targets targets, RegressionSettings settings, PlainRidge backend)
      throws IOException {
    return run(task(design, targets), settings, backend);
  }

  private static TestTask run(TestTask task, RegressionSettings settings, PlainRidge backend)
      throws IOException {
    PlainRidge.Settings own = new PlainRidge.Settings(1, 1000, false);
    new RegressionPrepareStage().run(backend, own, Optional.of(settings.preparation()), task);
    task.with("prepared", task.result("prepared", Prepared.class));
    new RegressionStage().run(backend, own, Optional.of(settings), task);
    return task;
  }
}
