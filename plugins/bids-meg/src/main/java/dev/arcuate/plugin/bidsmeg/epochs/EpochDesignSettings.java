package dev.arcuate.plugin.bidsmeg.epochs;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import java.util.List;
import java.util.Locale;

/** The {@code with:} block of {@code epoch-design}. */
public record EpochDesignSettings(
    @Doc("Simple features of each word; each becomes a group of columns of that name.")
        @Default("[word-length]")
        List<Feature> features,
    @Doc(
            "Layers of the connected activations, each a group of columns: names, or places counted"
                + " from 0, or from the end with -1. Default: the only layer there is.")
        @Default("[]")
        List<String> layers) {

  /** What is known of a word without understanding it. */
  public enum Feature {
    /** Characters. */
    WORD_LENGTH,
    /** Seconds from the onset of the word before; 0 for the first of a run. */
    SINCE_LAST_WORD,
    /** Place in its sentence, from 0 to 1. */
    SENTENCE_POSITION,
    /** Seconds that it lasts. */
    WORD_DURATION
  }

  public EpochDesignSettings {
    features = List.copyOf(features);
    layers = List.copyOf(layers);
    if (features.stream().distinct().count() != features.size()) {
      throw new IllegalArgumentException("features names one feature twice");
    }
  }

  static String name(Feature feature) {
    return feature.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
