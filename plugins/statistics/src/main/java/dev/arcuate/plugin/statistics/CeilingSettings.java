package dev.arcuate.plugin.statistics;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.settings.Range;

/** Settings of {@code ceiling}. */
@Doc("How much of the recordings a model could explain at best.")
public record CeilingSettings(
    @Doc(
            "others: correlation of each subject with the mean of the others. split-half: correlation of"
                + " the means of two halves of the subjects, over many divisions, brought to the whole"
                + " group by 2r/(1+r). repeats: variance that repetitions of one stimulus share; the"
                + " recordings, or the runs of the only one, are the repetitions of one subject.")
        @Default("others")
        Method method,
    @Doc("Number of random divisions of 'split-half'.") @Default("100") @Range(min = 1) int splits,
    @Doc("Chooses the divisions: equal seeds, equal divisions.") @Default("1") long seed) {

  /** What is compared with what. */
  public enum Method {
    OTHERS,
    SPLIT_HALF,
    REPEATS
  }

  /** Each subject with the others. */
  public CeilingSettings() {
    this(Method.OTHERS, 100, 1);
  }
}
