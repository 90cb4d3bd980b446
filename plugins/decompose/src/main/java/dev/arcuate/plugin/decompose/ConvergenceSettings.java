package dev.arcuate.plugin.decompose;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;

/** The settings of {@code convergence}. */
@Doc("How many equivalents are enough.")
public record ConvergenceSettings(
    @Doc("The sweep variable that tells equivalents from each other.") @Default("story")
        String story) {}
