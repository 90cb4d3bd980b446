package dev.arcuate.plugin.ridge;

import java.util.Arrays;

/** The penalties that are worth trying, and the rule by which one of them wins. */
final class Grid {
  /** Losses closer than this share of the least are the same loss. */
  private static final double TIE = 1e-10;

  private Grid() {}

  /**
   * Leaves out what cannot be told from the greatest penalty: where λ exceeds the greatest
   * eigenvalue by 2⁵², predictions vanish beside the targets' rounding, all such penalties tie, and
   * the greatest wins.
   *
   * @param ascending penalties
   * @param greatest eigenvalue of all factors in question
   */
  static double[] distinguishable(double[] ascending, double greatest) {
    double flat = greatest * 0x1p52;
    int last = ascending.length - 1;
    int kept = 0;
    while (kept < last && ascending[kept] < flat) {
      kept++;
    }
    double[] grid = Arrays.copyOf(ascending, kept + 1);
    grid[kept] = ascending[last];
    return grid;
  }

  /** Index of the least loss; the greatest penalty wins among equal ones. */
  static int best(double[] losses) {
    double least = Double.POSITIVE_INFINITY;
    for (double loss : losses) {
      least = Math.min(least, loss);
    }
    int best = losses.length - 1;
    while (best > 0 && !(losses[best] <= least * (1 + TIE))) {
      best--;
    }
    return best;
  }
}
