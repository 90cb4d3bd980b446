package dev.arcuate.plugin.bidsfmri.nifti;

/** The real number that stands for a complex one. */
public enum ComplexPart {
  MAGNITUDE,
  PHASE,
  REAL,
  IMAGINARY;

  double of(double real, double imaginary) {
    return switch (this) {
      case MAGNITUDE -> Math.hypot(real, imaginary);
      case PHASE -> Math.atan2(imaginary, real);
      case REAL -> real;
      case IMAGINARY -> imaginary;
    };
  }
}
