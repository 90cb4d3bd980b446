package dev.arcuate.plugin.decompose;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.settings.Range;
import java.util.List;

/** The settings of {@code residual}. */
@Doc("What is taken out of a layer.")
public record ResidualSettings(
    @Doc("The layer: a name, a place from 0, a relative depth, or middle.") @Default("middle")
        String layer,
    @Doc("Layers that it is predicted from, such as the embeddings; the prediction is taken out.")
        @Default("[0]")
        List<String> without,
    @Doc(
            "Penalty of the prediction, relative to the mean variance of its predictors: small takes"
                + " all out that a straight line can.")
        @Default("0.001")
        @Range(min = 0, above = true)
        double penalty,
    @Doc("The sweep variable that tells equivalents from each other; these are not used.")
        @Default("story")
        String story,
    @Doc("What it is fitted on; must be said.") @Default("{}") FitSettings fit) {
  public ResidualSettings {
    without = List.copyOf(without);
    if (without.isEmpty()) {
      throw new IllegalArgumentException("'without' is empty; name at least one layer");
    }
  }
}
