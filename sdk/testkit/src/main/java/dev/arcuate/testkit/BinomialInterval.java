package dev.arcuate.testkit;

/**
 * How often something of a known probability happens: the counts that hold 99 % of all cases, so
 * that a test of a test neither fails by chance nor accepts anything.
 *
 * @param low the least count
 * @param high the greatest count
 */
public record BinomialInterval(int low, int high) {
  private static final double TAIL = 0.005;

  /**
   * Of independent trials.
   *
   * @param probability above 0 and below 1
   */
  public static BinomialInterval of(int trials, double probability) {
    double logarithm = trials * Math.log1p(-probability);
    double below = 0;
    int low = -1;
    int high = trials;
    for (int count = 0; count <= trials; count++) {
      below += Math.exp(logarithm);
      if (low < 0 && below > TAIL) {
        low = count;
      }
      if (below >= 1 - TAIL) {
        high = count;
        break;
      }
      logarithm +=
          Math.log((double) (trials - count) / (count + 1))
              + Math.log(probability)
              - Math.log1p(-probability);
    }
    return new BinomialInterval(low, high);
  }

  public boolean holds(int count) {
    return low <= count && count <= high;
  }
}
