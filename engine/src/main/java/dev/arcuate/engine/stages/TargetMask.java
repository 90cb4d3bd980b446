package dev.arcuate.engine.stages;

import dev.arcuate.api.value.Sampling;
import java.util.Arrays;

/**
 * Which columns of a tile of targets can be fitted: those without missing values that vary in every
 * run. Source: methods reference, section 8.
 */
final class TargetMask {
  private final int[] kept;
  private final int constant;
  private final int missing;
  private final int firstConstant;
  private final int firstMissing;

  private TargetMask(int[] kept, int constant, int missing, int firstConstant, int firstMissing) {
    this.kept = kept;
    this.constant = constant;
    this.missing = missing;
    this.firstConstant = firstConstant;
    this.firstMissing = firstMissing;
  }

  static TargetMask of(float[] targets, int columns, Sampling sampling) {
    int[] kept = new int[columns];
    int count = 0;
    int constant = 0;
    int missing = 0;
    int firstConstant = -1;
    int firstMissing = -1;
    boolean[] gone = new boolean[columns];
    boolean[] flat = new boolean[columns];
    for (int run = 0; run < sampling.runs().size(); run++) {
      int first = sampling.firstRow(run);
      look(targets, columns, first, first + sampling.runs().get(run).samples(), gone, flat);
    }
    for (int c = 0; c < columns; c++) {
      if (gone[c]) {
        missing++;
        firstMissing = firstMissing < 0 ? c : firstMissing;
      } else if (flat[c]) {
        constant++;
        firstConstant = firstConstant < 0 ? c : firstConstant;
      } else {
        kept[count++] = c;
      }
    }
    return new TargetMask(
        Arrays.copyOf(kept, count), constant, missing, firstConstant, firstMissing);
  }

  private static void look(
      float[] targets, int columns, int from, int to, boolean[] gone, boolean[] flat) {
    float[] least = new float[columns];
    float[] greatest = new float[columns];
    Arrays.fill(least, Float.POSITIVE_INFINITY);
    Arrays.fill(greatest, Float.NEGATIVE_INFINITY);
    for (int row = from; row < to; row++) {
      for (int c = 0; c < columns; c++) {
        float value = targets[row * columns + c];
        gone[c] |= !Float.isFinite(value);
        least[c] = Math.min(least[c], value);
        greatest[c] = Math.max(greatest[c], value);
      }
    }
    for (int c = 0; c < columns; c++) {
      flat[c] |= Flat.is(least[c], greatest[c]);
    }
  }

  /** The columns that can be fitted, ascending. */
  int[] kept() {
    return kept.clone();
  }

  /** Columns left out because they are constant over a run. */
  int constant() {
    return constant;
  }

  /** Columns left out because a value is missing. */
  int missing() {
    return missing;
  }

  /** The first of the constant columns; −1 if there are none. */
  int firstConstant() {
    return firstConstant;
  }

  /** The first of the columns with missing values; −1 if there are none. */
  int firstMissing() {
    return firstMissing;
  }
}
