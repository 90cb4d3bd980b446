package dev.arcuate.plugin.bidsmeg.epochs;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.settings.Range;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The {@code with:} block of {@code epoch-design}. */
public record EpochDesignSettings(
    @Doc("Simple features of each word; each becomes a group of columns of that name.")
        @Default("[word-length]")
        List<Feature> features,
    @Doc(
            "Layers of the connected activations, each a group of columns: names, or places counted"
                + " from 0, or from the end with -1. Default: the only layer there is.")
        @Default("[]")
        List<String> layers,
    @Doc(
            "Without connected epochs: seconds from the first to the last sample of the epochs that"
                + " this design is for. Rows whose epochs share samples are kept apart.")
        @Range(min = 0)
        Optional<Double> span,
    @Doc("Without connected epochs: a row for every word, or for the first of every sentence.")
        @Default("word")
        EpochsSettings.Lock lock,
    @Doc("Without connected epochs: sentences that stay together when rows are split.")
        @Default("1")
        @Range(min = 1, max = 100000)
        int sentencesPerBlock) {

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
