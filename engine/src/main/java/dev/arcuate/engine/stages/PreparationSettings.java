package dev.arcuate.engine.stages;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.fold.FoldSettings;
import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import java.util.List;

/** Of the settings of a regression step, those that its preparation depends on. */
@Doc("How rows are split before a design is prepared.")
public record PreparationSettings(
    @Doc("How rows are split into training and test rows.") @Default("{}") FoldSettings folds,
    @Doc(RegressionSettings.BASELINES) @Default("[]") List<String> baselines,
    @Doc(RegressionSettings.UNIQUE) @Default("false") boolean unique) {
  public PreparationSettings {
    requireNonNull(folds, "folds");
    baselines = List.copyOf(baselines);
  }

  PreparationSettings(FoldSettings folds) {
    this(folds, List.of(), false);
  }
}
