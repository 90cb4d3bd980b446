package dev.arcuate.plugin.stimulus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.value.Words;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real recording's words: 2,127 rows, of which 2,106 equal the text (case ignored). */
class AliceWordsTest {
  private static final Path ALICE =
      Path.of(System.getProperty("arcuate.shared", "shared/data"), "alice-bids");

  @TempDir Path folder;

  @BeforeEach
  void needsTheRecording() {
    assumeTrue(Files.isDirectory(ALICE), "skipped: the Alice recording is not on this machine");
  }

  private Words read(TestTask task, boolean withText) throws IOException {
    InputPath text =
        new InputPath(ALICE.resolve("stimuli/alice-chapter1_sentences.txt"), "sentences.txt");
    new WordsStep()
        .run(
            new WordsSettings(
                Optional.of(new InputPath(ALICE.resolve("task-alice_events.tsv"), "events.tsv")),
                withText ? Optional.of(text) : Optional.empty(),
                "1",
                0,
                "<unk>",
                new WordsSettings.Columns(
                    "onset", "duration", "word", Optional.empty(), Optional.empty()),
                Map.of(),
                Optional.empty()),
            task);
    return task.result("words", Words.class);
  }

  @Test
  void readsTheTable() throws IOException {
    TestTask task = new TestTask(folder);
    Words words = read(task, false);
    assertThat(words.list()).hasSize(2127);
    assertThat(words.list().get(2126).sentence()).isEqualTo(68);
    assertThat(words.list().get(0).onsetSeconds()).isEqualTo(0.058916);
    assertThat(task.warnings()).isEmpty();
    assertThat(task.notes()).containsEntry("words-overlapping", 0);
  }

  @Test
  void findsTheWordsInTheText() throws IOException {
    TestTask task = new TestTask(folder);
    Words words = read(task, true);
    int merged = (int) task.notes().get("words-merged");
    assertThat(words.list()).hasSize(2127 - merged);
    int respelled = (int) task.notes().get("words-respelled");
    int replaced = (int) task.notes().get("words-replaced");
    int inserted = (int) task.notes().get("words-inserted");
    assertThat(respelled + replaced + inserted).isBetween(15, 30);
    assertThat(words.text()).startsWith("Alice was beginning to get very tired");
    assertThat(words.text()).endsWith("when one eats cake,");
    assertThat(words.list().get(words.list().size() - 1).sentence()).isEqualTo(68);
  }
}
