package dev.arcuate.plugin.arrays;

import dev.arcuate.api.settings.Doc;

/** {@code score-arrays} has no settings. */
@Doc("Nothing to set.")
public record ScoreArraysSettings() {}
