package dev.arcuate.plugin.decompose;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.settings.Range;

/** The settings of {@code forecast}. Source: methods reference, 4.3. */
@Doc("Which words ahead to look at.")
public record ForecastSettings(
    @Doc("The sweep variable that tells equivalents from each other; these are not used.")
        @Default("story")
        String story,
    @Doc("The layer: a name, a place from 0, a relative depth, or middle.") @Default("middle")
        String layer,
    @Doc("Words between the current one and the last of the window; negative looks back.")
        @Default("8")
        int distance,
    @Doc("Words in the window.") @Default("7") @Range(min = 1, max = 1000) int window) {}
