package dev.arcuate.plugin.report;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;

/** Settings of {@code design-page}. */
@Doc("What the page is called.")
public record DesignPageSettings(
    @Doc("Heading of the page.") @Default("What was taken out, and what stands in the design")
        String title) {}
