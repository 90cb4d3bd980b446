package dev.arcuate.plugin.ridge;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.settings.Range;
import java.util.List;
import java.util.Optional;

/** Settings of the backend of kernel ridge regression. */
@Doc("Which kernel tells how alike two samples are, and how the penalty is chosen.")
public record KernelSettings(
    @Doc(
            "linear: x·y. polynomial: (γ x·y + c)^d. rbf: exp(−γ‖x − y‖²). cosine: x·y/(‖x‖‖y‖). One for"
                + " all columns, or with 'multiple' one for all feature groups or one for each.")
        @Default("[linear]")
        List<Form> kernels,
    @Doc(
            "A kernel per feature group, weighed against each other by 'draws' as of 'banded'."
                + " Otherwise one kernel for all columns together.")
        @Default("false")
        boolean multiple,
    @Doc("Degree d of polynomial kernels.") @Default("3") @Range(min = 1) int degree,
    @Doc("γ of polynomial and rbf kernels; by default 1 over the number of columns.")
        @Range(min = 0, above = true)
        Optional<Double> scale,
    @Doc("c of polynomial kernels.") @Default("1") double constant,
    @Doc("Penalties to choose from, as of 'ridge-cpu'.")
        @Default("[0.1, 1, 10, 100, 1000, 1e4, 1e5, 1e6, 1e7, 1e8]")
        @Range(min = 0, above = true)
        List<Double> alphas,
    @Doc("How many weightings of the kernels to try; used with 'multiple' only.")
        @Default("20")
        @Range(min = 1)
        int draws,
    @Doc("Concentrations of the draws, in turn.") @Default("[0.1, 1]") @Range(min = 0, above = true)
        List<Double> concentrations,
    @Doc("Chooses the draws: equal seeds, equal draws.") @Default("0") @Range(min = 0) int drawSeed,
    @Doc(
            "Weightings to try instead of draws, one after another: a number per feature group, of sum 1;"
                + " [0.5, 0.5, 0.9, 0.1] are two weightings of two groups.")
        @Default("[]")
        List<Double> gammas,
    @Doc("For whom the penalty is chosen: per-target or shared.") @Default("per-target")
        Selection selection,
    @Doc("How it is judged within the training rows: k-fold, runs, loo or gcv.") @Default("k-fold")
        Inner inner,
    @Doc("Number of inner folds; used by 'k-fold' only.") @Default("5") @Range(min = 2)
        int innerCount,
    @Doc(
            "Scale every column of the design to unit standard deviation on the training rows, before"
                + " the kernel.")
        @Default("true")
        boolean standardise,
    @Doc("Of the products with the targets: single or double.") @Default("single")
        Precision precision,
    @Doc("Score the share of every feature group in the predictions, too; needs 'multiple'.")
        @Default("false")
        boolean split)
    implements Search {

  /** Kinds of kernel. */
  public enum Form {
    LINEAR,
    POLYNOMIAL,
    RBF,
    COSINE
  }

  public KernelSettings {
    kernels = List.copyOf(kernels);
    alphas = List.copyOf(alphas);
    concentrations = List.copyOf(concentrations);
    gammas = List.copyOf(gammas);
    requireNonNull(scale, "scale");
    requireNonNull(selection, "selection");
    requireNonNull(inner, "inner");
    requireNonNull(precision, "precision");
    if (kernels.isEmpty() || (!multiple && kernels.size() > 1)) {
      throw new IllegalArgumentException(
          "'kernels' names " + kernels.size() + "; without 'multiple: true' it takes one");
    }
    if (alphas.isEmpty()) {
      throw new IllegalArgumentException("'alphas' is empty; give at least one penalty");
    }
    if (concentrations.isEmpty()) {
      throw new IllegalArgumentException("'concentrations' is empty; give at least one");
    }
    if (split && !multiple) {
      throw new IllegalArgumentException(
          "'split' needs 'multiple: true': one kernel of all columns has no parts");
    }
  }

  @Override
  public double[] grid() {
    return Search.sorted(alphas);
  }

  /** Features of a kernel have no weights. */
  @Override
  public boolean weights() {
    return false;
  }

  /** The kernel of some columns. */
  Kernel kernel(int group, int columns) {
    double gamma = scale.orElse(1.0 / columns);
    return switch (kernels.get(kernels.size() == 1 ? 0 : group)) {
      case LINEAR -> Kernel.LINEAR;
      case POLYNOMIAL -> (product, a, b) -> Math.pow(gamma * product + constant, degree);
      case RBF -> (product, a, b) -> Math.exp(-gamma * Math.max(0, a + b - 2 * product));
      case COSINE -> (product, a, b) -> a > 0 && b > 0 ? product / Math.sqrt(a * b) : 0;
    };
  }
}
