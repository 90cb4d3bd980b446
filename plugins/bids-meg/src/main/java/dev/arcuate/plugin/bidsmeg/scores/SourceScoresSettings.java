package dev.arcuate.plugin.bidsmeg.scores;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.settings.Range;

/** The {@code with:} block of {@code source-scores}. */
public record SourceScoresSettings(
    @Doc(
            "The linear operator: an inverse operator saved by MNE (…-inv.fif), whose channels are"
                + " found by name, or an array .npy [sources × channels] in the order of the channels"
                + " of the epochs.")
        InputPath operator,
    @Doc("Signal-to-noise ratio that regularises an inverse operator; MNE's usual is 3.")
        @Default("3")
        @Range(min = 0, above = true)
        double signalToNoise) {}
