package dev.arcuate.plugin.report;

import dev.arcuate.api.value.Files;
import dev.arcuate.api.value.Scores;
import java.util.List;
import java.util.Optional;

/**
 * What a report tells.
 *
 * @param truth what a simulation planted
 * @param verdict whether that was found
 * @param ceiling how much is shared among people
 * @param mesh the surface that vertices are drawn on
 * @param warnings what to know before believing it
 */
record Contents(
    ReportSettings settings,
    Findings findings,
    Prose prose,
    Optional<Truth> truth,
    Optional<Verdict> verdict,
    Optional<Scores> ceiling,
    Optional<Files> mesh,
    List<String> warnings) {}
