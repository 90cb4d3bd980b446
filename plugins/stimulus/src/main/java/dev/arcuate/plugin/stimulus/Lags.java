package dev.arcuate.plugin.stimulus;

import dev.arcuate.api.Problem;
import dev.arcuate.plugin.stimulus.DesignSettings.Derivatives;
import dev.arcuate.plugin.stimulus.DesignSettings.Pooling;
import dev.arcuate.plugin.stimulus.DesignSettings.Response;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How often and how late every feature of words stands in a design.
 *
 * @param copies columns per column of the feature
 * @param delays in volumes; [0] where there are none, or others than of whole volumes
 * @param delaysSeconds one per copy; empty where copies are no delays
 * @param reachSeconds how far a row looks back
 */
record Lags(int copies, List<Integer> delays, List<Double> delaysSeconds, double reachSeconds) {
  private static final double SHORTEST_DELAY_SECONDS = 2;
  private static final double LONGEST_DELAY_SECONDS = 10;

  /** What makes a row follow earlier words. */
  enum Kind {
    /** Words are convolved with a response. */
    RESPONSE,
    /** Onsets are moved. */
    SECONDS,
    /** Rows are moved. */
    VOLUMES
  }

  static Kind kind(DesignSettings settings) {
    if (settings.hrf() != Response.NONE) {
      return Kind.RESPONSE;
    }
    return settings.delaysSeconds().isEmpty() ? Kind.VOLUMES : Kind.SECONDS;
  }

  static Lags of(DesignSettings settings, double period) {
    return switch (kind(settings)) {
      case RESPONSE ->
          new Lags(kernels(settings.derivatives()), List.of(0), List.of(), Hrf.LENGTH_SECONDS);
      case SECONDS -> {
        List<Double> seconds = settings.delaysSeconds();
        double longest = seconds.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        yield new Lags(seconds.size(), List.of(0), seconds, longest + filter(settings, period));
      }
      case VOLUMES -> {
        List<Integer> delays = settings.delays().isEmpty() ? usual(period) : settings.delays();
        int longest = delays.stream().mapToInt(Integer::intValue).max().orElse(0);
        yield new Lags(
            delays.size(),
            delays,
            delays.stream().map(delay -> delay * period).toList(),
            longest * period + filter(settings, period));
      }
    };
  }

  private static int kernels(Derivatives derivatives) {
    return switch (derivatives) {
      case NONE -> 1;
      case TIME -> 2;
      case TIME_AND_DISPERSION -> 3;
    };
  }

  private static double filter(DesignSettings settings, double period) {
    return settings.pooling() == Pooling.LANCZOS ? lanczos(settings).reach() * period : 0;
  }

  static Lanczos lanczos(DesignSettings settings) {
    return new Lanczos(settings.lanczosWindow(), settings.lanczosCutoff());
  }

  private static List<Integer> usual(double period) {
    int first = (int) Math.ceil(SHORTEST_DELAY_SECONDS / period - 1e-9);
    int last = (int) Math.floor(LONGEST_DELAY_SECONDS / period + 1e-9);
    if (last < first) {
      throw Problem.user(
              "STIMULUS_NO_DELAYS",
              "no multiple of the repetition time of "
                  + period
                  + " s lies between 2 and 10 s, so there are no default delays")
          .hint("name them: delays: [0, 1]")
          .exception();
    }
    return IntStream.rangeClosed(first, last).boxed().toList();
  }
}
