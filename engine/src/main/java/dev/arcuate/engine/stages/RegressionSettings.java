package dev.arcuate.engine.stages;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.fold.FoldSettings;
import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.settings.Range;

/** The settings of every regression step beside the backend's own. */
@Doc("How predictions are made and judged.")
public record RegressionSettings(
    @Doc("How rows are split into training and test rows.") @Default("{}") FoldSettings folds,
    @Doc(
            "How often the targets are shifted circularly inside their runs and fitted again, to count"
                + " p-values; each time costs as much as the fit itself. 0 makes no p-values, 1000 or"
                + " more make good ones.")
        @Default("0")
        @Range(min = 0)
        int permutations,
    @Doc("Chooses the shifts: equal seeds, equal shifts.") @Default("0") long seed,
    @Doc("Keep what was predicted for every sample and target, beside the scores.")
        @Default("false")
        boolean predictions) {
  public RegressionSettings {
    requireNonNull(folds, "folds");
  }

  /** Scores only. */
  public RegressionSettings(FoldSettings folds, int permutations, long seed) {
    this(folds, permutations, seed, false);
  }
}
