package dev.arcuate.plugin.bidsmeg.filter;

/** The envelope of a series: the size of its analytic signal. One thread at a time. */
public final class Envelope {
  private final Fft fft;

  /** Prepares for series of one length. */
  public Envelope(int samples) {
    fft = new Fft(samples);
  }

  public double[] apply(double[] x) {
    int n = fft.length();
    double[] real = x.clone();
    double[] imaginary = new double[n];
    fft.forward(real, imaginary);
    for (int k = 0; k < n; k++) {
      double weight = k == 0 || 2 * k == n ? 1 : 2 * k < n ? 2 : 0;
      real[k] *= weight;
      imaginary[k] *= weight;
    }
    fft.inverse(real, imaginary);
    for (int i = 0; i < n; i++) {
      real[i] = Math.hypot(real[i], imaginary[i]);
    }
    return real;
  }
}
