package dev.arcuate.plugin.bidsmeg.filter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Designs filters of finite, symmetric impulse response as MNE does by default: windowed sinc with
 * a Hamming window, one low-pass per transition, each as long as its transition asks for.
 */
public final class FirDesign {
  /** Length of a filter with a Hamming window, in periods of the width of its transition. */
  private static final double LENGTH_FACTOR = 3.3;

  /** A corner of the wanted response. */
  private record Corner(double hertz, double gain) {}

  private FirDesign() {}

  /**
   * A band-pass, high-pass or low-pass.
   *
   * @param lowHz where the pass band begins; empty for a low-pass
   * @param highHz where it ends; empty for a high-pass
   */
  public static double[] band(double rate, Optional<Double> lowHz, Optional<Double> highHz) {
    List<Corner> corners = new ArrayList<>();
    double narrowest = Double.POSITIVE_INFINITY;
    double nyquist = rate / 2;
    if (lowHz.isPresent()) {
      double low = lowHz.get();
      double transition = Math.min(Math.max(0.25 * low, 2), low);
      corners.add(new Corner(low - transition, 0));
      corners.add(new Corner(low, 1));
      narrowest = transition;
    }
    if (highHz.isPresent()) {
      double high = highHz.get();
      double transition = Math.min(Math.max(0.25 * high, 2), nyquist - high);
      corners.add(new Corner(high, 1));
      corners.add(new Corner(high + transition, 0));
      narrowest = Math.min(narrowest, transition);
    }
    Corner first = corners.get(0);
    if (first.hertz() != 0) {
      corners.add(0, new Corner(0, first.gain()));
    }
    Corner last = corners.get(corners.size() - 1);
    if (last.hertz() != nyquist) {
      corners.add(new Corner(nyquist, last.gain()));
    }
    return design(corners, length(narrowest, rate), nyquist);
  }

  /** A notch at each frequency, a two-hundredth of it wide, with transitions of half a hertz. */
  public static double[] notch(double rate, List<Double> frequencies) {
    double transition = 0.5;
    double nyquist = rate / 2;
    List<Corner> corners = new ArrayList<>();
    for (double frequency : frequencies) {
      double half = frequency / 200 / 2;
      double low = frequency - half - transition;
      double high = frequency + half + transition;
      corners.add(new Corner(low, 1));
      corners.add(new Corner(low + transition, 0));
      corners.add(new Corner(high - transition, 0));
      corners.add(new Corner(high, 1));
    }
    corners.sort(Comparator.comparingDouble(Corner::hertz));
    if (corners.get(0).hertz() != 0) {
      corners.add(0, new Corner(0, 1));
    }
    if (corners.get(corners.size() - 1).hertz() != nyquist) {
      corners.add(new Corner(nyquist, 1));
    }
    return design(corners, length(transition, rate), nyquist);
  }

  private static int length(double transition, double rate) {
    int samples = Math.max((int) Math.ceil(LENGTH_FACTOR / transition * rate), 1);
    return samples | 1;
  }

  private static double[] design(List<Corner> corners, int length, double nyquist) {
    double[] h = new double[length];
    Corner previous = corners.get(corners.size() - 1);
    if (previous.gain() == 1) {
      h[length / 2] = 1;
    }
    for (int i = corners.size() - 2; i >= 0; i--) {
      Corner corner = corners.get(i);
      if (corner.gain() != previous.gain()) {
        double upper = previous.hertz() / nyquist;
        double lower = corner.hertz() / nyquist;
        int own = (int) Math.rint(LENGTH_FACTOR / ((upper - lower) / 2));
        own += 1 - own % 2;
        own = Math.min(own, length);
        double[] lowPass = lowPass(own, (upper + lower) / 2);
        int offset = (length - own) / 2;
        for (int k = 0; k < own; k++) {
          h[offset + k] += corner.gain() == 0 ? -lowPass[k] : lowPass[k];
        }
      }
      previous = corner;
    }
    return h;
  }

  /**
   * A windowed sinc whose gain at 0 is 1.
   *
   * @param cutoff as a share of the Nyquist frequency
   */
  static double[] lowPass(int length, double cutoff) {
    double[] h = new double[length];
    double middle = 0.5 * (length - 1);
    for (int k = 0; k < length; k++) {
      double x = cutoff * (k - middle);
      double sinc = x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
      double window = length == 1 ? 1 : 0.54 - 0.46 * Math.cos(2 * Math.PI * k / (length - 1));
      h[k] = cutoff * sinc * window;
    }
    double sum = Arrays.stream(h).sum();
    for (int k = 0; k < length; k++) {
      h[k] /= sum;
    }
    return h;
  }
}
