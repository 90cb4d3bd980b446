package dev.arcuate.plugin.decompose;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;

/** The settings of {@code score-table}. */
@Doc("How the scores of parts become a table.")
public record ScoreTableSettings(
    @Doc("The sweep variable that tells which part was encoded.") @Default("part") String part,
    @Doc("The map of the encodings that is compared.") @Default("r") String map,
    @Doc(
            "The sweep variable that tells which fold the targets of an encoding were made for, by"
                + " regress-out; used if the encodings have it.")
        @Default("fold")
        String fold) {}
