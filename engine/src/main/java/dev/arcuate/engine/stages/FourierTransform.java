package dev.arcuate.engine.stages;

/**
 * Discrete Fourier transform of any length, by Bluestein's algorithm: a convolution of a length
 * that is a power of two. Not safe for use by several threads at once.
 */
final class FourierTransform {
  private final int n;
  private final int padded;
  private final double[] cosine;
  private final double[] sine;
  private final double[] chirpReal;
  private final double[] chirpImaginary;
  private final double[] workReal;
  private final double[] workImaginary;
  private final double[] rootReal;
  private final double[] rootImaginary;

  FourierTransform(int n) {
    this.n = n;
    padded = Integer.highestOneBit(Math.max(1, 2 * n - 1)) << 1;
    cosine = new double[n];
    sine = new double[n];
    for (int i = 0; i < n; i++) {
      // i² modulo 2n keeps the angle small, hence exact.
      double angle = Math.PI * ((long) i * i % (2L * n)) / n;
      cosine[i] = Math.cos(angle);
      sine[i] = Math.sin(angle);
    }
    rootReal = new double[padded / 2];
    rootImaginary = new double[padded / 2];
    for (int i = 0; i < padded / 2; i++) {
      rootReal[i] = Math.cos(2 * Math.PI * i / padded);
      rootImaginary[i] = -Math.sin(2 * Math.PI * i / padded);
    }
    chirpReal = new double[padded];
    chirpImaginary = new double[padded];
    workReal = new double[padded];
    workImaginary = new double[padded];
    for (int i = 0; i < n; i++) {
      chirpReal[i] = cosine[i];
      chirpImaginary[i] = sine[i];
      if (i > 0) {
        chirpReal[padded - i] = cosine[i];
        chirpImaginary[padded - i] = sine[i];
      }
    }
    powerOfTwo(chirpReal, chirpImaginary);
  }

  /** In place, with exp(−2πi jk/n). */
  void forward(double[] real, double[] imaginary) {
    java.util.Arrays.fill(workReal, 0);
    java.util.Arrays.fill(workImaginary, 0);
    for (int i = 0; i < n; i++) {
      workReal[i] = real[i] * cosine[i] + imaginary[i] * sine[i];
      workImaginary[i] = imaginary[i] * cosine[i] - real[i] * sine[i];
    }
    powerOfTwo(workReal, workImaginary);
    for (int i = 0; i < padded; i++) {
      double a = workReal[i] * chirpReal[i] - workImaginary[i] * chirpImaginary[i];
      double b = workReal[i] * chirpImaginary[i] + workImaginary[i] * chirpReal[i];
      // Conjugated, so that the transform forward serves as the one backward.
      workReal[i] = a;
      workImaginary[i] = -b;
    }
    powerOfTwo(workReal, workImaginary);
    for (int i = 0; i < n; i++) {
      double a = workReal[i] / padded;
      double b = -workImaginary[i] / padded;
      real[i] = a * cosine[i] + b * sine[i];
      imaginary[i] = b * cosine[i] - a * sine[i];
    }
  }

  /** In place, with exp(+2πi jk/n)/n. */
  void backward(double[] real, double[] imaginary) {
    forward(imaginary, real);
    for (int i = 0; i < n; i++) {
      real[i] /= n;
      imaginary[i] /= n;
    }
  }

  private void powerOfTwo(double[] real, double[] imaginary) {
    for (int i = 1, j = 0; i < padded; i++) {
      int bit = padded >> 1;
      for (; (j & bit) != 0; bit >>= 1) {
        j ^= bit;
      }
      j ^= bit;
      if (i < j) {
        double kept = real[i];
        real[i] = real[j];
        real[j] = kept;
        kept = imaginary[i];
        imaginary[i] = imaginary[j];
        imaginary[j] = kept;
      }
    }
    for (int length = 2; length <= padded; length <<= 1) {
      int half = length / 2;
      int step = padded / length;
      for (int from = 0; from < padded; from += length) {
        for (int i = 0; i < half; i++) {
          int low = from + i;
          int high = low + half;
          double a = real[high] * rootReal[i * step] - imaginary[high] * rootImaginary[i * step];
          double b = real[high] * rootImaginary[i * step] + imaginary[high] * rootReal[i * step];
          real[high] = real[low] - a;
          imaginary[high] = imaginary[low] - b;
          real[low] += a;
          imaginary[low] += b;
        }
      }
    }
  }
}
