package dev.arcuate.plugin.ridge;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.settings.Range;
import java.util.List;

/** Settings of {@code pls}. */
@Doc("How many components of partial least squares predict a target.")
public record PlsSettings(
    @Doc(
            "Numbers of components to choose from; every target has its own, judged by inner folds with"
                + " the gap of the outer ones. A single number is not judged.")
        @Default("[1, 2, 3, 5, 8, 12, 18, 25]")
        @Range(min = 1, max = 500)
        List<Integer> components,
    @Doc("Number of inner folds.") @Default("5") @Range(min = 2) int innerCount,
    @Doc("Scale every column of the design to unit standard deviation on the training rows.")
        @Default("true")
        boolean standardise) {

  public PlsSettings {
    components = components.stream().distinct().sorted().toList();
    if (components.isEmpty()) {
      throw new IllegalArgumentException("'components' is empty; give at least one number");
    }
  }

  int most() {
    return components.get(components.size() - 1);
  }
}
