package dev.arcuate.plugin.bidsmeg.filter;

/**
 * Applies a symmetric filter without shifting anything in time: the series is continued beyond its
 * ends by its own mirror image, and convolved by overlap and add. One thread at a time.
 */
public final class FirFilter {
  private final double[] h;
  private final Fft fft;
  private final double[] spectrumReal;
  private final double[] spectrumImaginary;

  /**
   * Prepares a filter.
   *
   * @param h of odd length
   * @param expected length of the series it will meet
   */
  public FirFilter(double[] h, int expected) {
    this.h = h.clone();
    int least = 2 * h.length;
    int most = Math.max(least, expected + 2 * h.length);
    int length = Integer.highestOneBit(Math.max(least - 1, 1)) << 1;
    // Blocks of a few times the filter cost least per sample.
    while (length < 8 * h.length && length < most) {
      length <<= 1;
    }
    fft = new Fft(length);
    spectrumReal = new double[length];
    spectrumImaginary = new double[length];
    System.arraycopy(h, 0, spectrumReal, 0, h.length);
    fft.forward(spectrumReal, spectrumImaginary);
  }

  public int length() {
    return h.length;
  }

  /** The filtered series. */
  public double[] apply(double[] x) {
    int edge = Math.max(Math.min(h.length, x.length) - 1, 0);
    double[] extended = Padding.reflect(x, edge, edge);
    int n = extended.length;
    int length = fft.length();
    int step = length - h.length + 1;
    int shift = (h.length - 1) / 2 + edge;
    double[] out = new double[x.length];
    double[] real = new double[length];
    double[] imaginary = new double[length];
    // Two real blocks at once: one as the real part, one as the imaginary.
    for (int start = 0; start < n; start += 2 * step) {
      java.util.Arrays.fill(real, 0);
      java.util.Arrays.fill(imaginary, 0);
      System.arraycopy(extended, start, real, 0, Math.min(step, n - start));
      int second = start + step;
      if (second < n) {
        System.arraycopy(extended, second, imaginary, 0, Math.min(step, n - second));
      }
      fft.forward(real, imaginary);
      for (int i = 0; i < length; i++) {
        double re = real[i] * spectrumReal[i] - imaginary[i] * spectrumImaginary[i];
        imaginary[i] = real[i] * spectrumImaginary[i] + imaginary[i] * spectrumReal[i];
        real[i] = re;
      }
      fft.inverse(real, imaginary);
      add(out, real, start - shift);
      if (second < n) {
        add(out, imaginary, second - shift);
      }
    }
    return out;
  }

  private static void add(double[] out, double[] block, int at) {
    int from = Math.max(0, -at);
    int to = Math.min(block.length, out.length - at);
    for (int i = from; i < to; i++) {
      out[at + i] += block[i];
    }
  }
}
