package dev.arcuate.plugin.statistics;

/** What a map of t values is turned into before its maximum is taken. */
interface Enhancement {
  /**
   * @param t one value per target; NaN for targets that are left out
   * @return one score per target, not negative unless the map is one-sided; NaN where t is
   */
  double[] of(double[] t);

  /** The t values themselves, or their magnitudes. */
  static Enhancement none(Alternative alternative) {
    return t -> {
      double[] score = t.clone();
      for (int i = 0; i < t.length && alternative == Alternative.TWO_SIDED; i++) {
        score[i] = Math.abs(t[i]);
      }
      return score;
    };
  }

  /** For two-sided tests, what is found in the map and in its negative. */
  static double[] bothSides(double[] t, Alternative alternative, Enhancement oneSide) {
    double[] scores = oneSide.of(t);
    if (alternative == Alternative.TWO_SIDED) {
      double[] negative = new double[t.length];
      for (int i = 0; i < t.length; i++) {
        negative[i] = -t[i];
      }
      double[] below = oneSide.of(negative);
      for (int i = 0; i < t.length; i++) {
        scores[i] += below[i];
      }
    }
    return scores;
  }
}
