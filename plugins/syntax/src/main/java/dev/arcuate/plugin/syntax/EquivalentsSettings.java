package dev.arcuate.plugin.syntax;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.settings.Range;
import java.util.List;

/** The settings of every component that makes equivalents. Source: methods reference, 4.1. */
public record EquivalentsSettings(
    @Doc("How many equivalents to keep of each sentence.")
        @Default("10")
        @Range(min = 1, max = 1000)
        int stories,
    @Doc(
            "What two words must share to stand in for each other: the fine part of speech (XPOS), the"
                + " coarse one (UPOS), the dependency relation.")
        @Default("[fine, coarse, relation]")
        List<Lexicon.Column> match,
    @Doc("replace: articles, pronouns and the like are drawn anew as other words are; keep them.")
        @Default("replace")
        Treatment functionWords,
    @Doc("keep: punctuation stays; replace it as words are.") @Default("keep")
        Treatment punctuation,
    @Doc("Whether a word is always replaced by another, where its class has another.")
        @Default("true")
        boolean forceReplacement,
    @Doc("What to do about a word whose class the lexicon does not know: keep it, or error.")
        @Default("keep")
        Unknown unknown,
    @Doc(
            "initial: a capital at the beginning stays; shape: words written in capitals stay so as"
                + " well; lower: as the lexicon has it.")
        @Default("initial")
        Capitals capitals,
    @Doc("count: forms are drawn as often as the corpus has them; uniform: all alike.")
        @Default("count")
        Sampling sampling,
    @Doc("Whether the equivalents of a sentence must differ from each other, where they can.")
        @Default("true")
        boolean distinct,
    @Doc(
            "Least agreement of the dependency distances of original and equivalent (mean Spearman"
                + " correlation over words), where a parser reads the equivalents again.")
        @Default("0.8")
        @Range(min = -1, max = 1)
        double threshold,
    @Doc("Candidates that are made before valid ones are counted.") @Default("200") @Range(min = 1)
        int batch,
    @Doc("Least number of batches.") @Default("2") @Range(min = 1) int leastBatches,
    @Doc("After so many batches the search ends; see 'too-few'.") @Default("50") @Range(min = 1)
        int mostBatches,
    @Doc(
            "What to do when too few candidates are valid after all batches: accept the best of the"
                + " others and mark them, repeat the valid ones, or error.")
        @Default("accept")
        TooFew tooFew,
    @Doc("Equal seeds make equal sentences.") @Default("0") long seed) {

  /** What happens to a kind of word. */
  public enum Treatment {
    REPLACE,
    KEEP
  }

  /** What happens to a word of an unknown class. */
  public enum Unknown {
    KEEP,
    ERROR
  }

  /** How forms are capitalised. */
  public enum Capitals {
    INITIAL,
    SHAPE,
    LOWER
  }

  /** How forms are drawn. */
  public enum Sampling {
    COUNT,
    UNIFORM
  }

  /** What happens when too few candidates are valid. */
  public enum TooFew {
    ACCEPT,
    REPEAT,
    ERROR
  }

  public EquivalentsSettings {
    match = List.copyOf(match);
    if (match.isEmpty() || match.stream().distinct().count() != match.size()) {
      throw new IllegalArgumentException(
          "'match' names at least one of fine, coarse, relation, and each once");
    }
    if (mostBatches < leastBatches) {
      throw new IllegalArgumentException("most-batches is smaller than least-batches");
    }
  }
}
