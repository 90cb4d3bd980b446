package dev.arcuate.api.fold;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.settings.Range;
import java.time.Duration;
import java.util.Optional;

/** The {@code folds:} block of every encoding step. */
@Doc("How rows are split into training and test rows.")
public record FoldSettings(
    @Doc("contiguous: equal blocks of neighbouring rows; runs: each run or story is a fold.")
        @Default("contiguous")
        Scheme scheme,
    @Doc("Number of contiguous blocks; ignored by the scheme 'runs'.") @Default("5") @Range(min = 2)
        int count,
    @Doc(
            "Training rows closer than this to a test block of the same run are dropped. Default: the"
                + " longest delay of the design, but at least 10 s.")
        Optional<Duration> gap,
    @Doc(
            "Run although training and test rows are closer than the delays reach. Every output then"
                + " says so.")
        @Default("false")
        boolean allowLeaky) {

  /** What a fold consists of. */
  public enum Scheme {
    CONTIGUOUS,
    RUNS
  }
}
