package dev.arcuate.plugin.ridge;

/** The rule by which one of several penalties wins. */
final class Grid {
  /** Losses closer than this share of the least are the same loss. */
  private static final double TIE = 1e-10;

  /** By how much of the best loss so far another weighting of the groups has to be better. */
  private static final double BETTER = Math.ulp(1.0);

  private Grid() {}

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

  /**
   * Index of the least loss among candidates, each with all penalties; the first candidate wins
   * among equal ones.
   *
   * @param losses [candidates × penalties]
   */
  static int best(double[] losses, int penalties) {
    int best = -1;
    for (int first = 0; first < losses.length; first += penalties) {
      int own = first + best(java.util.Arrays.copyOfRange(losses, first, first + penalties));
      if (best < 0 || losses[own] < losses[best] * (1 - BETTER)) {
        best = own;
      }
    }
    return best;
  }
}
