package dev.arcuate.plugin.bidsfmri.nifti;

/**
 * What makes a number of a value as stored.
 *
 * @param slope factor
 * @param intercept added after the factor, to the real part of complex values
 * @param part taken of complex values, once they are scaled
 */
record Scaling(double slope, double intercept, ComplexPart part) {
  static final Scaling NONE = new Scaling(1, 0, ComplexPart.MAGNITUDE);

  double of(double stored) {
    return stored * slope + intercept;
  }

  double of(double real, double imaginary) {
    return part.of(of(real), imaginary * slope);
  }
}
