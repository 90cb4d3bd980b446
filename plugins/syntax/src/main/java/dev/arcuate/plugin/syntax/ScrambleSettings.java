package dev.arcuate.plugin.syntax;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.settings.Range;
import java.util.Optional;

/** The {@code with:} block of {@code scramble-words}. */
public record ScrambleSettings(
    @Doc(
            "What is put in random order within a run: words of the run, words of each sentence,"
                + " sentences, or paragraphs.")
        Unit unit,
    @Doc(
            "Sentences that count as a paragraph. Default: paragraphs end at empty lines of the"
                + " text.")
        @Range(min = 1)
        Optional<Integer> paragraphSentences,
    @Doc("Equal seeds make equal orders.") @Default("0") long seed) {

  /** What is moved. */
  public enum Unit {
    WORDS,
    WORDS_OF_SENTENCES,
    SENTENCES,
    PARAGRAPHS
  }
}
