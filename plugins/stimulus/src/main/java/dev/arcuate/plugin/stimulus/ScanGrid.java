package dev.arcuate.plugin.stimulus;

import dev.arcuate.api.value.Sampling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rows of a recording among all volumes of their runs, those trimmed from the start and those
 * censored too: words heard then still drive the volumes that are left.
 *
 * @param full one row per volume from the first one of each run; each run begins at its {@code
 *     startSeconds} on the clock of the events
 * @param rows for each row of the recording its row in {@code full}
 */
record ScanGrid(Sampling full, int[] rows) {
  static ScanGrid of(Sampling sampling) {
    double period = sampling.periodSeconds();
    List<Sampling.Run> runs = new ArrayList<>();
    int[] rows = new int[sampling.samples()];
    int next = 0;
    int first = 0;
    for (Sampling.Run run : sampling.runs()) {
      int before = (int) Math.max(0, Math.floor(run.startSeconds() / period + 1e-9));
      runs.add(
          new Sampling.Run(
              run.label(), before + run.span(), run.startSeconds() - before * period, List.of()));
      for (int place : run.places()) {
        rows[next++] = first + before + place;
      }
      first += before + run.span();
    }
    return new ScanGrid(new Sampling(period, runs, sampling.referenceSeconds()), rows);
  }

  /** Whether every volume has a row. */
  boolean whole() {
    return rows.length == full.samples();
  }

  /** Whether a volume has a row. */
  boolean[] kept() {
    boolean[] kept = new boolean[full.samples()];
    for (int row : rows) {
      kept[row] = true;
    }
    return kept;
  }

  /**
   * The rows of the recording out of those of all volumes.
   *
   * @param values [volumes × columns]
   */
  float[] select(float[] values, int columns) {
    if (whole()) {
      return values;
    }
    float[] selected = new float[rows.length * columns];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(values, rows[i] * columns, selected, i * columns, columns);
    }
    return selected;
  }

  /** Seconds from its start at which each volume counts as taken. */
  double reference(Optional<Double> share, double otherwise) {
    double period = full.periodSeconds();
    return share.map(part -> part * period).or(full::referenceSeconds).orElse(otherwise * period);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ScanGrid that && full.equals(that.full);
  }

  @Override
  public int hashCode() {
    return full.hashCode();
  }
}
