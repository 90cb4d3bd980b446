package dev.arcuate.plugin.bidsmeg.ctf;

/** Numbers that CTF's formats fix. */
final class CtfNumbers {
  static final int REFERENCE_MAGNETOMETER = 0;
  static final int REFERENCE_GRADIOMETER = 1;
  static final int SENSOR = 5;
  static final int EEG = 9;
  static final int STIMULUS = 11;

  static final int COIL_GRADIOMETER = 5001;
  static final int COIL_REFERENCE_MAGNETOMETER = 5002;
  static final int COIL_REFERENCE_GRADIOMETER = 5003;
  static final int COIL_OFF_DIAGONAL = 5004;

  static final int LOW_PASS = 1;
  static final int HIGH_PASS = 2;

  static final int MEG4_HEADER = 8;
  static final String CLOCK = "SCLK01-177";

  private CtfNumbers() {}
}
