package dev.arcuate.plugin.syntax;

import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.settings.InputPath;

/** The {@code with:} block of {@code equivalents-given}. */
public record GivenSettings(
    @Doc(
            "A table with the columns sentence (counted from 0) and words, one row per equivalent, as"
                + " the step equivalents writes it. Other columns may be missing.")
        InputPath table) {}
