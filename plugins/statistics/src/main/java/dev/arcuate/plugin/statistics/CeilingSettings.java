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
                + " group by 2r/(1+r). extrapolated: how well the mean of 1, 2, … others predicts each subject,"
                + " and what endlessly many would reach: v of v·(1 − exp(−x/τ)), as Brain-Score has it, which is"
                + " rather low; 'equal-subjects' is the limit if all have equal signal and noise. repeats: variance that repetitions of one stimulus share; the"
                + " recordings, or the runs of the only one, are the repetitions of one subject.")
        @Default("others")
        Method method,
    @Doc(
            "Number of random divisions of 'split-half'; of 'extrapolated', orders in which others join"
                + " the mean, for each subject.")
        @Default("100")
        @Range(min = 1)
        int splits,
    @Doc("Chooses divisions, orders and draws: equal seeds, equal choices.") @Default("1")
        long seed,
    @Doc(
            "Of 'extrapolated': how often subjects are drawn with replacement for the interval of the"
                + " ceiling ('ci-low', 'ci-high').")
        @Default("100")
        @Range(min = 0)
        int bootstraps) {

  /** What is compared with what. */
  public enum Method {
    OTHERS,
    SPLIT_HALF,
    EXTRAPOLATED,
    REPEATS
  }

  /** Each subject with the others. */
  public CeilingSettings() {
    this(Method.OTHERS, 100, 1, 100);
  }
}
