package dev.arcuate.plugin.stimulus;

import dev.arcuate.api.Problem;
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

  static Lags of(DesignSettings settings, double period) {
    if (settings.hrf() != Response.NONE) {
      int kernels =
          switch (settings.derivatives()) {
            case NONE -> 1;
            case TIME -> 2;
            case TIME_AND_DISPERSION -> 3;
          };
      return new Lags(kernels, List.of(0), List.of(), Hrf.LENGTH_SECONDS);
    }
    double filter = settings.pooling() == Pooling.LANCZOS ? lanczos(settings).reach() * period : 0;
    if (!settings.delaysSeconds().isEmpty()) {
      List<Double> seconds = settings.delaysSeconds();
      double longest = seconds.stream().mapToDouble(Double::doubleValue).max().orElse(0);
      return new Lags(seconds.size(), List.of(0), seconds, longest + filter);
    }
    List<Integer> delays = settings.delays().isEmpty() ? usual(period) : settings.delays();
    int longest = delays.stream().mapToInt(Integer::intValue).max().orElse(0);
    return new Lags(
        delays.size(),
        delays,
        delays.stream().map(delay -> delay * period).toList(),
        longest * period + filter);
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
