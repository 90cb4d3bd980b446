package dev.arcuate.plugin.stimulus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.Foreseen;
import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.array.NpyWriter;
import dev.arcuate.api.value.Activations;
import dev.arcuate.api.value.Design;
import dev.arcuate.api.value.Geometry;
import dev.arcuate.api.value.Recording;
import dev.arcuate.api.value.Sampling;
import dev.arcuate.api.value.Value;
import dev.arcuate.api.value.Words;
import dev.arcuate.plugin.stimulus.DesignSettings.Baseline;
import dev.arcuate.plugin.stimulus.DesignSettings.Derivatives;
import dev.arcuate.plugin.stimulus.DesignSettings.Pooling;
import dev.arcuate.plugin.stimulus.DesignSettings.Response;
import dev.arcuate.testkit.StepContract;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DesignStepTest extends StepContract<DesignSettings> {
  private static final List<Baseline> ALL =
      List.of(
          Baseline.WORD_RATE,
          Baseline.WORD_LENGTH,
          Baseline.WORD_DURATION,
          Baseline.SENTENCE_POSITION,
          Baseline.POSITION);

  @Override
  protected DesignStep component() {
    return new DesignStep();
  }

  @Override
  protected DesignSettings settings() {
    return with(ALL, Optional.of("1"), Pooling.SUM, List.of(0, 2), Response.NONE);
  }

  @Override
  protected TestTask task(Path place) throws IOException {
    return new TestTask(place).with("words", words()).with("activations", activations(place));
  }

  private static DesignSettings with(
      List<Baseline> features,
      Optional<String> layer,
      Pooling pooling,
      List<Integer> delays,
      Response hrf) {
    Map<String, Integer> runs = new LinkedHashMap<>();
    runs.put("b", 3);
    runs.put("a", 5);
    return new DesignSettings(
        Optional.of(2.0),
        runs,
        features,
        layer,
        pooling,
        0,
        delays,
        hrf,
        Derivatives.NONE,
        List.of(),
        3,
        1,
        Optional.empty(),
        0,
        6);
  }

  /** Two runs; three words share a volume of run a, one lies after the end of run b. */
  private static Words words() {
    String[] forms = {"one", "three", "seven", "go", "ab", "end", "late"};
    String[] runs = {"a", "a", "a", "a", "b", "b", "b"};
    double[] onsets = {2.0, 2.5, 3.9, 8.1, 0.0, 4.2, 6.0};
    int[] sentences = {0, 0, 0, 1, 2, 2, 2};
    List<Words.Word> list = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < forms.length; i++) {
      int start = text.length();
      text.append(forms[i]);
      list.add(
          new Words.Word(
              runs[i], onsets[i], 0.5, sentences[i], start, text.length(), true, forms[i]));
      text.append(' ');
    }
    return new Words(text.toString(), list);
  }

  /** Layer "0" holds 10 · word, layer "1" holds word and −word; words counted from 1. */
  private static Activations activations(Path folder) throws IOException {
    Path place = Files.createDirectories(folder.resolve("activations"));
    Activations activations = Activations.write(place, "model", List.of("0", "1"));
    try (NpyWriter first = activations.layerWriter(0, 7, 1);
        NpyWriter second = activations.layerWriter(1, 7, 2)) {
      for (int i = 1; i <= 7; i++) {
        first.append(new float[] {10 * i}, 0, 1);
        second.append(new float[] {i, -i}, 0, 2);
      }
    }
    return activations;
  }

  private Design run(DesignSettings settings) throws IOException {
    TestTask task = task(folder);
    component().run(settings, task);
    Design design = task.result("design", Design.class);
    Design foreseen = (Design) component().foresee(settings, task.foreseen()).get("design");
    assertThat(foreseen.sampling()).isEqualTo(design.sampling());
    assertThat(foreseen.groups()).isEqualTo(design.groups());
    assertThat(foreseen.maxDelaySeconds()).isEqualTo(design.maxDelaySeconds());
    return design;
  }

  @Test
  void foreseesNothingWhereAnInputIsNotKnown() {
    Foreseen unknown =
        new Foreseen() {
          @Override
          public boolean connected(String port) {
            return true;
          }

          @Override
          public <V extends Value> Optional<V> input(String port, Class<V> type) {
            return Optional.empty();
          }
        };
    assertThat(component().foresee(settings(), unknown)).isEmpty();
  }

  @Test
  void poolsBaselinesPerVolume() throws IOException {
    Design design = run(with(ALL, Optional.of("1"), Pooling.SUM, List.of(0), Response.NONE));
    assertThat(design.groups())
        .extracting(Design.Group::name)
        .containsExactly(
            "word-rate",
            "word-length",
            "word-duration",
            "sentence-position",
            "position",
            "layer-1");
    // Run b first: volumes at 0, 2, 4 s; then run a.
    assertThat(design.matrix().column(0)).containsExactly(1, 0, 1, 0, 3, 0, 0, 1);
    assertThat(design.matrix().column(1)).containsExactly(2, 0, 3, 0, 13, 0, 0, 2);
    assertThat(design.matrix().column(2)).containsExactly(.5f, 0, .5f, 0, 1.5f, 0, 0, .5f);
    assertThat(design.matrix().column(3)).containsExactly(0, 0, .5f, 0, .5f, 0, 0, 0);
    assertThat(design.matrix().column(4)).containsExactly(0, .5f, 1, 0, .25f, .5f, .75f, 1);
    assertThat(design.matrix().column(5)).containsExactly(5, 0, 6, 0, 6, 0, 0, 4);
    assertThat(design.matrix().column(6)).containsExactly(-5, 0, -6, 0, -6, 0, 0, -4);
    assertThat(design.maxDelaySeconds()).isZero();
  }

  @Test
  void poolsByMeanAndLast() throws IOException {
    Design mean = run(with(List.of(), Optional.of("0"), Pooling.MEAN, List.of(0), Response.NONE));
    assertThat(mean.matrix().column(0)).containsExactly(50, 0, 60, 0, 20, 0, 0, 40);
    Design last = run(with(List.of(), Optional.of("-2"), Pooling.LAST, List.of(0), Response.NONE));
    assertThat(last.groups()).extracting(Design.Group::name).containsExactly("layer-0");
    assertThat(last.matrix().column(0)).containsExactly(50, 0, 60, 0, 30, 0, 0, 40);
  }

  @Test
  void delaysWithZerosAndNeverAcrossRuns() throws IOException {
    Design design =
        run(
            with(
                List.of(Baseline.POSITION, Baseline.WORD_RATE),
                Optional.of("1"),
                Pooling.SUM,
                List.of(1, 2),
                Response.NONE));
    assertThat(design.groups())
        .containsExactly(
            new Design.Group("position", 1, List.of(), true),
            new Design.Group("word-rate", 2, List.of(2.0, 4.0), true),
            new Design.Group("layer-1", 4, List.of(2.0, 4.0)));
    assertThat(design.matrix().column(1)).containsExactly(0, 1, 0, 0, 0, 3, 0, 0);
    assertThat(design.matrix().column(2)).containsExactly(0, 0, 1, 0, 0, 0, 3, 0);
    assertThat(design.matrix().column(3)).containsExactly(0, 5, 0, 0, 0, 6, 0, 0);
    assertThat(design.matrix().column(4)).containsExactly(0, -5, 0, 0, 0, -6, 0, 0);
    assertThat(design.matrix().column(6)).containsExactly(0, 0, -5, 0, 0, 0, -6, 0);
    assertThat(design.maxDelaySeconds()).isEqualTo(4);
  }

  @Test
  void takesAllDelaysFromTwoToTenSecondsUnlessTold() throws IOException {
    Design design =
        run(
            with(
                List.of(Baseline.WORD_RATE),
                Optional.of("0"),
                Pooling.SUM,
                List.of(),
                Response.NONE));
    assertThat(design.groups().get(0).delaysSeconds()).containsExactly(2.0, 4.0, 6.0, 8.0, 10.0);
    assertThat(design.maxDelaySeconds()).isEqualTo(10);
  }

  @Test
  void filtersWithLanczosAroundTheMiddleOfEachVolume() throws IOException {
    Design design =
        run(with(List.of(), Optional.of("0"), Pooling.LANCZOS, List.of(0), Response.NONE));
    double[] onsets = {2.0, 2.5, 3.9, 8.1};
    for (int row = 0; row < 5; row++) {
      double expected = 0;
      for (int word = 0; word < 4; word++) {
        expected += 10 * (word + 1) * new Lanczos(3, 1).weight((2 * row + 1 - onsets[word]) / 2);
      }
      assertThat(design.matrix().at(3 + row, 0)).isCloseTo((float) expected, within(1e-4f));
    }
    assertThat(design.maxDelaySeconds()).isEqualTo(6);
  }

  @Test
  void convolvesImpulsesWithAResponseInsideEachRun() throws IOException {
    Design design = run(with(List.of(), Optional.of("0"), Pooling.SUM, List.of(), Response.SPM));
    float[] column = design.matrix().column(0);
    double[] expected = new double[8];
    double[] onsets = {2.0, 2.5, 3.9, 8.1, 0.0, 4.2};
    for (int word = 0; word < onsets.length; word++) {
      int first = word < 4 ? 3 : 0;
      double height = 10 * (word + 1);
      new Convolution(Response.SPM, Derivatives.NONE, 0, word < 4 ? 5 : 3, 2)
          .weigh(onsets[word], 0, 0, (row, weight) -> expected[first + row] += height * weight);
    }
    // Run a begins anew: its first word is heard at 2 s.
    assertThat(column[3]).isZero();
    assertThat((double) column[4]).isCloseTo(0, within(1e-6));
    assertThat(column[2]).isGreaterThan(column[1]).isPositive();
    for (int row = 0; row < 8; row++) {
      assertThat((double) column[row]).isCloseTo(expected[row], within(1e-6));
    }
  }

  /** Trimmed and censored volumes have no row, but the words heard during them still count. */
  @Test
  void keepsWordsHeardDuringVolumesThatAreGone() throws IOException {
    Sampling sampling =
        new Sampling(
            2,
            List.of(
                new Sampling.Run("b", 2, 2, List.of()),
                new Sampling.Run("a", 3, 0, List.of(1, 2))));
    TestTask task = task(folder).with("clock", recording(sampling));
    component().run(clocked(List.of(0, 2), List.of()), task);
    Design design = task.result("design", Design.class);
    assertThat(design.sampling()).isEqualTo(sampling);
    assertThat(design.matrix().column(0)).containsExactly(0, 1, 0, 0, 1);
    assertThat(design.matrix().column(1)).containsExactly(0, 1, 0, 3, 0);
    assertThat(task.notes())
        .containsEntry("words-in-dropped-volumes", 4)
        .containsEntry("words-outside", 1);
  }

  @Test
  void delaysBySecondsEqualDelaysByVolumes() throws IOException {
    Sampling sampling =
        new Sampling(2, List.of(new Sampling.Run("b", 3), new Sampling.Run("a", 5)));
    TestTask volumes = task(folder).with("clock", recording(sampling));
    component().run(clocked(List.of(1, 2), List.of()), volumes);
    float[] expected = volumes.result("design", Design.class).matrix().toArray();
    TestTask seconds = task(folder.resolve("s")).with("clock", recording(sampling));
    component().run(clocked(List.of(), List.of(2.0, 4.0)), seconds);
    Design design = seconds.result("design", Design.class);
    assertThat(design.matrix().toArray()).containsExactly(expected);
    assertThat(design.groups().get(0).delaysSeconds()).containsExactly(2.0, 4.0);
    TestTask between = task(folder.resolve("b")).with("clock", recording(sampling));
    component().run(clocked(List.of(), List.of(1.0)), between);
    // Onsets 1 s later: 3, 3.5, 4.9, 9.1 in run a; 1, 5.2, 7 (left out) in run b.
    assertThat(between.result("design", Design.class).matrix().column(0))
        .containsExactly(1, 0, 1, 0, 2, 1, 0, 1);
  }

  private Recording recording(Sampling sampling) throws IOException {
    Recording recording =
        new Recording(
            Files.createDirectories(folder.resolve("recording")),
            "01",
            sampling,
            "z",
            new Geometry.Regions(List.of("x")));
    recording.write().close();
    return recording;
  }

  private static DesignSettings clocked(List<Integer> delays, List<Double> seconds) {
    return new DesignSettings(
        Optional.empty(),
        Map.of(),
        List.of(Baseline.WORD_RATE),
        Optional.of("0"),
        Pooling.SUM,
        0,
        delays,
        Response.NONE,
        Derivatives.NONE,
        seconds,
        3,
        1,
        Optional.empty(),
        0,
        6);
  }

  @Test
  void takesItsClockFromARecording() throws IOException {
    Recording recording =
        new Recording(
            Files.createDirectories(folder.resolve("recording")),
            "01",
            new Sampling(1.5, List.of(new Sampling.Run("a", 8), new Sampling.Run("b", 4))),
            "z",
            new Geometry.Regions(List.of("x")));
    recording.write().close();
    DesignSettings settings =
        new DesignSettings(
            Optional.empty(),
            Map.of(),
            List.of(Baseline.WORD_RATE),
            Optional.of("0"),
            Pooling.SUM,
            -0.5,
            List.of(0),
            Response.NONE,
            Derivatives.NONE,
            List.of(),
            3,
            1,
            Optional.empty(),
            0,
            6);
    TestTask task = task(folder).with("clock", recording);
    component().run(settings, task);
    Design design = task.result("design", Design.class);
    assertThat(design.sampling()).isEqualTo(recording.sampling());
    // Half a second earlier: 1.5, 2.0, 3.4, 7.6 in run a; −0.5 (left out), 3.7, 5.5 in run b.
    assertThat(design.matrix().column(0)).containsExactly(0, 2, 1, 0, 0, 1, 0, 0, 0, 0, 1, 1);
    assertThat(task.notes()).containsEntry("words-outside", 1);
  }

  @Test
  void warnsOfWordsOutsideTheScan() throws IOException {
    TestTask task = task(folder);
    component().run(settings(), task);
    assertThat(task.warnings())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.code()).isEqualTo("STIMULUS_WORDS_OUTSIDE");
              assertThat(problem.message()).startsWith("1 of 7 words");
            });
  }

  @Test
  void refusesWhatCannotBe() throws IOException {
    assertProblem("STIMULUS_LAYER_UNKNOWN", task(folder), layer("7"));
    assertProblem(
        "STIMULUS_LAYER_WITHOUT_ACTIVATIONS",
        new TestTask(folder).with("words", words()),
        layer("0"));
    assertProblem(
        "STIMULUS_EMPTY_DESIGN",
        new TestTask(folder).with("words", words()),
        with(List.of(), Optional.empty(), Pooling.SUM, List.of(0), Response.NONE));
    Words other = new Words("x", words().list().subList(0, 0));
    assertProblem(
        "STIMULUS_NO_WORD_IN_SCAN", new TestTask(folder).with("words", other), layer("0"));
    Words fewer = new Words(words().text(), words().list().subList(0, 3));
    assertProblem(
        "STIMULUS_WORDS_DIFFER",
        new TestTask(folder).with("words", fewer).with("activations", activations(folder)),
        layer("0"));
    assertProblem(
        "STIMULUS_RUN_UNKNOWN",
        task(folder),
        new DesignSettings(
            Optional.of(2.0),
            Map.of("c", 5),
            ALL,
            Optional.of("0"),
            Pooling.SUM,
            0,
            List.of(),
            Response.NONE,
            Derivatives.NONE,
            List.of(),
            3,
            1,
            Optional.empty(),
            0,
            6));
    assertProblem(
        "STIMULUS_CLOCK",
        task(folder),
        new DesignSettings(
            Optional.empty(),
            Map.of(),
            ALL,
            layer("0").layer(),
            Pooling.SUM,
            0,
            List.of(),
            Response.NONE,
            Derivatives.NONE,
            List.of(),
            3,
            1,
            Optional.empty(),
            0,
            6));
  }

  @Test
  void refusesSettingsThatContradictEachOther() {
    assertThatThrownBy(() -> with(ALL, Optional.empty(), Pooling.SUM, List.of(1, 2), Response.SPM))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("alternatives");
    assertThatThrownBy(() -> with(ALL, Optional.empty(), Pooling.SUM, List.of(1, 1), Response.NONE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> with(ALL, Optional.empty(), Pooling.LAST, List.of(), Response.SPM))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static DesignSettings layer(String name) {
    return with(ALL, Optional.of(name), Pooling.SUM, List.of(0), Response.NONE);
  }

  private void assertProblem(String code, TestTask task, DesignSettings settings) {
    assertThatThrownBy(() -> component().run(settings, task))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problems()).extracting(Problem::code).containsExactly(code));
  }
}
