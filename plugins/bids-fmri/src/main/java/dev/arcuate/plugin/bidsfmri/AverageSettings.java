package dev.arcuate.plugin.bidsfmri;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;

/** The {@code with:} block of {@code average-subject}. */
public record AverageSettings(
    @Doc("Label of the average in results, as if it were a subject.") @Default("average")
        String label) {}
