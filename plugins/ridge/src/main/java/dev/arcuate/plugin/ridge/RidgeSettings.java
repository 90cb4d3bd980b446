package dev.arcuate.plugin.ridge;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.settings.Range;
import java.util.List;

/** Settings of {@code ridge-cpu} and {@code ridge-onnx}. */
@Doc("How the penalty of ridge regression is chosen, and what is done to the design before.")
public record RidgeSettings(
    @Doc(
            "Penalties to choose from: λ in ‖Y − XB‖² + λ‖B‖², not divided by the number of samples."
                + " The intercept is not penalised.")
        @Default("[0.1, 1, 10, 100, 1000, 1e4, 1e5, 1e6, 1e7, 1e8]")
        @Range(min = 0, above = true)
        List<Double> alphas,
    @Doc(
            "per-target: every voxel, region or sensor has a penalty of its own. shared: one penalty"
                + " for all, the one with the least mean squared error over all of them.")
        @Default("per-target")
        Selection selection,
    @Doc(
            "How a penalty is judged within the training rows. k-fold: contiguous inner folds with the"
                + " gap of the outer ones, scaled anew in each. runs: each run or story is held out in"
                + " turn. loo: leaving one row out. gcv: generalised cross-validation.")
        @Default("k-fold")
        Inner inner,
    @Doc("Number of inner folds; used by 'k-fold' only.") @Default("5") @Range(min = 2)
        int innerCount,
    @Doc(
            "Scale every column of the design to unit standard deviation on the training rows, so that"
                + " the penalty treats features of different units alike.")
        @Default("true")
        boolean standardise,
    @Doc(
            "Of the products with the targets. single: float32, which is twice as fast and good to six"
                + " digits. double: float64. The design is factorised in float64 either way.")
        @Default("single")
        Precision precision,
    @Doc("Score the share of every feature group of the design in the predictions, too.")
        @Default("false")
        boolean split,
    @Doc("Keep the weights of every feature, target and fold.") @Default("false") boolean weights)
    implements Search {

  public RidgeSettings {
    alphas = List.copyOf(alphas);
    requireNonNull(selection, "selection");
    requireNonNull(inner, "inner");
    requireNonNull(precision, "precision");
    if (alphas.isEmpty()) {
      throw new IllegalArgumentException("'alphas' is empty; give at least one penalty");
    }
  }

  @Override
  public double[] grid() {
    return Search.sorted(alphas);
  }
}
