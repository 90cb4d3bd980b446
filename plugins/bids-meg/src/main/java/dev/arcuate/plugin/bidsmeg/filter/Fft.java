package dev.arcuate.plugin.bidsmeg.filter;

/**
 * The discrete Fourier transform of any length: powers of two in place, other lengths as a
 * convolution of a power of two (Bluestein 1970, doi:10.1109/TAU.1970.1162132). One object may be
 * used by one thread at a time.
 */
public final class Fft {
  private final int length;
  private final int power;
  private final double[] cosines;
  private final double[] sines;
  private final double[] chirpReal;
  private final double[] chirpImaginary;
  private final double[] kernelReal;
  private final double[] kernelImaginary;

  public Fft(int length) {
    if (length < 1) {
      throw new IllegalArgumentException("a transform of length " + length);
    }
    this.length = length;
    boolean own = Integer.bitCount(length) == 1;
    power = own ? length : Integer.highestOneBit(Math.max(2 * length - 2, 1)) << 1;
    cosines = new double[power / 2];
    sines = new double[power / 2];
    for (int i = 0; i < power / 2; i++) {
      cosines[i] = Math.cos(2 * Math.PI * i / power);
      sines[i] = -Math.sin(2 * Math.PI * i / power);
    }
    if (own) {
      chirpReal = new double[0];
      chirpImaginary = chirpReal;
      kernelReal = chirpReal;
      kernelImaginary = chirpReal;
      return;
    }
    chirpReal = new double[length];
    chirpImaginary = new double[length];
    kernelReal = new double[power];
    kernelImaginary = new double[power];
    for (int i = 0; i < length; i++) {
      // i² modulo 2n, so that the angle keeps its precision.
      double angle = Math.PI * ((long) i * i % (2L * length)) / length;
      chirpReal[i] = Math.cos(angle);
      chirpImaginary[i] = -Math.sin(angle);
      kernelReal[i] = chirpReal[i];
      kernelImaginary[i] = -chirpImaginary[i];
      if (i > 0) {
        kernelReal[power - i] = kernelReal[i];
        kernelImaginary[power - i] = kernelImaginary[i];
      }
    }
    radix2(kernelReal, kernelImaginary);
  }

  public int length() {
    return length;
  }

  /** Transforms in place; arrays of {@link #length}. */
  public void forward(double[] real, double[] imaginary) {
    if (chirpReal.length == 0) {
      radix2(real, imaginary);
      return;
    }
    double[] a = new double[power];
    double[] b = new double[power];
    for (int i = 0; i < length; i++) {
      a[i] = real[i] * chirpReal[i] - imaginary[i] * chirpImaginary[i];
      b[i] = real[i] * chirpImaginary[i] + imaginary[i] * chirpReal[i];
    }
    radix2(a, b);
    for (int i = 0; i < power; i++) {
      double product = a[i] * kernelReal[i] - b[i] * kernelImaginary[i];
      b[i] = a[i] * kernelImaginary[i] + b[i] * kernelReal[i];
      a[i] = product;
    }
    // The inverse is the transform with the parts exchanged.
    radix2(b, a);
    for (int i = 0; i < length; i++) {
      double re = a[i] / power;
      double im = b[i] / power;
      real[i] = re * chirpReal[i] - im * chirpImaginary[i];
      imaginary[i] = re * chirpImaginary[i] + im * chirpReal[i];
    }
  }

  /** Transforms back in place. */
  public void inverse(double[] real, double[] imaginary) {
    forward(imaginary, real);
    for (int i = 0; i < length; i++) {
      real[i] /= length;
      imaginary[i] /= length;
    }
  }

  private void radix2(double[] real, double[] imaginary) {
    int n = power;
    for (int i = 1, j = 0; i < n; i++) {
      int bit = n >> 1;
      for (; (j & bit) != 0; bit >>= 1) {
        j ^= bit;
      }
      j ^= bit;
      if (i < j) {
        double swap = real[i];
        real[i] = real[j];
        real[j] = swap;
        swap = imaginary[i];
        imaginary[i] = imaginary[j];
        imaginary[j] = swap;
      }
    }
    for (int size = 2; size <= n; size <<= 1) {
      int half = size >> 1;
      int step = n / size;
      for (int start = 0; start < n; start += size) {
        for (int k = 0, w = 0; k < half; k++, w += step) {
          int upper = start + k;
          int lower = upper + half;
          double re = real[lower] * cosines[w] - imaginary[lower] * sines[w];
          double im = real[lower] * sines[w] + imaginary[lower] * cosines[w];
          real[lower] = real[upper] - re;
          imaginary[lower] = imaginary[upper] - im;
          real[upper] += re;
          imaginary[upper] += im;
        }
      }
    }
  }
}
