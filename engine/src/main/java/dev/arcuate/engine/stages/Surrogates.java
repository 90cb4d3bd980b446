package dev.arcuate.engine.stages;

import dev.arcuate.api.fold.Folds;
import dev.arcuate.api.value.Sampling;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * Recordings that could as well have been made: without any relation to the stimulus, but with the
 * autocorrelation of the recording. All targets change alike, so that the maximum over targets
 * means something. Source: methods reference, section 11.
 */
interface Surrogates {
  /** How many there are. */
  int count();

  /**
   * Writes a surrogate of a tile.
   *
   * @param values [rows × columns], row-major
   * @param into [rows × wide], row-major
   * @param first column of {@code into} that gets the first column
   */
  void make(int index, float[] values, int columns, float[] into, int wide, int first);

  static Surrogates of(Folds folds, Sampling sampling, RegressionSettings settings) {
    return switch (settings.permute()) {
      case SHIFT -> new Shifts(folds, sampling, settings.permutations(), settings.seed());
      case BLOCKS -> new BlockOrders(folds, sampling, settings.permutations(), settings.seed());
      case PHASE -> new RandomPhases(sampling, settings.permutations(), settings.seed());
    };
  }

  /** Neighbouring seeds of {@link Random} begin alike, so that they are mixed first. */
  static Random random(long seed, int index) {
    return new Random(new SplittableRandom(seed * 1_000_003 + index).nextLong());
  }

  /** Puts rows into other places. */
  static void reorder(
      int[] source, float[] values, int columns, float[] into, int wide, int first) {
    for (int row = 0; row < source.length; row++) {
      System.arraycopy(values, source[row] * columns, into, row * wide + first, columns);
    }
  }
}
