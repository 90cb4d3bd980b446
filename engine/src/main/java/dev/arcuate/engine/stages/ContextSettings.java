package dev.arcuate.engine.stages;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.settings.Range;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The {@code context:} block of every language-model step. Source: methods reference, section 3.
 */
@Doc("How much of the text up to a word the model sees.")
public record ContextSettings(
    @Doc(
            "full: all of the run up to the word, at most 'size' tokens, in whole words; document: all of the run up"
                + " to the word, refused if the model does not take that much; blocks: the run is cut"
                + " into near-equal blocks below 'size' tokens and starts afresh in each; sentences:"
                + " the word's sentence up to the word and 'size' sentences before it; words: 'size'"
                + " words ending at the word; trs: the word's volume up to the word and 'size' volumes"
                + " before it; none: the word alone.")
        @Default("full")
        Policy policy,
    @Doc(
            "Tokens for full (default: as many as the model takes) and blocks, earlier sentences for"
                + " sentences, words for words, earlier volumes for trs; not used by document and"
                + " none.")
        Optional<Integer> size,
    @Doc(
            "For full and words: the least that a word is seen with, in tokens or words, its own among"
                + " them, where the run has as much and whole words of it fit into 'size'. Unless"
                + " given, every word has as many whole words as fit into 'size'. If given, a causal"
                + " model runs over windows of 'size' that overlap by 'minimum', so that one pass"
                + " serves all words of a window: far faster for a long text.")
        Optional<Integer> minimum,
    @Doc("Seconds between volumes (TR); needed by trs.") @Range(min = 0, above = true)
        Optional<Double> repetitionTime,
    @Doc(
            "Whether a masked model also sees what follows a word: the rest of its document, block,"
                + " sentence or volume. Otherwise its input ends with the word. Causal models never"
                + " see it.")
        @Default("false")
        boolean future,
    @Doc(
            "Whether context reaches back over the start of a run, for a story that was told in"
                + " several runs.")
        @Default("false")
        boolean acrossRuns) {

  /** What the context of a word consists of. */
  public enum Policy {
    FULL,
    DOCUMENT,
    BLOCKS,
    SENTENCES,
    WORDS,
    TRS,
    NONE
  }

  private static final Set<Policy> WITHOUT_SIZE = Set.of(Policy.NONE, Policy.DOCUMENT);
  private static final Set<Policy> FROM_ZERO = Set.of(Policy.SENTENCES, Policy.TRS);
  private static final Set<Policy> WINDOWS = Set.of(Policy.FULL, Policy.WORDS);
  private static final Set<Policy> WITH_FUTURE =
      Set.of(Policy.DOCUMENT, Policy.BLOCKS, Policy.SENTENCES, Policy.TRS);

  public ContextSettings {
    String name = policy.name().toLowerCase(Locale.ROOT);
    int least = FROM_ZERO.contains(policy) ? 0 : 1;
    if (WITHOUT_SIZE.contains(policy) && size.isPresent()) {
      throw new IllegalArgumentException("the context policy '" + name + "' takes no 'size'");
    }
    if (!WITHOUT_SIZE.contains(policy) && policy != Policy.FULL && size.isEmpty()) {
      throw new IllegalArgumentException("the context policy '" + name + "' needs a 'size'");
    }
    if (size.isPresent() && size.get() < least) {
      throw new IllegalArgumentException(
          "the 'size' of a context of policy '"
              + name
              + "' is at least "
              + least
              + ", not "
              + size.get());
    }
    requireMinimum(policy, name, size, minimum);
    if ((policy == Policy.TRS) != repetitionTime.isPresent()) {
      throw new IllegalArgumentException(
          "'repetition-time' belongs to the context policy 'trs', which needs it");
    }
    if (future && !WITH_FUTURE.contains(policy)) {
      throw new IllegalArgumentException(
          "the context policy '"
              + name
              + "' ends with the word; 'future' goes with document, blocks, sentences and trs");
    }
  }

  /** Whether it is a window that moves on with the words, whatever these belong to. */
  boolean slides() {
    return WINDOWS.contains(policy);
  }

  private static void requireMinimum(
      Policy policy, String name, Optional<Integer> size, Optional<Integer> minimum) {
    if (minimum.isEmpty()) {
      return;
    }
    if (!WINDOWS.contains(policy)) {
      throw new IllegalArgumentException(
          "the context policy '" + name + "' takes no 'minimum'; full and words do");
    }
    if (minimum.get() < 1 || (size.isPresent() && minimum.get() > size.get())) {
      throw new IllegalArgumentException(
          "the 'minimum' of a context lies between 1 and its 'size', which "
              + minimum.get()
              + " does not");
    }
  }

  @Override
  public String toString() {
    String name = policy.name().toLowerCase(Locale.ROOT);
    String least = minimum.map(n -> ", at least " + n).orElse("");
    return name + size.map(n -> "(" + n + least + ")").orElse("") + (future ? " with future" : "");
  }
}
