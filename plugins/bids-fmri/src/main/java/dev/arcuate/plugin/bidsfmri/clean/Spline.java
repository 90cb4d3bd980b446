package dev.arcuate.plugin.bidsfmri.clean;

/**
 * Replaces censored samples by a cubic spline through the others; the spline's third derivative is
 * continuous at the second and the last but one knot (not-a-knot).
 */
final class Spline implements Operation {
  static final int LEAST_KNOTS = 4;

  private final int samples;
  private final int[] knots;
  private final int[] missing;

  /** Diagonals of the equations for the derivatives at the knots. */
  private final double[] below;

  private final double[] diagonal;
  private final double[] above;

  /**
   * @param censored among {@code samples}, neither the first nor the last
   */
  Spline(int samples, boolean[] censored) {
    this.samples = samples;
    this.knots = Places.where(censored, false);
    this.missing = Places.where(censored, true);
    int n = knots.length;
    if (n < LEAST_KNOTS || censored[0] || censored[samples - 1]) {
      throw new IllegalArgumentException(n + " knots of " + samples);
    }
    below = new double[n];
    diagonal = new double[n];
    above = new double[n];
    diagonal[0] = step(1);
    above[0] = knots[2] - knots[0];
    for (int i = 1; i < n - 1; i++) {
      below[i] = step(i);
      diagonal[i] = 2 * (step(i - 1) + step(i));
      above[i] = step(i - 1);
    }
    below[n - 1] = knots[n - 1] - knots[n - 3];
    diagonal[n - 1] = step(n - 3);
  }

  private double step(int i) {
    return knots[i + 1] - knots[i];
  }

  @Override
  public void apply(Block tile) {
    for (int s = 0; s < tile.width(); s++) {
      fill(tile.values(), s * samples);
    }
  }

  private void fill(double[] block, int at) {
    int n = knots.length;
    double[] slope = new double[n - 1];
    for (int i = 0; i < n - 1; i++) {
      slope[i] = (block[at + knots[i + 1]] - block[at + knots[i]]) / step(i);
    }
    double[] derivative = derivatives(slope);
    int i = 0;
    for (int place : missing) {
      while (knots[i + 1] < place) {
        i++;
      }
      double h = step(i);
      double t = (derivative[i] + derivative[i + 1] - 2 * slope[i]) / h;
      double c1 = (slope[i] - derivative[i]) / h - t;
      double x = place - knots[i];
      block[at + place] = block[at + knots[i]] + x * (derivative[i] + x * (c1 + x * (t / h)));
    }
  }

  private double[] derivatives(double[] slope) {
    int n = knots.length;
    double[] right = new double[n];
    double first = knots[2] - knots[0];
    right[0] = ((step(0) + 2 * first) * step(1) * slope[0] + step(0) * step(0) * slope[1]) / first;
    for (int i = 1; i < n - 1; i++) {
      right[i] = 3 * (step(i) * slope[i - 1] + step(i - 1) * slope[i]);
    }
    double last = knots[n - 1] - knots[n - 3];
    right[n - 1] =
        (step(n - 2) * step(n - 2) * slope[n - 3]
                + (2 * last + step(n - 2)) * step(n - 3) * slope[n - 2])
            / last;
    double[] pivot = diagonal.clone();
    for (int i = 1; i < n; i++) {
      double factor = below[i] / pivot[i - 1];
      pivot[i] -= factor * above[i - 1];
      right[i] -= factor * right[i - 1];
    }
    right[n - 1] /= pivot[n - 1];
    for (int i = n - 2; i >= 0; i--) {
      right[i] = (right[i] - above[i] * right[i + 1]) / pivot[i];
    }
    return right;
  }

  @Override
  public String words() {
    return missing.length + " censored volumes interpolated by a cubic spline";
  }
}
