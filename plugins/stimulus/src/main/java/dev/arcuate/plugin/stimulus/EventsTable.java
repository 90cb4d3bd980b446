package dev.arcuate.plugin.stimulus;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.value.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Rows of an events table as they stand in the file.
 *
 * @param words those rows that hold a word, in file order
 * @param rowsWithoutWord how many rows hold none
 * @param notInLexicon how many words the aligner did not know, but placed
 */
record EventsTable(List<HeardWord> words, int rowsWithoutWord, int notInLexicon) {
  private static final Set<String> MISSING = Set.of("", "n/a", "N/A", "nan", "NaN", "NA");
  private static final int MOST_PROBLEMS = 20;
  private static final List<String> ALIGNER_COLUMNS =
      List.of("word", "lexicon", "onset", "duration");
  private static final WordsSettings.Columns ALIGNER =
      new WordsSettings.Columns("onset", "duration", "word", Optional.empty(), Optional.empty());

  static EventsTable read(WordsSource source, WordsSettings settings) throws IOException {
    InputPath file = source.events();
    if (!Files.isRegularFile(file.path())) {
      throw missing(file);
    }
    boolean aligner = AlignerCsv.is(file);
    Table table = aligner ? AlignerCsv.read(file) : Table.read(file.path());
    WordsSettings.Columns columns = aligner ? ALIGNER : settings.columns();
    List<Problem> problems = new ArrayList<>();
    require(table, columns.onset(), file, problems);
    require(table, columns.word(), file, problems);
    columns.sentence().ifPresent(name -> require(table, name, file, problems));
    columns.run().ifPresent(name -> require(table, name, file, problems));
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    return rows(table, source, columns, problems);
  }

  static ProblemException missing(InputPath file) {
    return Problem.data("STIMULUS_FILE_MISSING", "there is no file " + file.logical())
        .hint("paths in a workflow start at the workflow's own folder")
        .exception();
  }

  private static EventsTable rows(
      Table table, WordsSource source, WordsSettings.Columns columns, List<Problem> problems) {
    boolean durations = table.columns().contains(columns.duration());
    String sentence = columns.sentence().orElse("sentence");
    boolean sentences = table.columns().contains(sentence);
    List<HeardWord> words = new ArrayList<>();
    boolean lexicon = table.columns().equals(ALIGNER_COLUMNS);
    int empty = 0;
    int unknown = 0;
    for (int row = 0; row < table.rows() && problems.size() < MOST_PROBLEMS; row++) {
      String form = table.text(row, columns.word()).strip();
      if (MISSING.contains(form)) {
        empty++;
        continue;
      }
      String place = source.events().logical() + ", row " + (row + 1) + " ('" + form + "')";
      double onset = seconds(table.text(row, columns.onset()), place, "onset", problems);
      double duration =
          durations
              ? seconds(table.text(row, columns.duration()), place, "duration", problems)
              : Double.NaN;
      if (duration < 0) {
        problems.add(badTime(place, "duration", Double.toString(duration), "at least 0"));
      }
      unknown += lexicon && table.text(row, "lexicon").equals(AlignerCsv.UNKNOWN) ? 1 : 0;
      int at = row;
      words.add(
          new HeardWord(
              columns.run().map(name -> table.text(at, name).strip()).orElse(source.run()),
              onset + source.shift(),
              Double.isNaN(duration) ? 0 : duration,
              sentences ? table.text(row, sentence).strip() : "",
              form,
              !Double.isNaN(onset)));
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    if (words.isEmpty()) {
      throw Problem.data("STIMULUS_NO_WORDS", source.events().logical() + " holds no word")
          .hint("name the column of the words under columns: {word: …}")
          .exception();
    }
    return new EventsTable(words, empty, unknown);
  }

  static void require(Table table, String column, InputPath file, List<Problem> problems) {
    if (!table.columns().contains(column)) {
      problems.add(
          Problem.data(
                  "STIMULUS_COLUMN_MISSING",
                  file.logical()
                      + " has no column '"
                      + column
                      + "'; it has "
                      + String.join(", ", table.columns()))
              .hint("name the columns of the table under columns: {onset: …, word: …}"));
    }
  }

  static double seconds(String cell, String place, String column, List<Problem> problems) {
    String text = cell.strip();
    if (MISSING.contains(text)) {
      return Double.NaN;
    }
    try {
      double value = Double.parseDouble(text);
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Told below, together with infinite times.
      problems.add(badTime(place, column, text, "a number of seconds, or n/a"));
      return Double.NaN;
    }
    problems.add(badTime(place, column, text, "a finite number of seconds, or n/a"));
    return Double.NaN;
  }

  static Problem badTime(String place, String column, String value, String expected) {
    return Problem.data(
        "STIMULUS_BAD_TIME",
        place + ": the " + column + " is '" + value + "' where " + expected + " was expected");
  }
}
