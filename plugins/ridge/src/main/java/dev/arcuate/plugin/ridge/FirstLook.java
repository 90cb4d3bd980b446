package dev.arcuate.plugin.ridge;

/**
 * Losses of every column under every penalty by {@link Rough} nodes alone, twice: with and without
 * the last of them. How far an interpolation may be off is known for any direction of the spectrum,
 * but not how much of a target lies there. The two estimates of a loss differ by the error of the
 * worse one, which tells it; the better one is off by so much less.
 */
final class FirstLook {
  /** By how much the error that is told may be too small. */
  private static final double CAUTION = 8;

  /** Losses closer than this share of theirs are left to a second look: so close is rounding. */
  private static final double ROUNDING = 1e-9;

  private final double[][] losses;
  private final double[][] worse;
  private final double[] error;
  private final double[] worseError;

  FirstLook(int penalties, int columns) {
    losses = new double[penalties][columns];
    worse = new double[penalties][columns];
    error = new double[penalties];
    worseError = new double[penalties];
  }

  /**
   * Adds what one of several judges says.
   *
   * @param total per column, the loss if nothing is predicted
   * @param share of this judge
   */
  void add(Block block, Moments moments, double[] total, double share) {
    Rough rough = block.rough().orElseThrow();
    for (int a = 0; a < losses.length; a++) {
      double scale = share * block.lossScale()[a];
      for (int c = 0; c < total.length; c++) {
        losses[a][c] += scale * total[c];
        worse[a][c] += scale * total[c];
      }
      moments.addLoss(rough.coefficients()[a], scale, losses[a]);
      moments.addLoss(rough.worse()[a], scale, worse[a]);
      error[a] += scale * rough.error()[a];
      worseError[a] += scale * rough.worseError()[a];
    }
  }

  /** Per column, the penalty that is best beyond doubt, or −1. */
  int[] best() {
    int[] best = new int[losses[0].length];
    double[] own = new double[losses.length];
    for (int c = 0; c < best.length; c++) {
      double excited = 0;
      for (int a = 0; a < own.length; a++) {
        own[a] = losses[a][c];
        // Of penalties far beyond the spectrum both are the same but for rounding, which tells
        // nothing.
        double apart = Math.abs(own[a] - worse[a][c]) - ROUNDING * Math.abs(own[a]);
        if (worseError[a] > 0 && apart > 0) {
          excited = Math.max(excited, apart / worseError[a]);
        }
      }
      best[c] = best(own, excited);
    }
    return best;
  }

  private int best(double[] own, double excited) {
    int best = Grid.best(own);
    double most = own[best] + doubt(best, own, excited);
    for (int a = 0; a < own.length; a++) {
      if (a != best && !(own[a] - doubt(a, own, excited) > most)) {
        return -1;
      }
    }
    return best;
  }

  private double doubt(int a, double[] own, double excited) {
    return CAUTION * excited * error[a] + ROUNDING * Math.abs(own[a]);
  }
}
