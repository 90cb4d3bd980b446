package dev.arcuate.plugin.stimulus;

/** The low-pass filter of methods §7: a windowed sinc of three lobes, rows not renormalised. */
final class Lanczos {
  static final int LOBES = 3;

  private Lanczos() {}

  /** Weight at a distance in units of the sampling period. */
  static double weight(double x) {
    if (x == 0) {
      return 1;
    }
    if (Math.abs(x) >= LOBES) {
      return 0;
    }
    double pi = Math.PI * x;
    return LOBES * Math.sin(pi) * Math.sin(pi / LOBES) / (pi * pi);
  }
}
