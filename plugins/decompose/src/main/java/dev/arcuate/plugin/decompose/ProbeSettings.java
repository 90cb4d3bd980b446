package dev.arcuate.plugin.decompose;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.settings.Range;
import java.util.List;
import java.util.Optional;

/** The settings of {@code probe}. */
@Doc("What is decoded from representations.")
public record ProbeSettings(
    @Doc("The representations to probe, by name. Default: all.") @Default("[]") List<String> parts,
    @Doc(
            "What to decode: part-of-speech and depth of every word; noun-frequency (needs a lexicon),"
                + " noun-vector and noun-category (needs 'categories') of every noun.")
        @Default("[part-of-speech, depth, noun-frequency, noun-vector]")
        List<Target> targets,
    @Doc("The representation that counts as the vector of a noun.") @Default("lexical-total")
        String vectors,
    @Doc("A table with the columns lemma and category.") Optional<InputPath> categories,
    @Doc("Blocks of neighbouring sentences, each decoded from the others.")
        @Default("5")
        @Range(min = 2, max = 100)
        int folds,
    @Doc("Classes with fewer words than this are left out.") @Default("20") @Range(min = 2)
        int leastCount,
    @Doc("Penalties to choose from, relative to the mean variance of a representation.")
        @Default("[0.01, 0.1, 1, 10, 100]")
        @Range(min = 0, above = true)
        List<Double> penalties) {

  /** What is decoded. */
  public enum Target {
    PART_OF_SPEECH,
    DEPTH,
    NOUN_FREQUENCY,
    NOUN_VECTOR,
    NOUN_CATEGORY;

    String yaml() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  public ProbeSettings {
    parts = List.copyOf(parts);
    targets = List.copyOf(targets);
    penalties = List.copyOf(penalties);
    if (penalties.isEmpty() || targets.isEmpty()) {
      throw new IllegalArgumentException("'targets' and 'penalties' must not be empty");
    }
  }
}
