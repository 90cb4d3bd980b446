package dev.arcuate.plugin.stimulus;

import dev.arcuate.api.Problem;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.value.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One table of words and where its clock stands.
 *
 * @param run label of its words, unless the table has a column for it
 * @param events the table
 * @param text running text
 * @param shift seconds added to every onset
 */
record WordsSource(String run, InputPath events, Optional<InputPath> text, double shift) {

  /** When a story was heard, on the clock of its run; NaN where the table does not say. */
  record Heard(double onset, double offset) {}

  /** In the order of their labels, as the workflow lists them. */
  static List<WordsSource> of(WordsSettings settings) {
    if (settings.events().isPresent()) {
      return List.of(
          new WordsSource(
              settings.run(), settings.events().get(), settings.text(), settings.shift()));
    }
    List<WordsSource> sources = new ArrayList<>();
    settings
        .runs()
        .forEach(
            (label, run) ->
                sources.add(
                    new WordsSource(
                        label, run.events(), run.text(), settings.shift() + run.shift())));
    return sources;
  }

  /** By run; empty if the settings name no table of stories. */
  static Map<String, Heard> stories(WordsSettings settings) throws IOException {
    Map<String, Heard> stories = new LinkedHashMap<>();
    if (settings.stories().isEmpty()) {
      return stories;
    }
    InputPath file = settings.stories().get();
    if (!Files.isRegularFile(file.path())) {
      throw EventsTable.missing(file);
    }
    Table table = Table.read(file.path());
    for (String column : List.of("run", "onset")) {
      if (!table.columns().contains(column)) {
        throw Problem.data(
                "STIMULUS_COLUMN_MISSING",
                file.logical()
                    + " has no column '"
                    + column
                    + "'; it has "
                    + String.join(", ", table.columns()))
            .hint("a table of stories has the columns run, onset and, if known, offset")
            .exception();
      }
    }
    boolean offsets = table.columns().contains("offset");
    for (int row = 0; row < table.rows(); row++) {
      String run = table.text(row, "run").strip();
      Heard heard =
          new Heard(table.number(row, "onset"), offsets ? table.number(row, "offset") : Double.NaN);
      if (Double.isNaN(heard.onset()) || heard.offset() <= heard.onset()) {
        throw Problem.data(
                "STIMULUS_BAD_TIME",
                file.logical()
                    + ", row "
                    + (row + 1)
                    + " (run '"
                    + run
                    + "'): onset "
                    + heard.onset()
                    + " s and offset "
                    + heard.offset()
                    + " s, where the offset must come after the onset")
            .exception();
      }
      if (stories.put(run, heard) != null) {
        throw Problem.data(
                "STIMULUS_STORY_TWICE", file.logical() + " names run '" + run + "' twice")
            .exception();
      }
    }
    return stories;
  }
}
