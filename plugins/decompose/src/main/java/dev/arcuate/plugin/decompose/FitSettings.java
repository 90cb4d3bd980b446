package dev.arcuate.plugin.decompose;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import java.util.List;
import java.util.Optional;

/** The {@code fit:} block of whatever is fitted before folds are made. */
@Doc(
    "What it is fitted on. Folds are made later, so that rows of the story itself would include those"
        + " that are tested.")
public record FitSettings(
    @Doc("The connected step whose activations it is fitted on: the same model on another text.")
        Optional<String> on,
    @Doc("Or runs of the story to fit on, which must then not be tested: needs 'words'.")
        @Default("[]")
        List<String> runs,
    @Doc("Fit on all rows of the story although test rows are among them. The output says so.")
        @Default("false")
        boolean allowLeaky) {
  public FitSettings {
    runs = List.copyOf(runs);
    if ((on.isPresent() ? 1 : 0) + (runs.isEmpty() ? 0 : 1) + (allowLeaky ? 1 : 0) > 1) {
      throw new IllegalArgumentException("'on', 'runs' and 'allow-leaky' are alternatives");
    }
  }
}
