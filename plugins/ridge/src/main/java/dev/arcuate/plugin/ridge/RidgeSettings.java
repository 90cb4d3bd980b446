package dev.arcuate.plugin.ridge;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.settings.Range;
import java.util.List;

/** Settings of {@code ridge-cpu}. */
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
                + " gap of the outer ones, scaled anew in each. loo: leaving one row out. gcv:"
                + " generalised cross-validation.")
        @Default("k-fold")
        Inner inner,
    @Doc("Number of inner folds; used by 'k-fold' only.") @Default("5") @Range(min = 2)
        int innerCount,
    @Doc(
            "Scale every column of the design to unit standard deviation on the training rows, so that"
                + " the penalty treats features of different units alike.")
        @Default("true")
        boolean standardise) {

  /** For whom a penalty is chosen. */
  public enum Selection {
    PER_TARGET,
    SHARED
  }

  /** How a penalty is judged. */
  public enum Inner {
    K_FOLD,
    LOO,
    GCV
  }

  public RidgeSettings {
    alphas = List.copyOf(alphas);
    if (alphas.isEmpty()) {
      throw new IllegalArgumentException("'alphas' is empty; give at least one penalty");
    }
  }

  /** The penalties in ascending order, each once. */
  double[] grid() {
    return alphas.stream().mapToDouble(Double::doubleValue).sorted().distinct().toArray();
  }

  /** Whether inner folds have to be factorised. */
  boolean usesInnerFolds() {
    return inner == Inner.K_FOLD && grid().length > 1;
  }
}
