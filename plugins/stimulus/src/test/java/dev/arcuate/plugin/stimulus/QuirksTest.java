package dev.arcuate.plugin.stimulus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.array.NpyWriter;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.value.Activations;
import dev.arcuate.api.value.Design;
import dev.arcuate.api.value.Words;
import dev.arcuate.plugin.stimulus.DesignSettings.Baseline;
import dev.arcuate.plugin.stimulus.DesignSettings.Blocks;
import dev.arcuate.plugin.stimulus.DesignSettings.Derivatives;
import dev.arcuate.plugin.stimulus.DesignSettings.Pooling;
import dev.arcuate.plugin.stimulus.DesignSettings.Response;
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
import org.junit.jupiter.api.io.TempDir;

/** What published code does that is off by default, and the low-level features of one study. */
class QuirksTest {
  @TempDir Path folder;

  /** Two runs of three volumes of 2 s: words at 0 and 5 s of each. */
  private static Words words() {
    String[] forms = {"the", "Cat’s", "quiet,", "wug"};
    List<Words.Word> list = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < forms.length; i++) {
      int start = text.length();
      text.append(forms[i]);
      String run = i < 2 ? "a" : "b";
      list.add(new Words.Word(run, i % 2 * 5.0, .3, i / 2, start, text.length(), true, forms[i]));
      text.append(' ');
    }
    return new Words(text.toString(), list);
  }

  private DesignSettings settings(List<Baseline> features, String... quirks) {
    return settings(features, Blocks.NONE, quirks);
  }

  private DesignSettings settings(List<Baseline> features, Blocks blocks, String... quirks) {
    Map<String, Integer> runs = new LinkedHashMap<>();
    runs.put("a", 3);
    runs.put("b", 3);
    Path dictionary = folder.resolve("words.dict");
    return new DesignSettings(
        Optional.of(2.0),
        runs,
        features,
        Optional.empty(),
        Pooling.SUM,
        0,
        List.of(1),
        Response.NONE,
        Derivatives.NONE,
        List.of(),
        3,
        1,
        Optional.empty(),
        0,
        6,
        blocks,
        Optional.of(new InputPath(dictionary, "words.dict")),
        List.of(quirks));
  }

  private TestTask task() {
    return new TestTask(folder).with("words", words());
  }

  private Design run(TestTask task, DesignSettings settings) throws IOException {
    new DesignStep().run(settings, task);
    return task.result("design", Design.class);
  }

  private float[] wordRate(String... quirks) throws IOException {
    Design design = run(task(), settings(List.of(Baseline.WORD_RATE), quirks));
    assertThat(design.quirks()).containsExactly(quirks);
    return design.matrix().column(0);
  }

  @Test
  void delaysEndAtTheBordersOfRunsUnlessAQuirkSaysOtherwise() throws IOException {
    // Words fall into volumes 0 and 2 of each run; the delay is one volume.
    assertThat(wordRate()).containsExactly(0, 1, 0, 0, 1, 0);
    assertThat(wordRate("delay.wrap")).containsExactly(1, 1, 0, 1, 1, 0);
    assertThat(wordRate("delay.concat")).containsExactly(0, 1, 0, 1, 1, 0);
    assertThat(wordRate("bin.plus-one")).containsExactly(0, 0, 1, 0, 0, 1);
  }

  @Test
  void sentencesOfVolumesMoveWithTheirWords() throws IOException {
    assertThat(sentences())
        .containsExactly(
            "a, sentence 0",
            "a, sentence 0",
            "a, sentence 0",
            "b, sentence 1",
            "b, sentence 1",
            "b, sentence 1");
    assertThat(sentences("bin.plus-one"))
        .containsExactly(
            "a, sentence before the first",
            "a, sentence 0",
            "a, sentence 0",
            "b, sentence before the first",
            "b, sentence 1",
            "b, sentence 1");
  }

  private List<String> sentences(String... quirks) throws IOException {
    return run(task(), settings(List.of(Baseline.WORD_RATE), Blocks.SENTENCE, quirks))
        .sampling()
        .blocks();
  }

  @Test
  void scalesWordsAndThenRowsByWholeRuns() throws IOException {
    Path place = Files.createDirectories(folder.resolve("activations"));
    Activations activations =
        Activations.write(place, "model", List.of("0"), List.of(), List.of("tokenize.isolated"));
    try (NpyWriter writer = activations.layerWriter(0, 4, 1)) {
      writer.append(new float[] {1, 5, 2, 2}, 0, 4);
    }
    TestTask task = task().with("activations", activations);
    Design design = run(task, settings(List.of(), "scale.before-split"));
    assertThat(design.quirks()).containsExactly("tokenize.isolated", "scale.before-split");
    // Words of run a become -1 and 1, those of run b, which are equal, 0. One volume later the rows
    // of run a are 0, -1, 0; their mean is -1/3, their deviation sqrt(2)/3.
    float[] rows = design.matrix().column(0);
    assertThat(rows[0]).isCloseTo((float) Math.sqrt(.5), within(1e-6f));
    assertThat(rows[1]).isCloseTo((float) -Math.sqrt(2), within(1e-6f));
    assertThat(rows).endsWith(0, 0, 0);
  }

  @Test
  void countsPhonemesAndWhichTheyAre() throws IOException {
    Files.writeString(
        folder.resolve("words.dict"),
        """
        ;;; a comment
        the DH AH0
        the(2) DH IY0
        cat's K AE1 T S # possessive
        quiet K W AY1 AH0 T
        """);
    TestTask task = task();
    Design design = run(task, settings(List.of(Baseline.PHONEME_COUNT, Baseline.PHONEMES)));
    assertThat(design.matrix().column(0)).containsExactly(0, 2, 0, 0, 5, 0);
    // ae_I ah_E ah_I ay_I dh_B k_B s_E t_E t_I w_I and one for words without phonemes.
    assertThat(design.groups().get(1).columns()).isEqualTo(11);
    assertThat(design.matrix().row(1)).containsExactly(2, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0);
    assertThat(design.matrix().row(4)).containsExactly(5, 0, 0, 1, 1, 0, 1, 0, 1, 0, 1, 0);
    assertThat(task.warnings())
        .singleElement()
        .satisfies(
            warning ->
                assertThat(warning.message())
                    .isEqualTo(
                        "1 words are not in words.dict and count as words without phonemes: wug"));
  }

  @Test
  void saysWhatIsWrongWithADictionary() throws IOException {
    DesignSettings settings = settings(List.of(Baseline.PHONEMES));
    Files.writeString(folder.resolve("words.dict"), "hello HH AH0 L OW1\nworld: w-er-l-d\n");
    assertThatThrownBy(() -> run(task(), settings))
        .hasMessageContaining("words.dict has no word and its phonemes in line 2: world: w-er-l-d");
    Files.writeString(folder.resolve("words.dict"), "bonjour B OW1\n");
    assertThatThrownBy(() -> run(task(), settings))
        .hasMessageContaining("words.dict has none of the words of the stimulus");
    assertThatThrownBy(() -> settings(List.of(), "delay.warp"))
        .hasMessageContaining("there is no quirk 'delay.warp'; there are delay.wrap, delay.concat");
  }
}
