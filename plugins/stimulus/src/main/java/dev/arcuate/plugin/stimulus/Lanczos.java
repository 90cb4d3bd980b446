package dev.arcuate.plugin.stimulus;

/**
 * The low-pass filter of methods §7: a windowed sinc, rows not renormalised.
 *
 * @param lobes on each side
 * @param cutoff cut-off frequency as a multiple of the sampling rate
 */
record Lanczos(int lobes, double cutoff) {

  /** Weight at a distance in units of the sampling period. */
  double weight(double distance) {
    double x = distance * cutoff;
    if (x == 0) {
      return 1;
    }
    if (Math.abs(x) >= lobes) {
      return 0;
    }
    double pi = Math.PI * x;
    return lobes * Math.sin(pi) * Math.sin(pi / lobes) / (pi * pi);
  }

  /** How far it reaches to each side, in sampling periods. */
  double reach() {
    return lobes / cutoff;
  }
}
