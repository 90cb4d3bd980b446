package dev.arcuate.plugin.statistics;

import dev.arcuate.api.settings.Doc;

/** {@code area-scores} has no settings: areas come with the recording. */
@Doc("Nothing to set.")
public record AreaScoresSettings() {}
