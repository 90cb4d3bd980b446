package dev.arcuate.plugin.bidsfmri.nifti;

/** Numbers of 16 bytes, rounded to double precision. */
final class Float128 {
  private static final long FRACTION = 0xffff_ffff_ffffL;
  private static final int EXPONENT = 0x7fff;
  private static final int BIAS = 0x3fff;

  private Float128() {}

  /**
   * IEEE 754 binary128, or, on what Intel processors call long double, 80 bits followed by zeros:
   * read as the former, such a number would lie below 1e-4950, which no recording does.
   *
   * @param high the eight bytes with sign and exponent
   */
  static double value(long high, long low) {
    boolean intel = high >>> 16 == 0 && low < 0;
    long exponent = (intel ? high : high >>> 48) & EXPONENT;
    boolean negative = intel ? (high & 0x8000) != 0 : high < 0;
    if (!intel && exponent == 0) {
      return negative ? -0.0 : 0;
    }
    // 63 bits after the point, the last of which stands for all that are left out.
    long fraction =
        intel
            ? low & Long.MAX_VALUE
            : (high & FRACTION) << 15 | low >>> 49 | ((low & 0x1_ffff_ffff_ffffL) != 0 ? 1 : 0);
    if (exponent == EXPONENT) {
      double limit = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
      return negative ? -limit : limit;
    }
    // 64 bits with the leading one, rounded once: the last bit says whether there was more.
    long half = (fraction | Long.MIN_VALUE) >>> 1 | (fraction & 1);
    double value = Math.scalb((double) half, (int) exponent - BIAS - 62);
    return negative ? -value : value;
  }
}
