package dev.arcuate.plugin.decompose;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.fold.FoldSettings;
import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.settings.Range;

/** The settings of {@code regress-out}. */
@Doc("What is taken out of the targets.")
public record RegressOutSettings(
    @Doc("The fold whose training rows it is fitted on, counted from 0; sweep over all.")
        @Range(min = 0)
        int fold,
    @Doc("How rows are split: write the same as for the encoding.") @Default("{}")
        FoldSettings folds,
    @Doc("Penalty, relative to the mean variance of the features that are taken out.")
        @Default("0.001")
        @Range(min = 0, above = true)
        double penalty) {
  public RegressOutSettings {
    requireNonNull(folds, "folds");
  }
}
