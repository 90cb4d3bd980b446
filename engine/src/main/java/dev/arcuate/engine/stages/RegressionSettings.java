package dev.arcuate.engine.stages;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.fold.FoldSettings;
import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.settings.Range;
import java.util.List;

/** The settings of every regression step beside the backend's own. */
@Doc("How predictions are made and judged.")
public record RegressionSettings(
    @Doc("How rows are split into training and test rows.") @Default("{}") FoldSettings folds,
    @Doc(RegressionSettings.BASELINES) @Default("[]") List<String> baselines,
    @Doc(RegressionSettings.UNIQUE) @Default("false") boolean unique,
    @Doc(
            "How often the targets are permuted and fitted again, to count p-values; each time costs as"
                + " much as the fit itself. 0 makes no p-values, 1000 or more make good ones.")
        @Default("0")
        @Range(min = 0)
        int permutations,
    @Doc(
            "How targets are permuted; each keeps their autocorrelation. shift: circularly inside each"
                + " run, by at least the gap. phase: every run gets random Fourier phases, the same for"
                + " all targets. blocks: stretches of at least 10 rows change places inside each run.")
        @Default("shift")
        Permute permute,
    @Doc("Chooses the permutations and draws: equal seeds, equal permutations.") @Default("0")
        long seed,
    @Doc("Keep what was predicted for every sample and target, beside the scores.")
        @Default("false")
        boolean predictions,
    @Doc(
            "How often blocks of at least 10 neighbouring test rows are drawn with replacement inside"
                + " each fold, for the interval of r within one person ('ci-low', 'ci-high': 95 % of"
                + " the means over folds). Nothing is fitted again. 0 for none; 1000 are enough.")
        @Default("0")
        @Range(min = 0)
        int bootstraps) {
  static final String BASELINES =
      "Groups of the design that are simple predictors, such as word-rate. The design is then also"
          + " fitted with them alone and without them: 'baseline-r' and 'model-r' stand beside 'r',"
          + " 'gain' is r minus baseline-r, and each group has a map of its own. 'all' stands for"
          + " every feature that the design step made of the words, and for 'autocorrelation', a"
          + " model that knows no stimulus, only which rows are neighbours: it must score about 0.";

  static final String UNIQUE =
      "Fit the design without each of its groups, too: 'unique-r2-GROUP' is the variance that only"
          + " this group explains.";

  /** How targets are permuted. */
  public enum Permute {
    SHIFT,
    PHASE,
    BLOCKS
  }

  public RegressionSettings {
    requireNonNull(folds, "folds");
    baselines = List.copyOf(baselines);
    requireNonNull(permute, "permute");
  }

  RegressionSettings(FoldSettings folds, int permutations, long seed) {
    this(folds, List.of(), false, permutations, Permute.SHIFT, seed, false, 0);
  }

  PreparationSettings preparation() {
    return new PreparationSettings(folds, baselines, unique);
  }
}
