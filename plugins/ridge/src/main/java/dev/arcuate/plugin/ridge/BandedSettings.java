package dev.arcuate.plugin.ridge;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.settings.Range;
import java.util.List;

/** Settings of {@code banded}. */
@Doc("How feature groups are weighed against each other, and how the penalty is chosen.")
public record BandedSettings(
    @Doc("Penalties to choose from, as of 'ridge-cpu'; of a group it is λ/γ.")
        @Default("[0.1, 1, 10, 100, 1000, 1e4, 1e5, 1e6, 1e7, 1e8]")
        @Range(min = 0, above = true)
        List<Double> alphas,
    @Doc(
            "How many weightings γ of the feature groups to try: Dirichlet draws, of which the"
                + " first is replaced by equal weights. Ignored if 'gammas' are given.")
        @Default("20")
        @Range(min = 1)
        int draws,
    @Doc("Concentrations of the draws, in turn: 1 is uniform, below 1 favours few groups.")
        @Default("[0.1, 1]")
        @Range(min = 0, above = true)
        List<Double> concentrations,
    @Doc("Chooses the draws: equal seeds, equal draws.") @Default("0") @Range(min = 0) int drawSeed,
    @Doc(
            "Weightings to try instead of draws, one after another: a number per feature group, of"
                + " sum 1; [0.5, 0.5, 0.9, 0.1] are two weightings of two groups.")
        @Default("[]")
        List<Double> gammas,
    @Doc(
            "random: the best of the weightings. gradient: from there on, each target follows the"
                + " gradient of its inner loss to weightings and penalties between those that were"
                + " tried.")
        @Default("random")
        Method search,
    @Doc("How often the gradient is taken at most; used by 'gradient' only.")
        @Default("20")
        @Range(min = 1)
        int steps,
    @Doc("For whom γ and λ are chosen: per-target or shared.") @Default("per-target")
        Selection selection,
    @Doc("How they are judged within the training rows: k-fold, runs, loo or gcv.")
        @Default("k-fold")
        Inner inner,
    @Doc("Number of inner folds; used by 'k-fold' only.") @Default("5") @Range(min = 2)
        int innerCount,
    @Doc("Scale every column of the design to unit standard deviation on the training rows.")
        @Default("true")
        boolean standardise,
    @Doc("Of the products with the targets: single or double.") @Default("single")
        Precision precision,
    @Doc("Score the share of every feature group in the predictions, too.") @Default("true")
        boolean split,
    @Doc("Keep the weights of every feature, target and fold.") @Default("false") boolean weights)
    implements Search {

  /** How γ and λ are looked for. */
  public enum Method {
    RANDOM,
    GRADIENT
  }

  public BandedSettings {
    alphas = List.copyOf(alphas);
    concentrations = List.copyOf(concentrations);
    gammas = List.copyOf(gammas);
    requireNonNull(search, "search");
    requireNonNull(selection, "selection");
    requireNonNull(inner, "inner");
    requireNonNull(precision, "precision");
    if (alphas.isEmpty()) {
      throw new IllegalArgumentException("'alphas' is empty; give at least one penalty");
    }
    if (concentrations.isEmpty()) {
      throw new IllegalArgumentException("'concentrations' is empty; give at least one");
    }
    if (search == Method.GRADIENT) {
      requireGradient(selection, inner, weights);
    }
  }

  private static void requireGradient(Selection selection, Inner inner, boolean weights) {
    if (selection == Selection.SHARED) {
      throw new IllegalArgumentException(
          "'search: gradient' is per target; leave 'selection: shared' out, or use 'search:"
              + " random'");
    }
    if (inner != Inner.K_FOLD && inner != Inner.RUNS) {
      throw new IllegalArgumentException(
          "'search: gradient' judges by rows held out; use 'inner: k-fold' or 'inner: runs'");
    }
    if (weights) {
      throw new IllegalArgumentException(
          "'search: gradient' keeps no weights; leave 'weights' out, or use 'search: random'");
    }
  }

  @Override
  public double[] grid() {
    return Search.sorted(alphas);
  }
}
