package dev.arcuate.plugin.stimulus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.value.Words;
import dev.arcuate.testkit.StepContract;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WordsStepTest extends StepContract<WordsSettings> {
  private static final WordsSettings.Columns COLUMNS =
      new WordsSettings.Columns("onset", "duration", "word", Optional.empty(), Optional.empty());

  @Override
  protected WordsStep component() {
    return new WordsStep();
  }

  @Override
  protected WordsSettings settings() {
    return settings(file("events.tsv"), Optional.empty(), 0, COLUMNS);
  }

  @Override
  protected TestTask task(Path place) {
    return new TestTask(place);
  }

  @BeforeEach
  void writeEvents() throws IOException {
    write("events.tsv", "onset\tduration\tword", "0.5\t0.2\tThe", "0.8\t0.3\tend.");
  }

  private static WordsSettings settings(
      InputPath events, Optional<InputPath> text, double shift, WordsSettings.Columns columns) {
    return new WordsSettings(
        Optional.of(events), text, "1", shift, "<unk>", columns, Map.of(), Optional.empty());
  }

  private InputPath file(String name) {
    return new InputPath(folder.resolve(name), name);
  }

  private InputPath write(String name, String... lines) throws IOException {
    Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n");
    return file(name);
  }

  private Words read(TestTask task, WordsSettings settings) throws IOException {
    component().run(settings, task);
    Words words = task.result("words", Words.class);
    for (Words.Word word : words.list()) {
      assertThat(words.text().substring(word.start(), word.end())).isEqualTo(word.form());
    }
    int[] starts = words.list().stream().mapToInt(Words.Word::start).toArray();
    assertThat(IntStream.range(1, starts.length).allMatch(i -> starts[i] > starts[i - 1])).isTrue();
    return words;
  }

  private Words read(TestTask task, String... lines) throws IOException {
    return read(task, settings(write("table.tsv", lines), Optional.empty(), 0, COLUMNS));
  }

  private static List<String> forms(Words words) {
    return words.list().stream().map(Words.Word::form).toList();
  }

  private static List<Integer> sentences(Words words) {
    return words.list().stream().map(Words.Word::sentence).toList();
  }

  private static List<Double> onsets(Words words) {
    return words.list().stream().map(Words.Word::onsetSeconds).toList();
  }

  @Test
  void joinsWordsToTextAndLeavesPunctuationOutOfTheSpans() throws IOException {
    Words words =
        read(
            new TestTask(folder),
            "onset\tduration\tword",
            "0\t0.3\t“Well,",
            "0.4\t0.2\tthat",
            "0.6\t0.1\t's",
            "0.7\t0.5\tit!”",
            "1.5\t0.5\tmother-in-law",
            "2.0\t0.5\tcost",
            "2.5\t0.5\t$5.");
    assertThat(words.text()).isEqualTo("“Well, that 's it!” mother-in-law cost $5.");
    assertThat(forms(words))
        .containsExactly("Well", "that", "'s", "it", "mother-in-law", "cost", "$5");
  }

  @Test
  void endsSentencesAtPunctuationUnlessTheNextWordGoesOnInLowerCase() throws IOException {
    Words words =
        read(
            new TestTask(folder),
            "onset\tduration\tword",
            "0\t0\tAt",
            "1\t0\tsix",
            "2\t0\tp.m.",
            "3\t0\tit",
            "4\t0\trang.",
            "5\t0\tNobody",
            "6\t0\tcame?”",
            "7\t0\t“No!”");
    assertThat(sentences(words)).containsExactly(0, 0, 0, 0, 0, 1, 1, 2);
  }

  @Test
  void numbersTheSentencesOfAColumnFromZero() throws IOException {
    Words words =
        read(
            new TestTask(folder),
            "onset\tduration\tword\tsentence",
            "0\t0\tone.\t7",
            "1\t0\ttwo\t7",
            "2\t0\tthree\t9");
    assertThat(sentences(words)).containsExactly(0, 0, 1);
  }

  @Test
  void interpolatesMissingOnsetsInsideARunOnly() throws IOException {
    TestTask task = new TestTask(folder);
    WordsSettings.Columns columns =
        new WordsSettings.Columns(
            "onset", "duration", "word", Optional.empty(), Optional.of("story"));
    InputPath table =
        write(
            "runs.tsv",
            "story\tonset\tduration\tword",
            "a\tn/a\tn/a\tzero",
            "a\t1.0\t0.1\tone",
            "a\tn/a\tn/a\ttwo",
            "a\t2.0\t0.1\tthree",
            "a\tn/a\tn/a\tfour",
            "b\t\t\tfive",
            "b\t7\t0.5\tsix");
    Words words = read(task, settings(table, Optional.empty(), 0, columns));
    assertThat(onsets(words)).containsExactly(0.5, 1.0, 1.5, 2.0, 2.5, 6.7, 7.0);
    assertThat(words.list())
        .extracting(Words.Word::aligned)
        .containsExactly(false, true, false, true, false, false, true);
    assertThat(words.list()).extracting(Words.Word::run).endsWith("a", "b", "b");
    assertThat(words.text()).contains("four\nfive");
    assertThat(sentences(words)).containsExactly(0, 0, 0, 0, 0, 1, 1);
    assertThat(task.notes()).containsEntry("words-interpolated", 4);
    assertThat(task.warnings())
        .extracting(Problem::code)
        .containsExactly("STIMULUS_ONSETS_MISSING");
  }

  @Test
  void neverInterpolatesBeforeTheStartOfARun() throws IOException {
    Words words =
        read(
            new TestTask(folder),
            "onset\tduration\tword",
            "n/a\tn/a\ta",
            "n/a\tn/a\tb",
            "0.3\t0.1\tc",
            "5.3\t0.1\td");
    assertThat(onsets(words).get(0)).isCloseTo(0.1, within(1e-12));
    assertThat(onsets(words).get(1)).isCloseTo(0.2, within(1e-12));
  }

  @Test
  void putsWordsInOrderOfTimeAndCountsOverlaps() throws IOException {
    TestTask task = new TestTask(folder);
    Words words =
        read(
            task,
            "onset\tduration\tword",
            "3\t0.5\tthree",
            "1\t3.5\tone",
            "n/a\tn/a\tafter-one",
            "5\t0.5\tfive");
    assertThat(forms(words)).containsExactly("one", "after-one", "three", "five");
    assertThat(onsets(words)).containsExactly(1.0, 2.0, 3.0, 5.0);
    assertThat(task.notes())
        .containsEntry("words-reordered", 1)
        .containsEntry("words-overlapping", 1);
    assertThat(task.warnings()).extracting(Problem::code).contains("STIMULUS_WORDS_UNSORTED");
  }

  @Test
  void keepsUnknownWordsAndSaysSo() throws IOException {
    TestTask task = new TestTask(folder);
    Words words = read(task, "onset\tduration\tword", "0\t1\tthe", "1\t1\t<unk>", "2\t1\tn/a");
    assertThat(forms(words)).containsExactly("the", "<unk>");
    assertThat(task.notes()).containsEntry("rows-without-word", 1);
    assertThat(task.warnings()).extracting(Problem::code).containsExactly("STIMULUS_WORDS_UNKNOWN");
  }

  @Test
  void shiftsOnsets() throws IOException {
    InputPath table = write("table.tsv", "t\tw", "20.5\tone", "21\ttwo");
    WordsSettings.Columns columns =
        new WordsSettings.Columns("t", "duration", "w", Optional.empty(), Optional.empty());
    Words words = read(new TestTask(folder), settings(table, Optional.empty(), -20, columns));
    assertThat(onsets(words)).containsExactly(0.5, 1.0);
    assertThat(words.list()).extracting(Words.Word::durationSeconds).containsOnly(0.0);
  }

  @Test
  void findsWordsInTheTextAndBridgesDifferences() throws IOException {
    TestTask task = new TestTask(folder);
    InputPath text =
        write(
            "text.txt",
            "Contents page.",
            "It wasn't “labelled”; the old well-known rabbit ran (very) fast.",
            "An end not heard.");
    InputPath table =
        write(
            "table.tsv",
            "onset\tduration\tword",
            "0\t0.2\tit",
            "0.3\t0.2\twas",
            "0.5\t0.2\tn't",
            "1\t0.2\tlabled",
            "2\t0.2\tthe",
            "3\t0.2\twell",
            "4\t0.2\tknown",
            "5\t0.2\tum",
            "6\t0.2\t<unk>",
            "7\t0.2\twalked",
            "8\t0.2\tVery",
            "9\t0.2\tfast");
    Words words = read(task, settings(table, Optional.of(text), 0, COLUMNS));
    assertThat(words.text())
        .isEqualTo("It wasn't “labelled”; the old well-known um <unk> walked (very) fast.");
    assertThat(forms(words))
        .containsExactly(
            "It",
            "wasn't",
            "labelled",
            "the",
            "well",
            "known",
            "um",
            "<unk>",
            "walked",
            "very",
            "fast");
    Words.Word merged = words.list().get(1);
    assertThat(merged.onsetSeconds()).isEqualTo(0.3);
    assertThat(merged.durationSeconds()).isCloseTo(0.4, within(1e-9));
    assertThat(task.notes())
        .containsEntry("words-merged", 1)
        .containsEntry("words-respelled", 1)
        .containsEntry("text-words-unheard", 1);
  }

  @Test
  void refusesATextOfSomethingElse() throws IOException {
    InputPath text = write("text.txt", "An altogether different tale of ships and kings.");
    InputPath table = write("table.tsv", "onset\tword", "0\tit", "1\twas", "2\tdark");
    assertProblem("STIMULUS_TEXT_MISMATCH", settings(table, Optional.of(text), 0, COLUMNS))
        .contains("text.txt", "table.tsv");
  }

  @Test
  void refusesTablesThatCannotBeRead() throws IOException {
    assertProblem("STIMULUS_FILE_MISSING", settings(file("none.tsv"), Optional.empty(), 0, COLUMNS))
        .contains("none.tsv");
    assertProblem("STIMULUS_COLUMN_MISSING", settings(write("a.tsv", "start\tword", "0\ta")))
        .contains("onset", "start, word");
    assertProblem("STIMULUS_NO_WORDS", settings(write("b.tsv", "onset\tword", "0\tn/a")));
    assertProblem("STIMULUS_NO_ONSETS", settings(write("c.tsv", "onset\tword", "n/a\ta")));
    assertProblem("STIMULUS_BAD_TIME", settings(write("d.tsv", "onset\tword", "0,5\tcat")))
        .contains("row 1 ('cat')", "0,5");
    assertProblem(
            "STIMULUS_BAD_TIME",
            settings(write("e.tsv", "onset\tduration\tword", "0.5\t-1\tcat", "Infinity\t1\tsat")))
        .contains("-1.0")
        .contains("finite");
  }

  private static WordsSettings settings(InputPath events) {
    return settings(events, Optional.empty(), 0, COLUMNS);
  }

  private org.assertj.core.api.AbstractStringAssert<?> assertProblem(
      String code, WordsSettings settings) {
    List<Problem> problems = new java.util.ArrayList<>();
    assertThatThrownBy(() -> component().run(settings, new TestTask(folder)))
        .isInstanceOfSatisfying(ProblemException.class, e -> problems.addAll(e.problems()));
    assertThat(problems).extracting(Problem::code).containsOnly(code);
    return assertThat(problems.stream().map(Problem::message).reduce("", (a, b) -> a + "\n" + b));
  }
}
