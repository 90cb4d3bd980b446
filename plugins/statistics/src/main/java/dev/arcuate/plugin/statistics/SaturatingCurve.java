package dev.arcuate.plugin.statistics;

/**
 * Least squares of v₀ · (1 − exp(−x/τ)) with 0 ≤ v₀ ≤ 1 and τ > 0, for one set of x and many of y.
 * For a given τ the best v₀ is a division, so that τ is looked for alone: on a grid of logarithms,
 * then between its neighbours.
 */
final class SaturatingCurve {
  private static final double LEAST = 1e-2;
  private static final double GREATEST = 1e4;
  private static final int GRID = 240;
  private static final int HALVINGS = 60;
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  private final double[] x;
  private final double[] taus = new double[GRID];
  private final double[][] shapes = new double[GRID][];

  /**
   * A curve.
   *
   * @param limit v₀, what it comes near to
   * @param tau where it has come 63 % of the way
   */
  record Fit(double limit, double tau) {
    /**
     * Whether it bends before the greatest limit there can be: otherwise nothing is known of it.
     */
    boolean bends() {
      return limit < 1 && tau < GREATEST * 0.99;
    }
  }

  SaturatingCurve(double[] x) {
    this.x = x.clone();
    for (int i = 0; i < GRID; i++) {
      taus[i] = Math.exp(logarithm(i));
      shapes[i] = shape(taus[i]);
    }
  }

  private static double logarithm(int place) {
    return Math.log(LEAST) + (Math.log(GREATEST) - Math.log(LEAST)) * place / (GRID - 1);
  }

  private double[] shape(double tau) {
    double[] shape = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      shape[i] = -Math.expm1(-x[i] / tau);
    }
    return shape;
  }

  /** The best curve through y at the places given. */
  Fit fit(double[] y) {
    int best = nearest(y);
    double low = logarithm(Math.max(0, best - 1));
    double high = logarithm(Math.min(GRID - 1, best + 1));
    for (int i = 0; i < HALVINGS; i++) {
      double left = high - GOLDEN * (high - low);
      double right = low + GOLDEN * (high - low);
      if (error(shape(Math.exp(left)), y) <= error(shape(Math.exp(right)), y)) {
        high = right;
      } else {
        low = left;
      }
    }
    double tau = Math.exp((low + high) / 2);
    return new Fit(limit(shape(tau), y), tau);
  }

  /** As {@link #fit}, no closer than the grid: for curves that only tell how far fits scatter. */
  Fit roughly(double[] y) {
    int best = nearest(y);
    return new Fit(limit(shapes[best], y), taus[best]);
  }

  /** The best place of the grid. */
  private int nearest(double[] y) {
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < GRID; i++) {
      double error = error(shapes[i], y);
      if (error < least) {
        least = error;
        best = i;
      }
    }
    return best;
  }

  private static double limit(double[] shape, double[] y) {
    double product = 0;
    double square = 0;
    for (int i = 0; i < y.length; i++) {
      product += shape[i] * y[i];
      square += shape[i] * shape[i];
    }
    return Math.max(0, Math.min(1, product / square));
  }

  private static double error(double[] shape, double[] y) {
    double limit = limit(shape, y);
    double sum = 0;
    for (int i = 0; i < y.length; i++) {
      double miss = y[i] - limit * shape[i];
      sum += miss * miss;
    }
    return sum;
  }
}
