package dev.arcuate.engine.stages;

import dev.arcuate.api.Quirk;
import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import java.util.List;
import java.util.Optional;

/** The settings of every language-model step beside the model's own. */
@Doc("How text becomes one row of activations per word.")
public record ExtractionSettings(
    @Doc(
            "What to keep: 'all' layers, or names or places of layers; 0 is the embedding layer, -1"
                + " the last, 0.66 the one at two thirds of the depth. tok: the token table alone,"
                + " tokpos: the same as 0. heads-3: the outputs of all heads of block 3 before they"
                + " are mixed, heads-3.5 that of head 5 alone; attention-3: per head, the attention"
                + " to the word itself and the nine words before it. A * stands for any text. For"
                + " models that predict tokens, surprisal: of the word in bits, and entropy: before"
                + " the word, in bits.")
        @Default("[all]")
        List<String> layers,
    @Doc("How much of the text up to a word the model sees.") @Default("{}")
        ContextSettings context,
    @Doc(
            "How a word's pieces become one row. Default: last for causal models, whose last piece"
                + " alone has seen the whole word, and mean for masked ones.")
        Optional<Pooling> pooling,
    @Doc(
            "Whether the token that a causal model knows as the start of a text stands before every"
                + " context. With it, the first word of a context has a surprisal.")
        @Default("false")
        boolean begin,
    @Doc(
            "A seed: instead of the model, a twin of the same architecture with weights drawn anew is"
                + " used, as a baseline that has learnt nothing.")
        Optional<Long> untrained,
    @Doc(Quirk.DOC) @Default("[]") List<String> quirks) {

  /** How a word's pieces become one row. */
  public enum Pooling {
    LAST,
    MEAN,
    SUM,
    FIRST,
    MAX
  }

  public ExtractionSettings {
    layers = List.copyOf(layers);
    quirks = Quirk.checked(quirks);
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("'layers' is empty; write 'all' or name at least one");
    }
  }

  ExtractionSettings(
      List<String> layers,
      ContextSettings context,
      Optional<Pooling> pooling,
      boolean begin,
      Optional<Long> untrained) {
    this(layers, context, pooling, begin, untrained, List.of());
  }
}
