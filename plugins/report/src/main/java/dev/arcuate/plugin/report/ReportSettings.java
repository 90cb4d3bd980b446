package dev.arcuate.plugin.report;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.settings.Range;
import java.util.List;

/** Settings of {@code report}. */
@Doc("What the page is called and what is said beside the numbers.")
public record ReportSettings(
    @Doc("Heading of the page.") @Default("Does the language model explain the brain?")
        String title,
    @Doc(
            "The sweep that runs along the horizontal axis, such as layer. Other gathered sweeps make a"
                + " line each.")
        @Default("layer")
        String axis,
    @Doc("Paragraphs printed above the figures: what was asked, and of which data.") @Default("[]")
        List<String> notes,
    @Doc("Further works to cite, such as the dataset and the model; one line each.") @Default("[]")
        List<String> cite,
    @Doc(
            "The curves average, for each person, this share of all voxels: those where the other"
                + " people show the most. Regions and sensors are all averaged.")
        @Default("0.05")
        @Range(min = 0, max = 1, above = true)
        double strongest) {
  public ReportSettings {
    notes = List.copyOf(notes);
    cite = List.copyOf(cite);
  }
}
