package dev.arcuate.plugin.syntax;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.settings.Range;

/** The {@code with:} block of {@code equivalent-story}. */
public record StorySettings(
    @Doc("Which story to put together, counted from 0; sweep over it.") @Range(min = 0) int story,
    @Doc(
            "order: story i takes equivalent i of each sentence; random: any of them; order-random: one"
                + " of the first i + 1.")
        @Default("order")
        Assembly assembly,
    @Doc("Equal seeds make equal stories.") @Default("0") long seed) {

  /** Which equivalent of a sentence a story takes. */
  public enum Assembly {
    ORDER,
    RANDOM,
    ORDER_RANDOM
  }
}
