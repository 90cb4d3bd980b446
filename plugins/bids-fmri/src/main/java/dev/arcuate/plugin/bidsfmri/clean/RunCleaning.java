package dev.arcuate.plugin.bidsfmri.clean;

import dev.arcuate.api.host.LinearAlgebra;
import dev.arcuate.api.value.Geometry;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * What is done to the series of one run: worked out from the settings and the confounds first, then
 * applied to tiles of series, so that memory holds the run once and a tile.
 */
public final class RunCleaning {
  private static final int TILE_VALUES = 1 << 18;

  /** A residual below this share of a series' variance is rounding. */
  private static final double NOTHING_LEFT = 1e-10;

  /** Operations on single series, or a smoothing of volumes between them. */
  sealed interface Part permits Series, Space {}

  record Series(int samplesIn, int[] rowsOut, List<Operation> operations) implements Part {
    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  record Space(CleanStep.Smooth smooth) implements Part {}

  /**
   * The run.
   *
   * @param name of its file, in messages
   * @param samples recorded
   * @param periodSeconds between samples
   * @param confounds a row per recorded sample
   */
  public record Run(
      String name, int samples, double periodSeconds, Optional<ConfoundTable> confounds) {}

  private final List<Part> parts;
  private final RunRows rows;
  private final Nuisance nuisance;
  private final Map<String, double[]> shares = new LinkedHashMap<>();
  private int unusable;

  RunCleaning(List<Part> parts, RunRows rows, Nuisance nuisance) {
    this.parts = List.copyOf(parts);
    this.rows = rows;
    this.nuisance = nuisance;
  }

  /**
   * @throws dev.arcuate.api.ProblemException if settings and confounds do not fit the run
   */
  public static RunCleaning of(List<CleanStep> steps, Run run, LinearAlgebra algebra) {
    return new Recipe(run, algebra).follow(steps);
  }

  /** Which recorded samples have rows in the end. */
  public RunRows rows() {
    return rows;
  }

  /** What was projected out, for the report. */
  public Nuisance nuisance() {
    return nuisance;
  }

  /** What was done, in words. */
  public List<String> operations() {
    return nuisance.operations();
  }

  /** Series that were constant, not finite, or had nothing left. */
  public int unusable() {
    return unusable;
  }

  /** Mean share of a series' variance that each operation took out, by its words. */
  public Map<String, Double> shares() {
    Map<String, Double> means = new LinkedHashMap<>();
    shares.forEach((words, sum) -> means.put(words, sum[1] == 0 ? 0 : sum[0] / sum[1]));
    return Collections.unmodifiableMap(means);
  }

  /**
   * Cleans all series of the run. A series that is constant, holds a value that is not finite or
   * has nothing left beside nuisances becomes NaN throughout.
   *
   * @param recorded one array of targets per recorded sample; changed
   * @param geometry of the targets
   * @param tick called after every tile with the number of targets done
   * @return one array of targets per row
   */
  public float[][] clean(float[][] recorded, Geometry geometry, IntConsumer tick) {
    int targets = recorded[0].length;
    boolean[] bad = new boolean[targets];
    double[] spread = new double[targets];
    float[][] now = recorded;
    for (int p = 0; p < parts.size(); p++) {
      Part part = parts.get(p);
      if (part instanceof Space space) {
        new Smoothing(space.smooth(), (Geometry.Volume) geometry).apply(now, tick);
      } else {
        Series series = (Series) part;
        boolean last = p == parts.size() - 1;
        now = apply(series, now, bad, spread, last, tick);
      }
    }
    for (boolean one : bad) {
      unusable += one ? 1 : 0;
    }
    return now;
  }

  private float[][] apply(
      Series series,
      float[][] from,
      boolean[] bad,
      double[] spread,
      boolean last,
      IntConsumer tick) {
    int targets = from[0].length;
    float[][] to = new float[series.rowsOut().length][];
    for (int row = 0; row < to.length; row++) {
      to[row] = from[series.rowsOut()[row]];
    }
    int width = Math.max(1, Math.min(targets, TILE_VALUES / series.samplesIn()));
    for (int at = 0; at < targets; at += width) {
      int count = Math.min(width, targets - at);
      Block block = load(from, at, count, bad);
      clean(series, block, at, bad, spread);
      store(block, to, at, bad, last);
      tick.accept(at + count);
    }
    return to;
  }

  private static Block load(float[][] from, int at, int count, boolean[] bad) {
    int samples = from.length;
    double[] values = new double[count * samples];
    for (int t = 0; t < samples; t++) {
      float[] row = from[t];
      for (int s = 0; s < count; s++) {
        values[s * samples + t] = row[at + s];
      }
    }
    for (int s = 0; s < count; s++) {
      boolean finite = true;
      boolean varies = false;
      for (int t = s * samples; t < (s + 1) * samples; t++) {
        finite &= Double.isFinite(values[t]);
        varies |= values[t] != values[s * samples];
      }
      if (!finite || !varies || bad[at + s]) {
        bad[at + s] = true;
        java.util.Arrays.fill(values, s * samples, (s + 1) * samples, 0);
      }
    }
    return new Block(values, count);
  }

  private void clean(Series series, Block block, int at, boolean[] bad, double[] spread) {
    double[] before = new double[block.width()];
    boolean known = false;
    for (Operation operation : series.operations()) {
      if (operation.takesVariance() && !known) {
        for (int s = 0; s < before.length; s++) {
          before[s] = block.variance(s);
          spread[at + s] = spread[at + s] == 0 ? before[s] : spread[at + s];
        }
      }
      operation.apply(block);
      known = operation.takesVariance();
      if (known) {
        double[] sum = shares.computeIfAbsent(operation.words(), words -> new double[2]);
        for (int s = 0; s < before.length; s++) {
          double after = block.variance(s);
          if (!bad[at + s] && spread[at + s] > 0) {
            sum[0] += (before[s] - after) / spread[at + s];
            sum[1]++;
            bad[at + s] |= !(after > NOTHING_LEFT * spread[at + s]);
          }
          before[s] = after;
        }
      }
    }
  }

  private static void store(Block block, float[][] to, int at, boolean[] bad, boolean last) {
    int samples = block.samples();
    double[] values = block.values();
    for (int s = 0; s < block.width(); s++) {
      for (int t = s * samples; t < (s + 1) * samples && !bad[at + s]; t++) {
        bad[at + s] = !Double.isFinite(values[t]);
      }
    }
    for (int t = 0; t < samples; t++) {
      float[] row = to[t];
      for (int s = 0; s < block.width(); s++) {
        boolean missing = last && bad[at + s];
        row[at + s] = missing ? Float.NaN : (float) values[s * samples + t];
      }
    }
  }
}
