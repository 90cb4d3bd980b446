package dev.arcuate.plugin.stimulus;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.settings.InputPath;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The {@code with:} block of {@code words}. */
public record WordsSettings(
    @Doc(
            "Table of the words heard or read, one per row: tab-separated with a header, such as a"
                + " BIDS events file, or what the aligner gentle writes (.csv: word, word of its"
                + " lexicon, onset, offset). Cells with n/a are missing; rows without a word are left"
                + " out. Left out where 'runs' names several tables.")
        Optional<InputPath> events,
    @Doc(
            "The running text that was heard or read, UTF-8. It gives the language model case,"
                + " punctuation and spelling; words are found in it in order, small differences are"
                + " bridged. Words that the text writes in one piece, such as was|n't, become one"
                + " word. Without it the text is the words joined by spaces.")
        Optional<InputPath> text,
    @Doc(
            "Label of the run or story, as in the recording. BIDS file names without a run are run"
                + " 1. Unused if columns.run names a column.")
        @Default("1")
        String run,
    @Doc(
            "Seconds added to every onset, so that 0 is the start of the first kept volume: negative"
                + " where volumes were dropped, positive where the clock of the table starts late.")
        @Default("0")
        double shift,
    @Doc("How an aligner writes a word that it does not know.") @Default("<unk>")
        String unknownWord,
    @Doc("Names of the columns of the table.") @Default("{}") Columns columns,
    @Doc("Tables of several runs or stories, by their labels, in place of 'events'.") @Default("{}")
        Map<String, Run> runs,
    @Doc(
            "Table of when each run's story was heard, tab-separated: run, onset and, if known,"
                + " offset, in seconds on the clock of the recording. The onset is added to the times"
                + " of the run's words, which then count from the start of the story.")
        Optional<InputPath> stories) {

  /** Words of one run. */
  @Doc("Words of one run or story.")
  public record Run(
      @Doc("Table of its words.") InputPath events,
      @Doc("Its running text.") Optional<InputPath> text,
      @Doc("Seconds added to its onsets.") @Default("0") double shift) {}

  /** Names of columns. */
  @Doc("Names of the columns of the table.")
  public record Columns(
      @Doc("Start of the word in seconds.") @Default("onset") String onset,
      @Doc("Length of the word in seconds; the column may be absent.") @Default("duration")
          String duration,
      @Doc("The word.") @Default("word") String word,
      @Doc(
              "A number or name that changes from sentence to sentence. Default: the column"
                  + " 'sentence' if there is one; else a sentence ends at . ! ? or … before a word"
                  + " that does not begin in lower case.")
          Optional<String> sentence,
      @Doc("Run or story of the word, for tables that hold several.") Optional<String> run) {}

  public WordsSettings {
    runs = new TreeMap<>(runs);
    if (events.isPresent() != runs.isEmpty()) {
      throw new IllegalArgumentException(
          events.isPresent()
              ? "events and runs are alternatives: leave one of them out"
              : "name a table of words under events, or several under runs");
    }
    if (!runs.isEmpty() && text.isPresent()) {
      throw new IllegalArgumentException("with runs, each run has its own text");
    }
    if (!runs.isEmpty() && columns.run().isPresent()) {
      throw new IllegalArgumentException("with runs, columns.run is not needed");
    }
  }
}
