package dev.arcuate.plugin.decompose;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.settings.Range;

/** The settings of {@code part-drives}. */
@Doc("What simulated regions follow.")
public record PartDrivesSettings(
    @Doc("Directions of each part: the strongest ones, each as strong as it varies.")
        @Default("20")
        @Range(min = 1, max = 100)
        int directions) {}
