package dev.arcuate.engine.stages;

/**
 * The features of a model that knows only which rows are neighbours: the rows of an identity
 * matrix, smoothed by a Gaussian inside a run, edges reflected. Source: methods reference, section
 * 9; the filter as in {@code scipy.ndimage.gaussian_filter1d}.
 */
final class SmoothedIdentity {
  private static final double TRUNCATE = 4;

  private final int rows;
  private final int radius;

  /** Row i holds columns i − radius … i + radius. */
  private final double[] band;

  SmoothedIdentity(int rows, double sigma) {
    this.rows = rows;
    radius = Math.min(rows - 1, (int) (TRUNCATE * sigma + 0.5));
    double[] weights = weights(sigma, (int) (TRUNCATE * sigma + 0.5));
    band = new double[rows * (2 * radius + 1)];
    int reach = weights.length / 2;
    for (int row = 0; row < rows; row++) {
      for (int step = -reach; step <= reach; step++) {
        int column = reflect(row + step);
        band[row * (2 * radius + 1) + column - row + radius] += weights[step + reach];
      }
    }
  }

  private static double[] weights(double sigma, int reach) {
    double[] weights = new double[2 * reach + 1];
    double sum = 0;
    for (int i = -reach; i <= reach; i++) {
      weights[i + reach] = sigma == 0 ? 1 : Math.exp(-0.5 * i * i / (sigma * sigma));
      sum += weights[i + reach];
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= sum;
    }
    return weights;
  }

  private int reflect(int place) {
    int period = 2 * rows;
    int inside = Math.floorMod(place, period);
    return inside < rows ? inside : period - 1 - inside;
  }

  double at(int row, int column) {
    return Math.abs(row - column) > radius
        ? 0
        : band[row * (2 * radius + 1) + column - row + radius];
  }

  /** Rows farther apart than this have nothing in common. */
  int reach() {
    return 2 * radius;
  }

  /** Inner product of two rows. */
  double product(int row, int other) {
    double sum = 0;
    int from = Math.max(0, Math.max(row, other) - radius);
    int to = Math.min(rows - 1, Math.min(row, other) + radius);
    for (int column = from; column <= to; column++) {
      sum += at(row, column) * at(other, column);
    }
    return sum;
  }
}
