package dev.arcuate.plugin.bidsfmri.clean;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A Butterworth filter made of sections of second order by the bilinear transform, run forward and
 * backward over each series. Series are continued at both ends by their own mirror images through
 * the end points, and filters start in the state of a constant.
 */
final class Butterworth implements Operation {
  private final int samples;
  private final int padding;

  /** b0, b1, b2, a1, a2 of each section; the gain is in the first. */
  private final double[][] sections;

  /** State of each section for a constant input of 1 into the first. */
  private final double[][] rest;

  private final String words;

  private Butterworth(int samples, int padding, double[][] sections, String words) {
    this.samples = samples;
    this.padding = padding;
    this.sections = sections;
    this.words = words;
    this.rest = new double[sections.length][2];
    double level = 1;
    for (int s = 0; s < sections.length; s++) {
      double[] c = sections[s];
      double gain = (c[0] + c[1] + c[2]) / (1 + c[3] + c[4]);
      rest[s][0] = level * (gain - c[0]);
      rest[s][1] = level * (c[2] - c[4] * gain);
      level *= gain;
    }
  }

  /** Samples by which series are continued at each end, so that a run must have more. */
  static int padding(int order, boolean band) {
    return 3 * ((band ? 2 : 1) * order + 1);
  }

  /**
   * @param highPass as a share of the Nyquist frequency, between 0 and 1
   * @param lowPass likewise; at least one of the two is there
   */
  static Butterworth of(
      int samples, int order, Optional<Double> highPass, Optional<Double> lowPass, String words) {
    boolean band = highPass.isPresent() && lowPass.isPresent();
    List<Complex> poles = new ArrayList<>();
    double gain = 1;
    for (int i = 0; i < order; i++) {
      double angle = Math.PI * (2 * i + 1 + order) / (2.0 * order);
      Complex pole = new Complex(Math.cos(angle), 2 * i + 1 == order ? 0 : Math.sin(angle));
      if (band) {
        double low = warp(highPass.get());
        double high = warp(lowPass.get());
        Complex half = pole.times((high - low) / 2);
        Complex root = half.times(half).minus(Complex.of(low * high)).root();
        poles.add(half.plus(root));
        poles.add(half.minus(root));
      } else if (lowPass.isPresent()) {
        poles.add(pole.times(warp(lowPass.get())));
      } else {
        poles.add(Complex.of(warp(highPass.get())).over(pole));
      }
    }
    List<Complex> digital = new ArrayList<>();
    for (Complex pole : poles) {
      digital.add(Complex.of(1).plus(pole).over(Complex.of(1).minus(pole)));
    }
    double[][] sections = sections(digital, highPass.isPresent(), lowPass.isPresent());
    // The gain is 1 where the filter passes everything: at 0, at Nyquist, or in the middle.
    double middle = 0;
    if (band) {
      middle = 2 * Math.atan(Math.sqrt(warp(highPass.get()) * warp(lowPass.get())));
    } else if (highPass.isPresent()) {
      middle = Math.PI;
    }
    gain /= gain(sections, middle);
    for (int i = 0; i < 3; i++) {
      sections[0][i] *= gain;
    }
    return new Butterworth(samples, padding(order, band), sections, words);
  }

  private static double warp(double share) {
    return Math.tan(Math.PI * share / 2);
  }

  private static double[][] sections(List<Complex> poles, boolean high, boolean low) {
    List<double[]> sections = new ArrayList<>();
    List<Double> real = new ArrayList<>();
    for (Complex pole : poles) {
      if (Math.abs(pole.im()) < 1e-12 * pole.size()) {
        real.add(pole.re());
      } else if (pole.im() > 0) {
        double[] zeros = zeros(high, low);
        double square = pole.re() * pole.re() + pole.im() * pole.im();
        sections.add(new double[] {zeros[0], zeros[1], zeros[2], -2 * pole.re(), square});
      }
    }
    for (int i = 0; i + 1 < real.size(); i += 2) {
      double[] zeros = zeros(high, low);
      double sum = real.get(i) + real.get(i + 1);
      sections.add(
          new double[] {zeros[0], zeros[1], zeros[2], -sum, real.get(i) * real.get(i + 1)});
    }
    if (real.size() % 2 == 1) {
      double pole = real.get(real.size() - 1);
      sections.add(new double[] {1, high ? -1 : 1, 0, -pole, 0});
    }
    return sections.toArray(double[][]::new);
  }

  /** Zeros at 0 hertz, at the Nyquist frequency, or one at each. */
  private static double[] zeros(boolean high, boolean low) {
    if (high && low) {
      return new double[] {1, 0, -1};
    }
    return high ? new double[] {1, -2, 1} : new double[] {1, 2, 1};
  }

  private static double gain(double[][] sections, double angle) {
    double gain = 1;
    Complex back = new Complex(Math.cos(angle), -Math.sin(angle));
    for (double[] c : sections) {
      Complex above = Complex.of(c[0]).plus(back.times(c[1])).plus(back.times(back).times(c[2]));
      Complex below = Complex.of(1).plus(back.times(c[3])).plus(back.times(back).times(c[4]));
      gain *= above.size() / below.size();
    }
    return gain;
  }

  /** What is left of an oscillation's size after both passes, by its share of Nyquist. */
  double response(double share) {
    double once = gain(sections, Math.PI * share);
    return once * once;
  }

  @Override
  public void apply(Block tile) {
    double[] block = tile.values();
    double[] series = new double[samples + 2 * padding];
    for (int s = 0; s < tile.width(); s++) {
      int at = s * samples;
      double first = block[at];
      double last = block[at + samples - 1];
      System.arraycopy(block, at, series, padding, samples);
      for (int i = 1; i <= padding; i++) {
        series[padding - i] = 2 * first - block[at + i];
        series[padding + samples - 1 + i] = 2 * last - block[at + samples - 1 - i];
      }
      pass(series, 0, 1);
      pass(series, series.length - 1, -1);
      System.arraycopy(series, padding, block, at, samples);
    }
  }

  private void pass(double[] series, int from, int step) {
    double start = series[from];
    for (int s = 0; s < sections.length; s++) {
      double[] c = sections[s];
      double b0 = c[0];
      double b1 = c[1];
      double b2 = c[2];
      double a1 = c[3];
      double a2 = c[4];
      double z1 = rest[s][0] * start;
      double z2 = rest[s][1] * start;
      for (int i = 0, at = from; i < series.length; i++, at += step) {
        double x = series[at];
        double y = b0 * x + z1;
        z1 = b1 * x - a1 * y + z2;
        z2 = b2 * x - a2 * y;
        series[at] = y;
      }
    }
  }

  @Override
  public String words() {
    return words;
  }

  @Override
  public boolean takesVariance() {
    return true;
  }
}
