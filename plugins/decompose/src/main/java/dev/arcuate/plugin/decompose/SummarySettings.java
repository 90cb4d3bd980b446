package dev.arcuate.plugin.decompose;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.settings.Range;

/** The settings of {@code score-table-summary}. */
@Doc("What counts as found.")
public record SummarySettings(
    @Doc("The sweep variable that tells which cell of the table a group was made of.")
        @Default("cell")
        String cell,
    @Doc(
            "A cell of a region counts as found if its false discovery rate, over all cells and"
                + " regions together, is not above this.")
        @Default("0.05")
        @Range(min = 0, max = 1, above = true)
        double level) {}
