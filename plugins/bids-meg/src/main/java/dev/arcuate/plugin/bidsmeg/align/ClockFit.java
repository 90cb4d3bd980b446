package dev.arcuate.plugin.bidsmeg.align;

import java.util.Arrays;

/**
 * Words on one clock, events on another: an offset, and how much faster one runs. As many words as
 * events are paired in order; otherwise the offset is found at which most words meet an event.
 *
 * @param offset seconds on the events' clock at which the words' clock is 0
 * @param rate seconds of the events' clock per second of the words' clock
 * @param events for each word the event it meets, or -1
 * @param residuals for each word seconds from where it is expected to its event; NaN without one
 */
record ClockFit(double offset, double rate, int[] events, double[] residuals) {
  private static final int CANDIDATES = 50;
  private static final double STEEPEST = 0.01;

  static ClockFit of(double[] words, double[] events, double tolerance) {
    int[] pairs = new int[words.length];
    if (words.length == events.length) {
      Arrays.setAll(pairs, w -> w);
      double[] line = line(words, events, pairs);
      ClockFit paired = met(words, events, line, pairs);
      if (paired.spread() <= tolerance) {
        return paired;
      }
    }
    double[] line = {offset(words, events, tolerance), 1};
    for (int round = 0; round < 3; round++) {
      pairs = nearest(words, events, line, tolerance);
      if (Arrays.stream(pairs).filter(e -> e >= 0).count() >= 3) {
        line = line(words, events, pairs);
      }
    }
    return met(words, events, line, nearest(words, events, line, tolerance));
  }

  private static ClockFit met(double[] words, double[] events, double[] line, int[] pairs) {
    double[] residuals = new double[words.length];
    for (int w = 0; w < words.length; w++) {
      residuals[w] = pairs[w] < 0 ? Double.NaN : events[pairs[w]] - (line[0] + line[1] * words[w]);
    }
    return new ClockFit(line[0], line[1], pairs, residuals);
  }

  /** The offset at which most words meet an event, among those that make an early word meet one. */
  private static double offset(double[] words, double[] events, double tolerance) {
    double best = 0;
    long most = -1;
    for (int w = 0; w < Math.min(words.length, 3); w++) {
      for (int e = 0; e < Math.min(events.length, CANDIDATES); e++) {
        double[] line = {events[e] - words[w], 1};
        long met =
            Arrays.stream(nearest(words, events, line, tolerance)).filter(i -> i >= 0).count();
        if (met > most) {
          most = met;
          best = line[0];
        }
      }
    }
    return best;
  }

  private static int[] nearest(double[] words, double[] events, double[] line, double tolerance) {
    int[] pairs = new int[words.length];
    int from = 0;
    for (int w = 0; w < words.length; w++) {
      double expected = line[0] + line[1] * words[w];
      int best = -1;
      for (int e = from; e < events.length && events[e] <= expected + tolerance; e++) {
        double away = Math.abs(events[e] - expected);
        if (away <= tolerance && (best < 0 || away < Math.abs(events[best] - expected))) {
          best = e;
        }
      }
      pairs[w] = best;
      from = best < 0 ? from : best + 1;
    }
    return pairs;
  }

  /** Least squares; a clock that differs by more than a hundredth is not believed. */
  private static double[] line(double[] words, double[] events, int[] pairs) {
    double n = 0;
    double x = 0;
    double y = 0;
    for (int w = 0; w < words.length; w++) {
      if (pairs[w] >= 0) {
        n++;
        x += words[w];
        y += events[pairs[w]];
      }
    }
    x /= n;
    y /= n;
    double xx = 0;
    double xy = 0;
    for (int w = 0; w < words.length; w++) {
      if (pairs[w] >= 0) {
        xx += (words[w] - x) * (words[w] - x);
        xy += (words[w] - x) * (events[pairs[w]] - y);
      }
    }
    double slope = xx > 0 ? xy / xx : 1;
    if (Math.abs(slope - 1) > STEEPEST) {
      slope = 1;
    }
    return new double[] {y - slope * x, slope};
  }

  long met() {
    return Arrays.stream(events).filter(e -> e >= 0).count();
  }

  /** Largest residual. */
  double spread() {
    return Arrays.stream(residuals).filter(r -> !Double.isNaN(r)).map(Math::abs).max().orElse(0);
  }

  /** Standard deviation of the residuals: the jitter. */
  double jitter() {
    double[] known = Arrays.stream(residuals).filter(r -> !Double.isNaN(r)).toArray();
    double mean = Arrays.stream(known).average().orElse(0);
    return Math.sqrt(Arrays.stream(known).map(r -> (r - mean) * (r - mean)).average().orElse(0));
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
