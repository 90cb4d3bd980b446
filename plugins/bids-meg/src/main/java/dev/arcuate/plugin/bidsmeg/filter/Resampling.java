package dev.arcuate.plugin.bidsmeg.filter;

/**
 * Resamples by cutting or stretching the spectrum, as MNE's method {@code fft} does. One thread at
 * a time.
 */
public final class Resampling {
  private static final int PAD = 100;

  private final int pad;
  private final double ratio;
  private final int samples;
  private final Fft before;
  private final Fft after;

  /**
   * Prepares to resample series of one length, with 100 samples of mirror image at both ends.
   *
   * @param ratio new rate by old rate
   */
  public Resampling(double ratio, int samples) {
    this(ratio, samples, PAD);
  }

  private Resampling(double ratio, int samples, int pad) {
    this.ratio = ratio;
    this.samples = samples;
    this.pad = pad;
    before = new Fft(samples + 2 * pad);
    after = new Fft(Math.max(1, (int) Math.rint(ratio * (samples + 2 * pad))));
  }

  /** Prepares to resample series of one length as if they went round in a circle. */
  public static Resampling circular(double ratio, int samples) {
    return new Resampling(ratio, samples, 0);
  }

  /** Length of the resampled series. */
  public int length() {
    return Math.max(1, (int) Math.rint(ratio * samples));
  }

  /** The resampled series. */
  public double[] apply(double[] x) {
    double[] real = Padding.reflect(x, pad, pad);
    double[] imaginary = new double[real.length];
    int old = before.length();
    int fresh = after.length();
    before.forward(real, imaginary);
    double[] outReal = new double[fresh];
    double[] outImaginary = new double[fresh];
    boolean shorter = fresh < old;
    int used = Math.min(fresh, old);
    double scale = (double) fresh / old;
    for (int k = 0; k <= used / 2; k++) {
      double factor = scale;
      if (used % 2 == 0 && k == used / 2) {
        factor *= shorter ? 2 : 0.5;
      }
      set(outReal, outImaginary, k, real[k] * factor, imaginary[k] * factor);
    }
    after.inverse(outReal, outImaginary);
    double[] out = new double[length()];
    System.arraycopy(outReal, (int) Math.rint(ratio * pad), out, 0, out.length);
    return out;
  }

  /** Sets a frequency and its mirror image, as in the transform of a real series. */
  private static void set(double[] real, double[] imaginary, int k, double re, double im) {
    int n = real.length;
    boolean alone = k == 0 || 2 * k == n;
    real[k] = re;
    imaginary[k] = alone ? 0 : im;
    if (!alone) {
      real[n - k] = re;
      imaginary[n - k] = -im;
    }
  }
}
