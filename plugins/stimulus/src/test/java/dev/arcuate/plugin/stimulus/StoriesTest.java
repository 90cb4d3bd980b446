package dev.arcuate.plugin.stimulus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Words of several runs, from tables of an aligner, on the clocks of their scans. */
class StoriesTest {
  private static final Path NARRATIVES =
      Path.of(System.getProperty("arcuate.shared", "shared/data"), "narratives/word-timings");

  @TempDir Path folder;
  private final StringBuilder said = new StringBuilder();

  private InputPath write(String name, String... lines) throws IOException {
    Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n");
    return new InputPath(folder.resolve(name), name);
  }

  private static WordsSettings settings(
      Map<String, WordsSettings.Run> runs, Optional<InputPath> stories) {
    return new WordsSettings(
        Optional.empty(),
        Optional.empty(),
        "1",
        0,
        "<unk>",
        new WordsSettings.Columns("onset", "duration", "word", Optional.empty(), Optional.empty()),
        runs,
        stories);
  }

  private static WordsSettings.Run run(InputPath events, double shift) {
    return new WordsSettings.Run(events, Optional.empty(), shift);
  }

  private Words read(TestTask task, WordsSettings settings) throws IOException {
    new WordsStep().run(settings, task);
    return task.result("words", Words.class);
  }

  @Test
  void readsSeveralStoriesOnTheClocksOfTheirScans() throws IOException {
    Map<String, WordsSettings.Run> runs = new TreeMap<>();
    runs.put("b", run(write("b.csv", "I,i,0.5,0.75", "\"well, yes\",<unk>,1,1.5", "so,,,"), 0));
    runs.put("a", run(write("a.tsv", "onset\tduration\tword", "2\t1\tOne.", "3\t1\tTwo"), 1));
    TestTask task = new TestTask(folder);
    Words words =
        read(
            task,
            settings(
                runs, Optional.of(write("s.tsv", "run\tonset\toffset", "a\t10\t14", "b\t20\t30"))));
    assertThat(words.list()).extracting(Words.Word::run).containsExactly("a", "a", "b", "b", "b");
    assertThat(words.list())
        .extracting(Words.Word::onsetSeconds)
        .containsExactly(13.0, 14.0, 20.5, 21.0, 21.5);
    assertThat(words.text()).isEqualTo("One. Two\nI well, yes so");
    assertThat(words.list().get(3).form()).isEqualTo("well, yes");
    assertThat(words.list().get(3).durationSeconds()).isEqualTo(.5);
    assertThat(words.list()).extracting(Words.Word::sentence).containsExactly(0, 1, 2, 2, 2);
    assertThat(task.notes())
        .containsEntry("words", 5)
        .containsEntry("words-interpolated", 1)
        .containsEntry("words-unknown-to-aligner", 1);
    assertThat(task.warnings())
        .extracting(Problem::code)
        .containsExactly("STIMULUS_ONSETS_MISSING");
  }

  @Test
  void saysWhichWordsLieOutsideTheirStory() throws IOException {
    TestTask task = new TestTask(folder);
    read(
        task,
        settings(
            Map.of("a", run(write("a.csv", "I,i,0.5,0.75", "go,go,9,9.5"), 0)),
            Optional.of(write("s.tsv", "run\tonset\toffset", "a\t10\t14"))));
    assertThat(task.warnings())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.code()).isEqualTo("STIMULUS_WORDS_OUTSIDE_STORY");
              assertThat(problem.message()).startsWith("1 words begin before the onset");
            });
  }

  @Test
  void saysWhatIsWrongWithTables() throws IOException {
    InputPath good = write("good.csv", "I,i,0.5,0.75");
    tell("a row of another shape", run(write("cells.csv", "I,i,0.5,0.75", "go,go,9"), 0), null);
    tell("a time that is none", run(write("times.csv", "I,i,soon,0.75"), 0), null);
    tell("an end before its start", run(write("back.csv", "I,i,2,1"), 0), null);
    tell("no time at all", run(write("none.csv", "I,,,", "go,,,"), 0), null);
    tell("stories without onset", run(good, 0), write("s1.tsv", "run\tstart", "a\t10"));
    tell("a story that is not told", run(good, 0), write("s2.tsv", "run\tonset", "b\t10"));
    tell(
        "a story that ends before it starts",
        run(good, 0),
        write("s3.tsv", "run\tonset\toffset", "a\t10\t5"));
    tell("a story twice", run(good, 0), write("s4.tsv", "run\tonset", "a\t10", "a\t11"));
    tell("no table of stories", run(good, 0), new InputPath(folder.resolve("no.tsv"), "no.tsv"));
    Path golden =
        Path.of(System.getProperty("arcuate.basedir"), "src/test/resources/golden/stories.txt");
    if (Boolean.getBoolean("arcuate.golden.update")) {
      Files.createDirectories(golden.getParent());
      Files.writeString(golden, said);
    }
    assertThat(said.toString()).isEqualTo(Files.readString(golden));
  }

  private void tell(String what, WordsSettings.Run run, InputPath stories) throws IOException {
    said.append("# ").append(what).append('\n');
    try {
      new WordsStep()
          .run(settings(Map.of("a", run), Optional.ofNullable(stories)), new TestTask(folder));
    } catch (ProblemException e) {
      for (Problem problem : e.problems()) {
        said.append(problem).append('\n');
        problem.hint().ifPresent(hint -> said.append("  hint: ").append(hint).append('\n'));
      }
    }
    said.append('\n');
  }

  /** 13 real stories: 25,990 words, 405 of them without time, 357 unknown to the aligner. */
  @Test
  void readsTheStoriesOfNarratives() throws IOException {
    assumeTrue(Files.isDirectory(NARRATIVES), "skipped: Narratives' words are not on this machine");
    Map<String, WordsSettings.Run> runs = new TreeMap<>();
    List<Path> stories;
    try (Stream<Path> folders = Files.list(NARRATIVES)) {
      stories = folders.filter(Files::isDirectory).toList();
    }
    for (Path story : stories) {
      String name = story.getFileName().toString();
      double shift = List.of("black", "forgot").contains(name) ? 12 : 0;
      runs.put(name, run(new InputPath(story.resolve("align.csv"), name + "/align.csv"), shift));
    }
    TestTask task = new TestTask(folder);
    Words words = read(task, settings(runs, Optional.empty()));
    assertThat(task.notes())
        .containsEntry("words", 25_990)
        .containsEntry("words-interpolated", 405)
        .containsEntry("words-unknown-to-aligner", 357)
        .containsEntry("words-reordered", 0);
    assertThat(first(words, "21styear")).isCloseTo(21.22, within(1e-6));
    assertThat(first(words, "black")).isCloseTo(12.24, within(1e-6));
    assertThat(first(words, "forgot")).isCloseTo(12.85, within(1e-6));
  }

  private static double first(Words words, String run) {
    return words.list().stream()
        .filter(word -> word.run().equals(run))
        .findFirst()
        .orElseThrow()
        .onsetSeconds();
  }
}
