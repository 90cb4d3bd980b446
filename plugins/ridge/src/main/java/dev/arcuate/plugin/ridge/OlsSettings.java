package dev.arcuate.plugin.ridge;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;

/** Settings of {@code ols}. */
@Doc("What ordinary least squares leaves beside its scores.")
public record OlsSettings(
    @Doc("Of the products with the targets: single or double.") @Default("single")
        Precision precision,
    @Doc("Score the share of every feature group in the predictions, too.") @Default("false")
        boolean split,
    @Doc("Keep the weights of every feature, target and fold.") @Default("false") boolean weights)
    implements Search {

  public OlsSettings {
    requireNonNull(precision, "precision");
  }

  /** One penalty so small that singular values it could be told from do not count as such. */
  @Override
  public double[] grid() {
    return new double[] {Double.MIN_NORMAL};
  }

  @Override
  public Selection selection() {
    return Selection.PER_TARGET;
  }

  @Override
  public Inner inner() {
    return Inner.K_FOLD;
  }

  @Override
  public int innerCount() {
    return 2;
  }

  /** Least squares do not depend on the scale; decompositions are happier with equal ones. */
  @Override
  public boolean standardise() {
    return true;
  }
}
