package dev.arcuate.plugin.gpt2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.value.Activations;
import dev.arcuate.api.value.Json;
import dev.arcuate.api.value.Table;
import dev.arcuate.api.value.Words;
import dev.arcuate.api.value.Words.Word;
import dev.arcuate.engine.stages.ContextSettings;
import dev.arcuate.engine.stages.ContextSettings.Policy;
import dev.arcuate.engine.stages.ExtractionSettings;
import dev.arcuate.engine.stages.Stages;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Through the whole stage, against minicons and transformers: {@code bench/oracles/surprisal.py}.
 */
class SurprisalTest {
  private static final Path ORACLE = Path.of("src/test/resources/oracles/surprisal.json");

  /** What the oracles allow; minicons computes in float32. */
  private static final double TOLERANCE = 1e-4;

  @TempDir Path folder;

  @Test
  void everyPieceIsAsSurprisingAsMiniconsSays() throws IOException {
    Json.Node oracle = Json.read(ORACLE);
    List<?> surprisal = (List<?>) oracle.fields().get("surprisal");
    List<?> entropy = (List<?>) oracle.fields().get("entropy");
    TestTask task = new TestTask(folder).with("words", words(oracle.text("text")));
    Gpt2Model gpt2 = Models.component();
    new Stages()
        .of(gpt2)
        .orElseThrow()
        .run(gpt2, Models.settings(Models.TINY), Optional.of(asked()), task);
    Table tokens = task.result("tokens", Table.class);
    Words words = words(oracle.text("text"));
    double[] perWord = new double[words.list().size()];
    int row = 0;
    for (int piece = 0; piece < surprisal.size(); piece++) {
      int end = oracle.integers("ends")[piece];
      if (Character.isWhitespace(words.text().charAt(end - 1))) {
        // A blank of its own belongs to no word.
        continue;
      }
      assertThat(tokens.number(row, "end")).isEqualTo(end);
      assertThat((int) tokens.number(row, "id")).isEqualTo(oracle.integers("ids")[piece]);
      if (surprisal.get(piece) == null) {
        assertThat(tokens.number(row, "surprisal")).isNaN();
        perWord[0] = Double.NaN;
      } else {
        assertClose(tokens.number(row, "surprisal"), surprisal.get(piece), TOLERANCE);
        assertClose(tokens.number(row, "entropy"), entropy.get(piece), TOLERANCE);
        perWord[(int) tokens.number(row, "row")] += ((Number) surprisal.get(piece)).doubleValue();
      }
      row++;
    }
    assertThat(tokens.rows()).isEqualTo(row);
    Activations activations = task.result("activations", Activations.class);
    for (int word = 0; word < perWord.length; word++) {
      if (!Double.isNaN(perWord[word])) {
        assertClose(activations.layer(0).row(word)[0], perWord[word], 10 * TOLERANCE);
      }
    }
  }

  private static void assertClose(double actual, Object expected, double tolerance) {
    assertThat(actual).isCloseTo(((Number) expected).doubleValue(), within(tolerance));
  }

  private static ExtractionSettings asked() {
    return new ExtractionSettings(
        List.of("surprisal", "entropy"),
        new ContextSettings(
            Policy.SENTENCES, Optional.of(0), Optional.empty(), Optional.empty(), false, false),
        Optional.empty(),
        false,
        Optional.empty(),
        List.of());
  }

  private static Words words(String text) {
    List<Word> list = new ArrayList<>();
    Matcher word = Pattern.compile("\\S+").matcher(text);
    while (word.find()) {
      list.add(new Word("1", list.size(), 0.3, 0, word.start(), word.end(), true, word.group()));
    }
    return new Words(text, list);
  }
}
