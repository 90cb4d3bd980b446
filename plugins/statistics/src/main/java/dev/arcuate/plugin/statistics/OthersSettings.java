package dev.arcuate.plugin.statistics;

import dev.arcuate.api.settings.Doc;

/** Settings of {@code others}. */
@Doc("Whose recording is to be predicted from the others'.")
public record OthersSettings(@Doc("The subject that is left out of the mean.") String subject) {}
