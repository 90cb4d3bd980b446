package dev.arcuate.plugin.decompose;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;

/** The settings of {@code unscramble}. */
@Doc("Puts activations back into the order of the story.")
public record UnscrambleSettings(
    @Doc("The sweep variable that tells equivalents from each other; these are not used.")
        @Default("story")
        String story) {}
