package dev.arcuate.plugin.decompose;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.settings.Range;

/** The settings of {@code head-groups}. */
@Doc("How attention heads become representations of their own.")
public record HeadGroupsSettings(
    @Doc("The sweep variable that tells equivalents from each other; these are not used.")
        @Default("story")
        String story,
    @Doc("What the names of layers with head outputs begin with; a number follows.")
        @Default("heads-")
        String prefix,
    @Doc("Heads per layer.") @Default("12") @Range(min = 1, max = 1024) int heads) {}
