package dev.arcuate.plugin.stimulus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.value.Words;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Any table ends in words that fit their text, or in a message; never in another exception. */
class WordsFuzzTest {
  private static final List<String> FORMS =
      List.of(
          "the",
          "cat",
          "\"Oh",
          "n/a",
          "",
          "n't",
          "'s",
          "…",
          "—",
          "well-known",
          "<unk>",
          "5.",
          "ﬁn",
          "日本",
          "e\u0301",
          "😀",
          "“Yes,",
          "O'Neil",
          "was",
          "100%",
          "a b",
          ".",
          "’",
          "İ");
  private static final List<String> TIMES =
      List.of("0", "1.5", "n/a", "-3", "1e3", "", "2.25", "7", "x", "NaN", "1e999", "3", "0.1");

  @TempDir Path folder;

  @Test
  void neverFailsInAnotherWay() throws IOException {
    Random random = new Random(8);
    int read = 0;
    for (int round = 0; round < 500; round++) {
      boolean good = round % 2 == 0;
      StringBuilder table = new StringBuilder("onset\tduration\tword\n");
      StringBuilder text = new StringBuilder();
      int rows = random.nextInt(25);
      double clock = 0;
      for (int row = 0; row < rows; row++) {
        String form = FORMS.get(random.nextInt(FORMS.size()));
        clock += random.nextDouble();
        table
            .append(good ? String.valueOf(clock) : TIMES.get(random.nextInt(TIMES.size())))
            .append('\t')
            .append(good ? "0.2" : TIMES.get(random.nextInt(TIMES.size())))
            .append('\t')
            .append(form)
            .append('\n');
        if (random.nextInt(8) > 0) {
          text.append(form).append(random.nextInt(5) == 0 ? "" : " ");
        }
        if (random.nextInt(8) == 0) {
          text.append(FORMS.get(random.nextInt(FORMS.size()))).append(' ');
        }
      }
      read += run(table.toString(), random.nextBoolean() ? text.toString() : null) ? 1 : 0;
    }
    assertThat(read).isBetween(130, 470);
  }

  private boolean run(String table, String text) throws IOException {
    Files.writeString(folder.resolve("events.tsv"), table);
    Optional<InputPath> running = Optional.empty();
    if (text != null) {
      Files.writeString(folder.resolve("text.txt"), text);
      running = Optional.of(new InputPath(folder.resolve("text.txt"), "text.txt"));
    }
    TestTask task = new TestTask(folder);
    try {
      new WordsStep()
          .run(
              new WordsSettings(
                  Optional.of(new InputPath(folder.resolve("events.tsv"), "events.tsv")),
                  running,
                  "1",
                  0,
                  "<unk>",
                  new WordsSettings.Columns(
                      "onset", "duration", "word", Optional.empty(), Optional.empty()),
                  Map.of(),
                  Optional.empty()),
              task);
    } catch (ProblemException e) {
      assertThat(e.problems()).allMatch(problem -> problem.kind() == Problem.Kind.DATA);
      return false;
    }
    Words words = task.result("words", Words.class);
    int end = 0;
    double onset = Double.NEGATIVE_INFINITY;
    for (Words.Word word : words.list()) {
      assertThat(word.start()).as(table + text).isGreaterThanOrEqualTo(end);
      assertThat(words.text().substring(word.start(), word.end())).isEqualTo(word.form());
      assertThat(word.onsetSeconds()).isFinite().isGreaterThanOrEqualTo(onset);
      end = word.end();
      onset = word.onsetSeconds();
    }
    return true;
  }
}
