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
            "What corrects for the number of cells and regions. family-wise: Holm's method, so that any"
                + " wrong claim at all is as rare as 'level'. fdr: the false discovery rate, as in the"
                + " study; among twenty cells found, one is then expected to be wrong.")
        @Default("family-wise")
        Correction correction,
    @Doc("A cell of a region counts as found if its corrected p-value is not above this.")
        @Default("0.05")
        @Range(min = 0, max = 1, above = true)
        double level) {

  /** What corrects for the number of tests. */
  public enum Correction {
    FAMILY_WISE,
    FDR
  }
}
