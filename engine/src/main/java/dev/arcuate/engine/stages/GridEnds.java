package dev.arcuate.engine.stages;

import java.util.Arrays;

/**
 * Counts how often the least or the greatest penalty of a grid was chosen. The greatest does not
 * count where the grid ends above the greatest eigenvalue of the design: whoever chose it has no
 * signal, and would choose any greater one as well.
 */
final class GridEnds {
  /** Maps are float32, grids are float64. */
  private static final double SAME = 1e-6;

  private long chosen;
  private long least;
  private long greatest;

  void see(float[] alphas, double[] penalties, double greatestEigenvalue) {
    if (penalties.length < 2) {
      return;
    }
    double low = Arrays.stream(penalties).min().orElseThrow();
    double high = Arrays.stream(penalties).max().orElseThrow();
    for (float alpha : alphas) {
      if (Float.isFinite(alpha)) {
        chosen++;
        least += Math.abs(alpha - low) <= SAME * low ? 1 : 0;
        greatest += !(high >= greatestEigenvalue) && Math.abs(alpha - high) <= SAME * high ? 1 : 0;
      }
    }
  }

  boolean seen() {
    return chosen > 0;
  }

  double atLeast() {
    return chosen == 0 ? 0 : (double) least / chosen;
  }

  double atGreatest() {
    return chosen == 0 ? 0 : (double) greatest / chosen;
  }

  double share() {
    return atLeast() + atGreatest();
  }
}
