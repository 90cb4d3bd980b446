package dev.arcuate.plugin.report;

import java.util.Optional;

/**
 * A point of the curves.
 *
 * @param entry where it comes from
 * @param value of the map tested, averaged over the targets chosen for each person
 * @param model score of the model on the same targets, if known
 * @param baseline score of the baseline on the same targets, if known
 * @param significant targets above 0 that are significant, corrected for targets and points
 * @param significantBelow targets below 0 that are
 */
record Point(
    Entry entry,
    Estimate value,
    Optional<Estimate> model,
    Optional<Estimate> baseline,
    int[] significant,
    int[] significantBelow) {}
