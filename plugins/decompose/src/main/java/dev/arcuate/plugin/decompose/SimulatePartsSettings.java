package dev.arcuate.plugin.decompose;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.settings.Range;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The settings of {@code simulate-parts}. */
@Doc("Whose brain is simulated, and what it follows.")
public record SimulatePartsSettings(
    @Doc("Label of the person; sweep over several.") String subject,
    @Doc("Seconds between volumes (TR).") @Default("2") @Range(min = 0, above = true)
        double repetitionTime,
    @Doc("Volumes per run, by run label.") @Range(min = 20) Map<String, Integer> runs,
    @Doc("A region of each of these kinds is made.")
        @Default("[lexical, syntactic, semantic, mixed, none]")
        List<Kind> kinds,
    @Doc("Voxels in each region, each with noise and weights of its own; 1: the region itself.")
        @Default("1")
        @Range(min = 1, max = 10000)
        int targets,
    @Doc("Share of a target's variance that the stimulus explains; the rest is noise.")
        @Default("0.6")
        @Range(min = 0, max = 1)
        double signal,
    @Doc("Correlation of the noise of one volume with that of the next.")
        @Default("0.4")
        @Range(min = -0.99, max = 0.99)
        double noiseAutocorrelation,
    @Doc("Another seed gives other noise and other weights.") @Default("1") long seed,
    @Doc("Make the same noise without any response: nothing may be found in it.") @Default("false")
        boolean nullSimulation) {

  /** What a region follows. */
  public enum Kind {
    /** Words alone. */
    LEXICAL,
    /** What equivalents share, beyond words. */
    SYNTACTIC,
    /** What equivalents do not share, beyond words and syntax. */
    SEMANTIC,
    /** Both of these. */
    MIXED,
    /** Nothing. */
    NONE
  }

  public SimulatePartsSettings {
    runs = new LinkedHashMap<>(runs);
    kinds = List.copyOf(kinds);
    if (kinds.isEmpty() || kinds.stream().distinct().count() != kinds.size()) {
      throw new IllegalArgumentException("'kinds' names at least one kind, and each once");
    }
    if (runs.isEmpty()) {
      throw new IllegalArgumentException("'runs' is empty; write the volumes of each run");
    }
    if (!subject.matches("[A-Za-z0-9]+")) {
      throw new IllegalArgumentException(
          "'subject' is made of letters and digits, got '" + subject + "'");
    }
  }
}
