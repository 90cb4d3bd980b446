package dev.arcuate.plugin.bidsfmri.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.array.NpyWriter;
import dev.arcuate.api.value.Activations;
import dev.arcuate.api.value.Files;
import dev.arcuate.api.value.Json;
import dev.arcuate.api.value.Table;
import dev.arcuate.api.value.Words;
import dev.arcuate.plugin.bidsfmri.nifti.NiftiReader;
import dev.arcuate.plugin.bidsfmri.simulate.SimulateSettings.Sphere;
import dev.arcuate.testkit.PlainLinearAlgebra;
import dev.arcuate.testkit.StepContract;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SimulateStepTest extends StepContract<SimulateSettings> {
  private static final int WORDS = 400;
  private static final int WIDTH = 12;
  private static final Sphere LEFT = new Sphere(List.of(-24.0, 0.0, 0.0), 9);
  private static final Sphere RIGHT = new Sphere(List.of(24.0, 0.0, 0.0), 9);

  @Override
  protected SimulateStep component() {
    return new SimulateStep(new PlainLinearAlgebra());
  }

  @Override
  protected SimulateSettings settings() {
    return settings(0.6, 1, false, "middle");
  }

  private static SimulateSettings settings(
      double signal, long seed, boolean nothing, String layer) {
    return new SimulateSettings(
        List.of("01", "02"),
        "story",
        SimulateSettings.Format.VOLUMES,
        2,
        List.of(12, 10, 8),
        8,
        layer,
        LEFT,
        RIGHT,
        signal,
        0.4,
        0.5,
        seed,
        nothing);
  }

  @Override
  protected TestTask task(Path place) throws IOException {
    Path folder = java.nio.file.Files.createDirectories(place.resolve("activations"));
    return new TestTask(place).with("words", words()).with("activations", activations(folder));
  }

  private static SimulateSettings withoutDrift() {
    return new SimulateSettings(
        List.of("01"),
        "story",
        SimulateSettings.Format.VOLUMES,
        2,
        List.of(12, 10, 8),
        8,
        "middle",
        LEFT,
        RIGHT,
        0.6,
        0.4,
        0,
        1,
        false);
  }

  private static Words words() {
    StringBuilder text = new StringBuilder();
    List<Words.Word> list = new ArrayList<>();
    Random random = new Random(4);
    double onset = 1;
    for (int i = 0; i < WORDS; i++) {
      int start = text.length();
      text.append("word").append(i);
      list.add(new Words.Word("1", onset, 0.2, i / 9, start, text.length(), true, "word" + i));
      text.append(' ');
      onset += 0.25 + 0.5 * random.nextDouble() + (i % 9 == 8 ? 1.5 : 0);
    }
    return new Words(text.toString(), list);
  }

  /** Three layers, of which each is the one before, turned a little, and something of its own. */
  private static Activations activations(Path folder) throws IOException {
    Activations activations =
        Activations.write(folder, "model", List.of("first", "middle", "last"));
    Random random = new Random(5);
    double[] state = random.doubles((long) WORDS * WIDTH, -1, 1).toArray();
    for (int layer = 0; layer < 3; layer++) {
      float[] values = new float[WORDS * WIDTH];
      for (int i = 0; i < state.length; i++) {
        state[i] = 0.9 * state[i] + 0.3 * random.nextGaussian();
        values[i] = (float) (state[i] + 3);
      }
      try (NpyWriter writer = activations.layerWriter(layer, WORDS, WIDTH)) {
        writer.append(values, 0, values.length);
      }
    }
    return activations;
  }

  private Path run(SimulateSettings settings, String name) throws IOException {
    TestTask task = task(folder.resolve(name));
    component().run(settings, task);
    return task.result("dataset", Files.class).folder();
  }

  /** [volumes][voxels of the box] */
  private static float[][] images(Path dataset, String subject) throws IOException {
    String name = "sub-" + subject + "/func/sub-" + subject + "_task-story_bold.nii.gz";
    try (NiftiReader reader = NiftiReader.open(dataset.resolve(name), name)) {
      assertThat(reader.header().repetitionTime().orElseThrow().seconds()).isEqualTo(2);
      float[][] volumes = new float[reader.header().volumes()][reader.header().voxels()];
      for (float[] volume : volumes) {
        reader.readVolume(volume);
      }
      return volumes;
    }
  }

  private static float[] mask(Path dataset) throws IOException {
    try (NiftiReader reader =
        NiftiReader.open(dataset.resolve("ground-truth_mask.nii.gz"), "mask")) {
      float[] mask = new float[reader.header().voxels()];
      reader.readVolume(mask);
      return mask;
    }
  }

  @Test
  void laysTheDatasetOutByBids() throws IOException {
    Path dataset = run(settings(), "run");
    assertThat(Json.read(dataset.resolve("dataset_description.json")).text("BIDSVersion"))
        .isEqualTo("1.9.0");
    assertThat(Table.read(dataset.resolve("participants.tsv")).text(1, "participant_id"))
        .isEqualTo("sub-02");
    Table events = Table.read(dataset.resolve("sub-01/func/sub-01_task-story_events.tsv"));
    assertThat(events.rows()).isEqualTo(WORDS);
    assertThat(events.text(3, "word")).isEqualTo("word3");
    assertThat(
            Json.read(dataset.resolve("sub-02/func/sub-02_task-story_bold.json"))
                .number("RepetitionTime"))
        .isEqualTo(2);
    assertThat(dataset.resolve(".bidsignore")).hasContent("ground-truth*");
  }

  @Test
  void tellsWhatItPlanted() throws IOException {
    TestTask task = task(folder);
    component().run(settings(), task);
    Table truth = task.result("truth", Table.class);
    Map<String, String> planted = new HashMap<>();
    for (int row = 0; row < truth.rows(); row++) {
      planted.put(truth.text(row, "key"), truth.text(row, "value"));
    }
    assertThat(planted)
        .containsEntry("planted-layer", "middle")
        .containsEntry("null", "false")
        .containsEntry("region-radius-mm", "9.0")
        .containsEntry("signal", "0.6");
    assertThat(planted.get("region-centre-mm")).startsWith("-24.0 ");
    assertThat(Double.parseDouble(planted.get("unexplained-by-other-layers"))).isBetween(0.05, 0.9);
    Path dataset = task.result("dataset", Files.class).folder();

    Json.Node json = Json.read(dataset.resolve("ground-truth.json"));
    assertThat(json.text("planted-layer")).isEqualTo("middle");
    assertThat(json.integer("region-voxels")).isEqualTo(count(mask(dataset), 1)).isGreaterThan(5);
  }

  private static int count(float[] mask, float label) {
    int count = 0;
    for (float value : mask) {
      count += value == label ? 1 : 0;
    }
    return count;
  }

  /** Voxels of a region share a response and not their noise, so their mean tells the response. */
  @Test
  void plantsTheShareOfVarianceThatItSays() throws IOException {
    Path dataset = run(withoutDrift(), "run");
    float[][] volumes = images(dataset, "01");
    float[] mask = mask(dataset);
    double between = 0;
    int pairs = 0;
    List<Integer> rate = new ArrayList<>();
    for (int v = 0; v < mask.length; v++) {
      if (mask[v] == 2) {
        rate.add(v);
      }
    }
    for (int a : rate) {
      for (int b : rate) {
        if (a < b) {
          between += correlation(volumes, a, b);
          pairs++;
        }
      }
    }
    assertThat(between / pairs).isCloseTo(0.6, within(0.06));
  }

  @Test
  void drivesTheRegionByThePlantedLayerAndTheOtherRegionByTheRateOfWords() throws IOException {
    Path dataset = run(withoutDrift(), "run");
    TestTask task = task(folder.resolve("again"));
    Activations activations = task.input("activations", Activations.class);
    float[][] volumes = images(dataset, "01");
    float[] mask = mask(dataset);
    PlantedFeatures features = PlantedFeatures.of(activations, 1, new PlainLinearAlgebra());
    ForwardModel model = new ForwardModel(words(), StimulusRuns.of(words(), 2), 2);
    double[] planted = model.respond(features.values(), features.width());
    double[] ones = new double[WORDS];
    java.util.Arrays.fill(ones, 1);
    double[] rate = model.respond(ones, 1);
    double[] inRegion = new double[2];
    double[] inRate = new double[2];
    double[] elsewhere = new double[2];
    for (int v = 0; v < mask.length; v++) {
      if (volumes[0][v] == 0) {
        continue;
      }
      double[] where = mask[v] == 1 ? inRegion : mask[v] == 2 ? inRate : elsewhere;
      int voxels = mask[v] == 1 ? count(mask, 1) : mask[v] == 2 ? count(mask, 2) : 200;
      where[0] += explained(volumes, v, planted, features.width()) / voxels;
      where[1] += explained(volumes, v, rate, 1) / voxels;
    }
    assertThat(inRegion[0]).isCloseTo(0.6, within(0.08));
    assertThat(inRegion[1]).isLessThan(0.1);
    assertThat(inRate[1]).isCloseTo(0.6, within(0.08));
    assertThat(elsewhere[0]).isLessThan(0.15);
    assertThat(elsewhere[1]).isLessThan(0.05);
  }

  @Test
  void respondsToNothingInANullSimulationWithTheSameNoise() throws IOException {
    Path nothing = run(settings(0.6, 1, true, "middle"), "null");
    Path planted = run(settings(0.6, 1, false, "middle"), "planted");
    float[][] without = images(nothing, "01");
    float[][] with = images(planted, "01");
    float[] mask = mask(planted);
    assertThat(count(mask(nothing), 0)).isEqualTo(mask.length);
    assertThat(Json.read(nothing.resolve("ground-truth.json")).text("planted-layer"))
        .isEqualTo("none");
    double responding = 0;
    for (int v = 0; v < mask.length; v++) {
      for (int t = 0; t < without.length; t++) {
        if (mask[v] == 0) {
          assertThat(without[t][v]).isEqualTo(with[t][v]);
        } else {
          responding = Math.max(responding, Math.abs(without[t][v] - with[t][v]));
        }
      }
    }
    assertThat(responding).isGreaterThan(10);
  }

  @Test
  void choosesDirectionsThatOtherLayersPredictWorst() throws IOException {
    TestTask task = task(folder);
    Activations activations = task.input("activations", Activations.class);
    PlantedFeatures features = PlantedFeatures.of(activations, 1, new PlainLinearAlgebra());
    assertThat(features.width()).isEqualTo(5);
    int words = WORDS;
    for (int c = 0; c < features.width(); c++) {
      double mean = 0;
      double square = 0;
      for (int w = 0; w < words; w++) {
        double value = features.values()[w * features.width() + c];
        mean += value / words;
        square += value * value / words;
      }
      assertThat(mean).isCloseTo(0, within(1e-9));
      assertThat(square).isCloseTo(1, within(1e-6));
    }
  }

  /** The second run begins where its words say, and knows nothing of the first. */
  @Test
  void makesAnImagePerRun() throws IOException {
    Words words = inTwoRuns("1", "2");
    TestTask task =
        new TestTask(folder).with("words", words).with("activations", activations(folder));
    component().run(withoutDrift(), task);
    Path func = task.result("dataset", Files.class).folder().resolve("sub-01/func");
    int[] volumes = new int[2];
    for (int run = 1; run <= 2; run++) {
      String stem = "sub-01_task-story_run-" + run;
      try (NiftiReader reader = NiftiReader.open(func.resolve(stem + "_bold.nii.gz"), stem)) {
        volumes[run - 1] = reader.header().volumes();
      }
      Table events = Table.read(func.resolve(stem + "_events.tsv"));
      assertThat(events.rows()).isEqualTo(WORDS / 2);
      assertThat(events.number(0, "onset")).isEqualTo(1);
    }
    StimulusRuns runs = StimulusRuns.of(words, 2);
    assertThat(volumes).containsExactly(runs.volumes(0), runs.volumes(1));
    assertThat(task.notes()).containsEntry("runs", 2).containsEntry("volumes", runs.volumes());
    double[] ones = new double[WORDS];
    java.util.Arrays.fill(ones, 1);
    double[] rate = new ForwardModel(words, runs, 2).respond(ones, 1);
    // Nothing has been heard at the first volume of either run: both lie at the least of the
    // series.
    assertThat(rate[runs.first(1)]).isCloseTo(rate[0], within(1e-12));
    assertThat(rate[runs.first(1) - 3]).isGreaterThan(rate[0] + 0.5);
  }

  @Test
  void asksForNumbersAsRunLabels() throws IOException {
    TestTask task =
        new TestTask(folder)
            .with("words", inTwoRuns("black", "forgot"))
            .with("activations", activations(folder));
    assertThatThrownBy(() -> component().run(withoutDrift(), task))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("BIDS_FMRI_RUN_LABEL")
        .hasMessageContaining("'black'");
  }

  private static Words inTwoRuns(String first, String second) {
    Words words = words();
    List<Words.Word> list = new ArrayList<>();
    double start = words.list().get(WORDS / 2).onsetSeconds() - 1;
    for (Words.Word word : words.list()) {
      boolean later = list.size() >= WORDS / 2;
      list.add(
          new Words.Word(
              later ? second : first,
              word.onsetSeconds() - (later ? start : 0),
              word.durationSeconds(),
              word.sentence(),
              word.start(),
              word.end(),
              true,
              word.form()));
    }
    return new Words(words.text(), list);
  }

  @Test
  void refusesWhatCannotBe() throws IOException {
    assertProblem("BIDS_FMRI_LAYER_UNKNOWN", settings(0.6, 1, false, "7"));
    SimulateSettings outside =
        new SimulateSettings(
            List.of("01"),
            "story",
            SimulateSettings.Format.VOLUMES,
            2,
            List.of(12, 10, 8),
            8,
            "middle",
            new Sphere(List.of(500.0, 0.0, 0.0), 9),
            RIGHT,
            0.6,
            0.4,
            0,
            1,
            false);
    assertProblem("BIDS_FMRI_REGION_OUTSIDE", outside);
  }

  private void assertProblem(String code, SimulateSettings settings) throws IOException {
    TestTask task = task(folder);
    assertThatThrownBy(() -> component().run(settings, task))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problems()).extracting(Problem::code).containsExactly(code));
  }

  private static double correlation(float[][] volumes, int a, int b) {
    double[] x = column(volumes, a);
    double[] y = column(volumes, b);
    double sum = 0;
    for (int t = 0; t < x.length; t++) {
      sum += x[t] * y[t] / x.length;
    }
    return sum;
  }

  private static double[] column(float[][] volumes, int voxel) {
    double[] values = new double[volumes.length];
    for (int t = 0; t < values.length; t++) {
      values[t] = volumes[t][voxel];
    }
    Series.standardise(values, 1, 0);
    return values;
  }

  /** Share of a voxel's variance in the span of some series. */
  private static double explained(float[][] volumes, int voxel, double[] series, int width) {
    double[] y = column(volumes, voxel);
    int n = y.length;
    List<double[]> basis = new ArrayList<>();
    double share = 0;
    for (int c = 0; c < width; c++) {
      double[] x = new double[n];
      for (int t = 0; t < n; t++) {
        x[t] = series[t * width + c];
      }
      for (double[] other : basis) {
        double dot = 0;
        for (int t = 0; t < n; t++) {
          dot += x[t] * other[t];
        }
        for (int t = 0; t < n; t++) {
          x[t] -= dot * other[t];
        }
      }
      double length = 0;
      for (double value : x) {
        length += value * value;
      }
      double dot = 0;
      for (int t = 0; t < n; t++) {
        x[t] /= Math.sqrt(length);
        dot += x[t] * y[t];
      }
      basis.add(x);
      share += dot * dot / n;
    }
    return share;
  }
}
