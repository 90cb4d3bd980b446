package dev.arcuate.engine.stages;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import java.util.List;
import java.util.Optional;

/** The settings of every language-model step beside the model's own. */
@Doc("How text becomes one row of activations per word.")
public record ExtractionSettings(
    @Doc(
            "The layers to keep: 'all', or names or places of layers; 0 is the embedding layer, -1 the"
                + " last.")
        @Default("[all]")
        List<String> layers,
    @Doc("How much of the text up to a word the model sees.") @Default("{}")
        ContextSettings context,
    @Doc(
            "How a word's pieces become one row. Default: last for causal models, whose last piece"
                + " alone has seen the whole word, and mean for masked ones.")
        Optional<Pooling> pooling) {

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
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("'layers' is empty; write 'all' or name at least one");
    }
  }
}
