package dev.arcuate.plugin.statistics;

import dev.arcuate.api.settings.Doc;

/** Settings of {@code ceiling}: none. */
@Doc("Nothing to set.")
public record CeilingSettings() {}
