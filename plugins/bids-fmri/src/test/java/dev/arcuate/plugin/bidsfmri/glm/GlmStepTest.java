package dev.arcuate.plugin.bidsfmri.glm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.array.NpyWriter;
import dev.arcuate.api.value.Design;
import dev.arcuate.api.value.Geometry;
import dev.arcuate.api.value.Json;
import dev.arcuate.api.value.Recording;
import dev.arcuate.api.value.Sampling;
import dev.arcuate.api.value.Scores;
import dev.arcuate.plugin.bidsfmri.glm.GlmSettings.Noise;
import dev.arcuate.testkit.PlainLinearAlgebra;
import dev.arcuate.testkit.StepContract;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GlmStepTest extends StepContract<GlmSettings> {
  /** Two runs of six samples; the fourth column is the sum of the first two. */
  private static final Sampling SAMPLING =
      new Sampling(2, List.of(new Sampling.Run("1", 6), new Sampling.Run("2", 6)));

  private static final float[][] X = {
    {1, 0, 0, 1}, {0, 1, 0, 1}, {1, 1, 5, 2}, {0, 0, -5, 0}, {2, 0, 1, 2}, {0, 3, 0, 3},
    {1, 0, 0, 1}, {0, 1, 0, 1}, {1, 2, 1, 3}, {0, 0, -1, 0}, {2, 0, 2, 2}, {0, 1, 0, 1}
  };

  private static final float[] Y = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8};

  @Override
  protected GlmStep component() {
    return new GlmStep(new PlainLinearAlgebra());
  }

  @Override
  protected GlmSettings settings() {
    return new GlmSettings(Map.of("difference", "a - 0.5*b"), 0, Noise.WHITE);
  }

  @Override
  protected TestTask task(Path place) throws IOException {
    return new TestTask(place)
        .with("design", design(place, SAMPLING, 3))
        .with("targets", recording(place, SAMPLING));
  }

  private static Design design(Path place, Sampling sampling, int columns) throws IOException {
    float[] values = new float[12 * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = X[i / columns][i % columns];
    }
    List<Design.Group> groups =
        new ArrayList<>(
            List.of(new Design.Group("a", 1, List.of()), new Design.Group("b", 2, List.of())));
    if (columns == 4) {
      groups.add(new Design.Group("a-and-b", 1, List.of()));
    }
    return Design.write(
        Files.createDirectories(place.resolve("design")), sampling, groups, 32, values);
  }

  private static Recording recording(Path place, Sampling sampling) throws IOException {
    Recording recording =
        new Recording(
            Files.createDirectories(place.resolve("recording")),
            "01",
            sampling,
            "arbitrary",
            new Geometry.Regions(List.of("A", "B")));
    try (NpyWriter writer = recording.write()) {
      for (float y : Y) {
        writer.append(new float[] {y, 7}, 0, 2);
      }
    }
    return recording;
  }

  private Scores run(GlmSettings settings) throws IOException {
    TestTask task = task(folder);
    component().run(settings, task);
    return task.result("scores", Scores.class);
  }

  /** By NumPy: lstsq of a, b and its derivative, and a constant per run; the usual t. */
  @Test
  void contrastsEqualLeastSquares() throws IOException {
    Scores scores = run(settings());
    assertThat(scores.maps()).containsExactly("difference-effect", "difference-t", "r2");
    assertThat(scores.facts())
        .containsEntry("degrees-of-freedom", 7)
        .containsEntry("regressors", 5);
    assertThat(scores.mean("difference-effect")[0]).isCloseTo(-.257303404, within(1e-6));
    assertThat(scores.mean("difference-t")[0]).isCloseTo(-.250531446, within(1e-6));
    assertThat(scores.mean("r2")[0]).isCloseTo(.518981000, within(1e-6));
    assertThat(scores.mean("r2")[1]).isNaN();
  }

  /** Against nilearn's run_glm: see bench/oracles/glm.py. */
  @Test
  void autoregressiveNoiseIsThatOfNilearn() throws Exception {
    Path file = Path.of(getClass().getResource("/glm/glm.json").toURI());
    Json.Node reference = Json.read(file);
    int samples = reference.integer("samples");
    double[] x = reference.numbers("design");
    double[] y = reference.numbers("series");
    int features = x.length / samples;
    int targets = y.length / samples;
    Sampling sampling = new Sampling(2, List.of(new Sampling.Run("1", samples)));
    float[] design = new float[x.length];
    float[] series = new float[y.length];
    for (int i = 0; i < x.length; i++) {
      design[i] = (float) x[i];
    }
    for (int i = 0; i < y.length; i++) {
      series[i] = (float) y[i];
    }
    List<Design.Group> groups = new ArrayList<>();
    for (int f = 0; f < features; f++) {
      groups.add(new Design.Group("f" + f, 1, List.of()));
    }
    List<String> names = new ArrayList<>();
    for (int t = 0; t < targets; t++) {
      names.add("t" + t);
    }
    Recording recording =
        new Recording(
            Files.createDirectories(folder.resolve("targets")),
            "01",
            sampling,
            "arbitrary",
            new Geometry.Regions(names));
    try (NpyWriter writer = recording.write()) {
      writer.append(series, 0, series.length);
    }
    Path place = Files.createDirectories(folder.resolve("x"));
    TestTask task =
        new TestTask(folder)
            .with("design", Design.write(place, sampling, groups, 32, design))
            .with("targets", recording);
    component().run(new GlmSettings(Map.of("c", "f0 - 0.5*f1"), 0, Noise.AR1), task);
    Scores scores = task.result("scores", Scores.class);
    double[] effects = reference.numbers("effects");
    double[] expected = reference.numbers("t");
    for (int target = 0; target < targets; target++) {
      assertThat(scores.mean("c-effect")[target]).isCloseTo(effects[target], within(1e-6));
      assertThat(scores.mean("c-t")[target]).isCloseTo(expected[target], within(2e-6));
    }
  }

  /** What is taken out of a sample never comes from another run or from beyond a gap. */
  @Test
  void runsAndGapsStartAnew() {
    Sampling sampling =
        new Sampling(
            1,
            List.of(
                new Sampling.Run("1", 3),
                new Sampling.Run("2", 3, 0, List.of(2))));
    double[] rows = {100, 100, 100, 10, 10, 10};
    double[] white = new Whitening(sampling).whiten(rows, 1, List.of(0), 50);
    assertThat(white).containsExactly(100, 50, 50, 10, 5, 10);
  }

  @Test
  void doesNotTellApartWhatCannotBe() throws IOException {
    TestTask task =
        new TestTask(folder)
            .with("design", design(folder, SAMPLING, 4))
            .with("targets", recording(folder, SAMPLING));
    assertThatThrownBy(() -> component().run(settings(), task))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("BIDS_FMRI_CONTRAST_NOT_ESTIMABLE");
  }

  @Test
  void saysWhatIsWrong() {
    StringBuilder said = new StringBuilder();
    for (String formula : List.of("c", "a +", "a b", "x*a", "a - a")) {
      said.append(problem(new GlmSettings(Map.of("c", formula), 0, Noise.WHITE))).append('\n');
    }
    said.append(problem(new GlmSettings(Map.of("c", "a"), 1, Noise.WHITE)));
    assertThat(said.toString())
        .contains("contrast c: 'c' is not understood at 'c'")
        .contains("contrast c: 'a +' is not understood at 'the end'")
        .contains("contrast c: 'a b' is not understood at 'b'")
        .contains("contrast c: 'x*a' is not understood at 'x*a'")
        .contains("groups of the design, which are a, b")
        .contains("BIDS_FMRI_CONTRAST_NOT_ESTIMABLE")
        .contains("BIDS_FMRI_NOTHING_LEFT");
    assertThatThrownBy(() -> new GlmSettings(Map.of(), 0, Noise.WHITE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new GlmSettings(Map.of("No", "a"), 0, Noise.WHITE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private String problem(GlmSettings settings) {
    List<String> said = new ArrayList<>();
    try {
      component().run(settings, task(folder));
    } catch (ProblemException e) {
      e.problems().stream().map(Problem::toString).forEach(said::add);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return String.join("\n", said);
  }

  @Test
  void refusesAnotherClock() throws IOException {
    Sampling late =
        new Sampling(2, List.of(new Sampling.Run("1", 6, 4, List.of()), new Sampling.Run("2", 6)));
    TestTask task =
        new TestTask(folder)
            .with("design", design(folder, SAMPLING, 3))
            .with("targets", recording(folder, late));
    assertThatThrownBy(() -> component().run(settings(), task))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("BIDS_FMRI_CLOCKS_DIFFER");
  }
}
