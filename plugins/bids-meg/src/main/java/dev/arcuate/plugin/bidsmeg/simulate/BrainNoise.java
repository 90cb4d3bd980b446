package dev.arcuate.plugin.bidsmeg.simulate;

import java.util.List;
import java.util.Random;

/**
 * Noise as sensors over a brain measure it: power that falls with frequency (processes of three
 * time constants), a rhythm at 10 Hz, and a floor of white noise. Most of it comes from sources
 * that many sensors share. Variance 1.
 */
final class BrainNoise {
  private static final double[] TIME_CONSTANTS = {1, 0.1, 0.015};
  private static final double RHYTHM_HERTZ = 10;
  private static final double RHYTHM_SECONDS = 0.3;
  private static final int SHARED = 12;
  private static final double SHARED_VARIANCE = 0.7;
  private static final double WHITE = 0.3;

  private final double rate;
  private final Random random;

  BrainNoise(double rate, long seed) {
    this.rate = rate;
    this.random = new Random(seed);
  }

  /** [sensors][samples] */
  double[][] of(Helmet helmet, int samples) {
    double[][] topographies = new double[SHARED][];
    for (int k = 0; k < SHARED; k++) {
      List<Double> center =
          List.of(
              0.08 * random.nextGaussian(),
              0.08 * random.nextGaussian(),
              0.08 * random.nextDouble());
      topographies[k] = helmet.topography(center, 0.06);
      double sign = random.nextBoolean() ? 1 : -1;
      for (int s = 0; s < helmet.sensors(); s++) {
        topographies[k][s] *= sign;
      }
    }
    double[][] noise = new double[helmet.sensors()][samples];
    for (int k = 0; k < SHARED; k++) {
      double[] source = series(samples);
      for (int s = 0; s < noise.length; s++) {
        double size = 0;
        for (double[] topography : topographies) {
          size += topography[s] * topography[s];
        }
        double gain = Math.sqrt(SHARED_VARIANCE / size) * topographies[k][s];
        for (int t = 0; t < samples; t++) {
          noise[s][t] += gain * source[t];
        }
      }
    }
    double own = Math.sqrt(1 - SHARED_VARIANCE);
    for (double[] sensor : noise) {
      double[] series = series(samples);
      for (int t = 0; t < samples; t++) {
        sensor[t] += own * series[t];
      }
    }
    return noise;
  }

  /** A series of variance 1. */
  double[] series(int samples) {
    double[] out = new double[samples];
    double part = Math.sqrt((1 - WHITE * WHITE) / (TIME_CONSTANTS.length + 1));
    for (double constant : TIME_CONSTANTS) {
      double keep = Math.exp(-1 / (constant * rate));
      double drive = Math.sqrt(1 - keep * keep);
      double state = random.nextGaussian();
      for (int t = 0; t < samples; t++) {
        state = keep * state + drive * random.nextGaussian();
        out[t] += part * state;
      }
    }
    double keep = Math.exp(-1 / (RHYTHM_SECONDS * rate));
    double angle = 2 * Math.PI * RHYTHM_HERTZ / rate;
    double drive = Math.sqrt(1 - keep * keep);
    double re = random.nextGaussian();
    double im = random.nextGaussian();
    double cos = keep * Math.cos(angle);
    double sin = keep * Math.sin(angle);
    for (int t = 0; t < samples; t++) {
      double next = cos * re - sin * im + drive * random.nextGaussian();
      im = sin * re + cos * im + drive * random.nextGaussian();
      re = next;
      out[t] += part * re + WHITE * random.nextGaussian();
    }
    return out;
  }
}
