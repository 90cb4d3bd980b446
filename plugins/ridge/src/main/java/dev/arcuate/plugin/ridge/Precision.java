package dev.arcuate.plugin.ridge;

/** Of products with the targets; the design is always factorised in float64. */
public enum Precision {
  SINGLE,
  DOUBLE;

  int bytes() {
    return this == SINGLE ? Float.BYTES : Double.BYTES;
  }

  /** How far interpolated predictions may be from computed ones, as a share of the greatest. */
  double tolerance() {
    return this == SINGLE ? 3e-7 : 1e-12;
  }
}
