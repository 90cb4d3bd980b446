package dev.arcuate.plugin.bidsmeg.filter;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A Butterworth filter in second-order sections, run forward and backward so that nothing is
 * shifted in time. Poles of the analogue prototype are moved to the band and to the z plane by the
 * bilinear transform.
 */
public final class Butterworth {
  private static final int CHUNK = 1000;
  private static final int MOST_CHUNKS = 100;

  private record Complex(double re, double im) {
    Complex times(Complex other) {
      return new Complex(re * other.re - im * other.im, re * other.im + im * other.re);
    }

    Complex times(double factor) {
      return new Complex(re * factor, im * factor);
    }

    Complex plus(Complex other) {
      return new Complex(re + other.re, im + other.im);
    }

    Complex minus(Complex other) {
      return new Complex(re - other.re, im - other.im);
    }

    Complex over(Complex other) {
      double size = other.re * other.re + other.im * other.im;
      return new Complex(
          (re * other.re + im * other.im) / size, (im * other.re - re * other.im) / size);
    }

    Complex root() {
      double size = Math.hypot(re, im);
      double part = Math.sqrt((size + Math.abs(re)) / 2);
      if (part == 0) {
        return new Complex(0, 0);
      }
      return re >= 0
          ? new Complex(part, im / (2 * part))
          : new Complex(Math.abs(im) / (2 * part), im < 0 ? -part : part);
    }
  }

  private final double[][] sections;
  private final int padding;

  /**
   * Designs a filter.
   *
   * @param order of the prototype; a band-pass has twice as many poles
   */
  public Butterworth(int order, double rate, Optional<Double> lowHz, Optional<Double> highHz) {
    sections = design(order, rate, lowHz, highHz);
    padding = ringing();
  }

  private static double warp(double hertz, double rate) {
    return 4 * Math.tan(Math.PI * hertz / rate);
  }

  private static double[][] design(
      int order, double rate, Optional<Double> lowHz, Optional<Double> highHz) {
    List<Complex> poles = new ArrayList<>();
    List<Double> zeros = new ArrayList<>();
    for (int k = 0; k < order; k++) {
      double angle = Math.PI * (2 * k + 1 + order) / (2.0 * order);
      Complex prototype = new Complex(Math.cos(angle), Math.sin(angle));
      if (lowHz.isPresent() && highHz.isPresent()) {
        double low = warp(lowHz.get(), rate);
        double high = warp(highHz.get(), rate);
        Complex half = prototype.times((high - low) / 2);
        Complex root = half.times(half).minus(new Complex(low * high, 0)).root();
        poles.add(half.plus(root));
        poles.add(half.minus(root));
        zeros.add(1.0);
        zeros.add(-1.0);
      } else if (highHz.isPresent()) {
        poles.add(prototype.times(warp(highHz.get(), rate)));
        zeros.add(-1.0);
      } else {
        poles.add(new Complex(warp(lowHz.orElseThrow(), rate), 0).over(prototype));
        zeros.add(1.0);
      }
    }
    Complex four = new Complex(4, 0);
    List<Complex> digital =
        new ArrayList<>(poles.stream().map(p -> four.plus(p).over(four.minus(p))).toList());
    return sections(digital, zeros, gainAt(lowHz, highHz, rate));
  }

  /** The point of the unit circle at which the gain is 1. */
  private static Complex gainAt(Optional<Double> lowHz, Optional<Double> highHz, double rate) {
    if (lowHz.isEmpty()) {
      return new Complex(1, 0);
    }
    if (highHz.isEmpty()) {
      return new Complex(-1, 0);
    }
    double centre =
        2 * Math.atan(Math.sqrt(warp(lowHz.get(), rate) * warp(highHz.get(), rate)) / 4);
    return new Complex(Math.cos(centre), Math.sin(centre));
  }

  private static double[][] sections(List<Complex> poles, List<Double> zeros, Complex unity) {
    List<Complex> upper = new ArrayList<>(poles.stream().filter(p -> p.im() > 1e-12).toList());
    List<Complex> real =
        new ArrayList<>(poles.stream().filter(p -> Math.abs(p.im()) <= 1e-12).toList());
    upper.sort(Comparator.comparingDouble((Complex p) -> Math.hypot(p.re(), p.im())));
    List<Double> left = new ArrayList<>(zeros.stream().sorted().toList());
    List<double[]> list = new ArrayList<>();
    for (Complex pole : upper) {
      double size = pole.re() * pole.re() + pole.im() * pole.im();
      list.add(section(take(left, 2), -2 * pole.re(), size));
    }
    real.sort(Comparator.comparingDouble(Complex::re));
    while (!real.isEmpty()) {
      Complex one = real.remove(0);
      if (real.isEmpty()) {
        list.add(section(take(left, 1), -one.re(), 0));
      } else {
        Complex other = real.remove(0);
        list.add(section(take(left, 2), -one.re() - other.re(), one.re() * other.re()));
      }
    }
    Complex gain = new Complex(1, 0);
    for (double[] s : list) {
      gain = gain.times(response(s, unity));
    }
    double scale = 1 / Math.hypot(gain.re(), gain.im());
    for (int i = 0; i < 3; i++) {
      list.get(0)[i] *= scale;
    }
    return list.toArray(double[][]::new);
  }

  /** Zeros from both ends in turn, so that a band-pass has one of each sign in every section. */
  private static double[] take(List<Double> zeros, int count) {
    if (count == 1) {
      return new double[] {1, -zeros.remove(0), 0};
    }
    double first = zeros.remove(zeros.size() - 1);
    double second = zeros.remove(0);
    return new double[] {1, -first - second, first * second};
  }

  private static double[] section(double[] numerator, double a1, double a2) {
    return new double[] {numerator[0], numerator[1], numerator[2], a1, a2};
  }

  private static Complex response(double[] s, Complex z) {
    Complex one = new Complex(1, 0);
    Complex inverse = one.over(z);
    Complex squared = inverse.times(inverse);
    Complex top = new Complex(s[0], 0).plus(inverse.times(s[1])).plus(squared.times(s[2]));
    Complex bottom = one.plus(inverse.times(s[3])).plus(squared.times(s[4]));
    return top.over(bottom);
  }

  /** How long the answer to an impulse stays above a thousandth of its peak. */
  private int ringing() {
    double[][] state = new double[sections.length][2];
    double threshold = 0;
    int lastGood = CHUNK;
    for (int chunk = 0; chunk < MOST_CHUNKS; chunk++) {
      double[] x = new double[CHUNK];
      x[0] = chunk == 0 ? 1 : 0;
      run(x, state);
      double peak = 0;
      for (double value : x) {
        peak = Math.max(peak, Math.abs(value));
      }
      threshold = Math.max(0.001 * peak, threshold);
      int last = -1;
      for (int i = 0; i < CHUNK; i++) {
        last = Math.abs(x[i]) > threshold ? i : last;
      }
      if (last < 0) {
        return (chunk - 1) * CHUNK + lastGood;
      }
      lastGood = last;
    }
    return CHUNK * MOST_CHUNKS;
  }

  private void run(double[] x, double[][] state) {
    for (int s = 0; s < sections.length; s++) {
      double[] c = sections[s];
      double first = state[s][0];
      double second = state[s][1];
      for (int i = 0; i < x.length; i++) {
        double in = x[i];
        double out = c[0] * in + first;
        first = c[1] * in - c[3] * out + second;
        second = c[2] * in - c[4] * out;
        x[i] = out;
      }
      state[s][0] = first;
      state[s][1] = second;
    }
  }

  /** The filtered series; forward and backward. */
  public double[] apply(double[] x) {
    int pad = Math.min(padding, x.length - 1);
    double[] extended = Padding.reflect(x, pad, pad);
    both(extended);
    reverse(extended);
    both(extended);
    reverse(extended);
    return java.util.Arrays.copyOfRange(extended, pad, pad + x.length);
  }

  /** One way, beginning in the steady state for the first value. */
  private void both(double[] x) {
    double[][] state = new double[sections.length][2];
    double level = x[0];
    for (int s = 0; s < sections.length; s++) {
      double[] c = sections[s];
      double gain = (c[0] + c[1] + c[2]) / (1 + c[3] + c[4]);
      double out = gain * level;
      state[s][1] = c[2] * level - c[4] * out;
      state[s][0] = c[1] * level - c[3] * out + state[s][1];
      level = out;
    }
    run(x, state);
  }

  private static void reverse(double[] x) {
    for (int i = 0, j = x.length - 1; i < j; i++, j--) {
      double swap = x[i];
      x[i] = x[j];
      x[j] = swap;
    }
  }
}
