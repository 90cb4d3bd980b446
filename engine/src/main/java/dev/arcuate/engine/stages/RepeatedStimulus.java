package dev.arcuate.engine.stages;

import dev.arcuate.api.array.FloatMatrix;
import dev.arcuate.api.fold.Folds;
import dev.arcuate.api.value.Design;
import dev.arcuate.api.value.Sampling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Finds stretches of a design that stand, number for number, among the test rows and among the
 * training rows of a fold: the same stimulus was presented twice, and a model may learn it by
 * heart. Source: methods reference, section 9.
 */
final class RepeatedStimulus {
  /** So many rows in a row that last so long are not equal by chance. */
  private static final int FEWEST = 10;

  private static final double SECONDS = 15;

  /** Hashes of stretches are polynomials of this odd number. */
  private static final long BASE = 0x9E3779B97F4A7C15L;

  private static final int BLOCK_VALUES = 1 << 20;

  /** Groups that tell the place in a run, which is the same in runs of equal length. */
  private static final String PLACES = "position";

  private final Sampling sampling;

  /** Per row, a hash of its values; of rows in which nothing happens, {@link #NOTHING}. */
  private final long[] hashes;

  private static final long NOTHING = 0;

  /** Rows of a stretch. */
  private final int length;

  private RepeatedStimulus(Sampling sampling, long[] hashes) {
    this.sampling = sampling;
    this.hashes = hashes;
    this.length = Math.max(FEWEST, (int) Math.rint(SECONDS / sampling.periodSeconds()));
  }

  /** What repeats across the folds, in words; nothing for events, which may well be alike. */
  static List<String> find(Design design, Folds folds, Runnable checkCancelled) {
    boolean[] stimulus = stimulus(design);
    boolean any = false;
    for (boolean column : stimulus) {
      any |= column;
    }
    if (!any || design.sampling().events()) {
      return List.of();
    }
    long[] hashes = hashes(design.matrix(), stimulus, checkCancelled);
    return new RepeatedStimulus(design.sampling(), hashes).find(folds);
  }

  private static boolean[] stimulus(Design design) {
    boolean[] stimulus = new boolean[design.features()];
    int column = 0;
    for (Design.Group group : design.groups()) {
      Arrays.fill(stimulus, column, column + group.columns(), !group.name().startsWith(PLACES));
      column += group.columns();
    }
    return stimulus;
  }

  private static long[] hashes(FloatMatrix matrix, boolean[] stimulus, Runnable checkCancelled) {
    long[] hashes = new long[matrix.rows()];
    int columns = matrix.columns();
    int block = Math.max(1, Math.min(matrix.rows(), BLOCK_VALUES / Math.max(1, columns)));
    float[] values = new float[block * columns];
    for (int row = 0; row < matrix.rows(); row += block) {
      checkCancelled.run();
      int rows = Math.min(block, matrix.rows() - row);
      matrix.read(row, rows, 0, columns, values);
      for (int r = 0; r < rows; r++) {
        long hash = 1;
        boolean nothing = true;
        for (int c = 0; c < columns; c++) {
          float value = values[r * columns + c];
          if (stimulus[c]) {
            nothing &= value == 0;
            hash = hash * BASE + Float.floatToIntBits(value + 0f) + c;
            hash ^= hash >>> 29;
          }
        }
        hashes[row + r] = nothing ? NOTHING : Math.max(1, hash & Long.MAX_VALUE);
      }
    }
    return hashes;
  }

  private List<String> find(Folds folds) {
    long[] own = stretches();
    Map<Long, List<Integer>> places = new HashMap<>();
    for (int row = 0; row < own.length; row++) {
      if (own[row] != NOTHING) {
        places.computeIfAbsent(own[row], hash -> new ArrayList<>()).add(row);
      }
    }
    boolean[] train = new boolean[hashes.length];
    for (Folds.Fold fold : folds.list()) {
      Arrays.fill(train, false);
      Arrays.stream(fold.train()).forEach(row -> train[row] = true);
      for (int row : fold.test()) {
        for (int other : own[row] == NOTHING ? List.<Integer>of() : places.get(own[row])) {
          if (other != row && train[other] && train[other + length - 1]) {
            return List.of(text(row, other));
          }
        }
      }
    }
    return List.of();
  }

  /**
   * For each row, a hash of it and those after it; nothing where they do not change, where little
   * happens, or where the run ends. Of ten rows none may be silent; of the more that a design of a
   * fast recording needs, half.
   */
  private long[] stretches() {
    long[] stretches = new long[hashes.length];
    long leaving = 1;
    for (int i = 1; i < length; i++) {
      leaving *= BASE;
    }
    int silentAllowed = (length - FEWEST) / 2;
    int first = 0;
    for (Sampling.Run run : sampling.runs()) {
      long hash = 0;
      int silent = 0;
      int changes = 0;
      for (int row = first; row < first + run.samples(); row++) {
        int out = row - length;
        if (out >= first) {
          hash -= hashes[out] * leaving;
          silent -= hashes[out] == NOTHING ? 1 : 0;
          changes -= hashes[out] != hashes[out + 1] ? 1 : 0;
        }
        hash = hash * BASE + hashes[row];
        silent += hashes[row] == NOTHING ? 1 : 0;
        changes += row > first && hashes[row] != hashes[row - 1] ? 1 : 0;
        if (row - length + 1 >= first && changes > 0 && silent <= silentAllowed) {
          stretches[out + 1] = Math.max(1, (hash ^ hash >>> 31) & Long.MAX_VALUE);
        }
      }
      first += run.samples();
    }
    return stretches;
  }

  private int run(int row) {
    int run = 0;
    int end = sampling.runs().get(0).samples();
    while (row >= end) {
      end += sampling.runs().get(++run).samples();
    }
    return run;
  }

  private String text(int test, int train) {
    return String.format(
        Locale.ROOT,
        "the same stimulus is tested and trained on: %d samples from sample %d of run %s are those"
            + " from sample %d of run %s",
        length,
        test - sampling.firstRow(run(test)) + 1,
        sampling.runs().get(run(test)).label(),
        train - sampling.firstRow(run(train)) + 1,
        sampling.runs().get(run(train)).label());
  }
}
