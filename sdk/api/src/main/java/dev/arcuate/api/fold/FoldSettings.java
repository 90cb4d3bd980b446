package dev.arcuate.api.fold;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.Quirk;
import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.settings.Range;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The {@code folds:} block of every encoding step. */
@Doc("How rows are split into training and test rows.")
public record FoldSettings(
    @Doc(
            "contiguous: stretches of neighbouring rows of about equal length, which never cut a"
                + " sentence or other block that the design names. runs: each run or story is a fold."
                + " shuffled: rows at random, which leaks in every recording that has a memory; needs"
                + " 'allow-leaky'.")
        @Default("contiguous")
        Scheme scheme,
    @Doc("Number of folds; ignored by the scheme 'runs'.") @Default("5") @Range(min = 2) int count,
    @Doc(
            "Training rows closer in time than this to a test row of the same run are dropped. Default:"
                + " the longest delay of the design, but at least 10 s; for epochs their length.")
        Optional<Duration> gap,
    @Doc("Run although training rows tell of test rows. Every output then says so.")
        @Default("false")
        boolean allowLeaky,
    @Doc(
            "Which stimulus each run presented, by run label. Runs of one stimulus are tested together,"
                + " and none of them trains for another. Runs not named have a stimulus of their own.")
        @Default("{}")
        Map<String, String> stimuli,
    @Doc("Chooses the rows of the scheme 'shuffled'.") @Default("0") long seed,
    @Doc(
            Quirk.DOC
                + " cv.no-gap leaves out the gap; a leak that is named here is allowed, and every"
                + " output says so.")
        @Default("[]")
        List<String> quirks) {

  /** What a fold consists of. */
  public enum Scheme {
    CONTIGUOUS,
    RUNS,
    SHUFFLED
  }

  public FoldSettings {
    requireNonNull(scheme, "scheme");
    requireNonNull(gap, "gap");
    quirks = Quirk.checked(quirks);
    if (Quirk.CV_NO_GAP.in(quirks) && gap.isPresent()) {
      throw new IllegalArgumentException("the quirk cv.no-gap leaves no 'gap': drop one of them");
    }
    stimuli = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(stimuli));
  }

  /** Without quirks. */
  public FoldSettings(
      Scheme scheme,
      int count,
      Optional<Duration> gap,
      boolean allowLeaky,
      Map<String, String> stimuli,
      long seed) {
    this(scheme, count, gap, allowLeaky, stimuli, seed, List.of());
  }

  /** Runs with a stimulus each. */
  public FoldSettings(Scheme scheme, int count, Optional<Duration> gap, boolean allowLeaky) {
    this(scheme, count, gap, allowLeaky, Map.of(), 0);
  }
}
