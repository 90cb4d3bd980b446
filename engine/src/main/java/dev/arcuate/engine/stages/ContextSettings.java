package dev.arcuate.engine.stages;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import java.util.Locale;
import java.util.Optional;

/**
 * The {@code context:} block of every language-model step. Source: methods reference, section 3.
 */
@Doc("How much of the text up to a word the model sees.")
public record ContextSettings(
    @Doc(
            "full: all of the run up to the word, at most 'size' tokens; blocks: the run is cut into"
                + " near-equal blocks below 'size' tokens and starts afresh in each; sentences: the"
                + " word's sentence up to the word and 'size' sentences before it; words: 'size' words"
                + " ending at the word; none: the word alone.")
        @Default("full")
        Policy policy,
    @Doc(
            "Tokens for full (default: as many as the model takes) and blocks, earlier sentences for"
                + " sentences, words for words; not used by none.")
        Optional<Integer> size,
    @Doc(
            "Whether context reaches back over the start of a run, for a story that was told in"
                + " several runs.")
        @Default("false")
        boolean acrossRuns) {

  /** What the context of a word consists of. */
  public enum Policy {
    FULL,
    BLOCKS,
    SENTENCES,
    WORDS,
    NONE
  }

  public ContextSettings {
    String name = policy.name().toLowerCase(Locale.ROOT);
    int least = policy == Policy.SENTENCES ? 0 : 1;
    if (policy == Policy.NONE && size.isPresent()) {
      throw new IllegalArgumentException("the context policy 'none' takes no 'size'");
    }
    if (policy != Policy.NONE && policy != Policy.FULL && size.isEmpty()) {
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
  }

  @Override
  public String toString() {
    return policy.name().toLowerCase(Locale.ROOT) + size.map(n -> "(" + n + ")").orElse("");
  }
}
