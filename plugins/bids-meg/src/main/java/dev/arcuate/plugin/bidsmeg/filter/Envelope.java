package dev.arcuate.plugin.bidsmeg.filter;

import java.util.Arrays;

/**
 * The envelope of a series: the size of its analytic signal. As in MNE, zeros are put behind it up
 * to a length that has no prime factor above 5. One thread at a time.
 */
public final class Envelope {
  private final int samples;
  private final Fft fft;

  /** Prepares for series of one length. */
  public Envelope(int samples) {
    this.samples = samples;
    fft = new Fft(smooth(samples));
  }

  public double[] apply(double[] x) {
    int n = fft.length();
    double[] real = Arrays.copyOf(x, n);
    double[] imaginary = new double[n];
    fft.forward(real, imaginary);
    for (int k = 0; k < n; k++) {
      double weight = k == 0 || 2 * k == n ? 1 : 2 * k < n ? 2 : 0;
      real[k] *= weight;
      imaginary[k] *= weight;
    }
    fft.inverse(real, imaginary);
    double[] size = new double[samples];
    Arrays.setAll(size, i -> Math.hypot(real[i], imaginary[i]));
    return size;
  }

  private static int smooth(int atLeast) {
    int length = atLeast;
    while (true) {
      int rest = length;
      for (int factor = 2; factor <= 5; factor++) {
        while (rest > 1 && rest % factor == 0) {
          rest /= factor;
        }
      }
      if (rest == 1) {
        return length;
      }
      length++;
    }
  }
}
