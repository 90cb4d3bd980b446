package dev.arcuate.plugin.bidsmeg.filter;

/** Continues a series beyond its ends, turned about its first and last value, then with zeros. */
final class Padding {
  private Padding() {}

  static double[] reflect(double[] x, int before, int after) {
    int n = x.length;
    double[] out = new double[before + n + after];
    System.arraycopy(x, 0, out, before, n);
    for (int i = 1; i <= Math.min(before, n - 1); i++) {
      out[before - i] = 2 * x[0] - x[i];
    }
    for (int i = 1; i <= Math.min(after, n - 1); i++) {
      out[before + n - 1 + i] = 2 * x[n - 1] - x[n - 1 - i];
    }
    return out;
  }
}
