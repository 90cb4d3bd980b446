package dev.arcuate.plugin.bidsfmri.simulate;

import dev.arcuate.api.value.Words;

/**
 * Words to blood oxygenation: every word is an impulse on a grid of 0.05 s, which a double-gamma
 * response spreads over the following 32 s; volumes sample it at their start. It shares no code
 * with the step {@code design}, so that an error in one does not hide in the other.
 */
final class ForwardModel {
  private static final double GRID_SECONDS = 0.05;
  private static final double RESPONSE_SECONDS = 32;

  private final double[] onsets;

  /** Index of each word's run. */
  private final int[] runs;

  private final StimulusRuns stimulus;
  private final double periodSeconds;
  private final double[] response;

  ForwardModel(Words words, StimulusRuns stimulus, double periodSeconds) {
    this.onsets = words.list().stream().mapToDouble(Words.Word::onsetSeconds).toArray();
    this.runs = words.list().stream().mapToInt(word -> stimulus.index(word.run())).toArray();
    this.stimulus = stimulus;
    this.periodSeconds = periodSeconds;
    this.response = response();
  }

  /** t⁵e⁻ᵗ/5! − t¹⁵e⁻ᵗ/(6 · 15!), the usual double gamma, by recursion on the grid. */
  private static double[] response() {
    double[] values = new double[(int) (RESPONSE_SECONDS / GRID_SECONDS) + 1];
    for (int i = 0; i < values.length; i++) {
      double t = i * GRID_SECONDS;
      double peak = Math.exp(-t);
      for (int n = 1; n <= 5; n++) {
        peak *= t / n;
      }
      double undershoot = Math.exp(-t);
      for (int n = 1; n <= 15; n++) {
        undershoot *= t / n;
      }
      values[i] = peak - undershoot / 6;
    }
    return values;
  }

  /**
   * The response to impulses of given heights; no run reaches into the next.
   *
   * @param heights [words × width]
   * @return [volumes × width], runs one after another, each column with mean 0 and variance 1, or 0
   *     if it does not vary
   */
  double[] respond(double[] heights, int width) {
    double[] series = new double[stimulus.volumes() * width];
    for (int run = 0; run < stimulus.count(); run++) {
      respond(heights, width, run, series);
    }
    for (int c = 0; c < width; c++) {
      Series.standardise(series, width, c);
    }
    return series;
  }

  private void respond(double[] heights, int width, int run, double[] series) {
    int volumes = stimulus.volumes(run);
    int first = stimulus.first(run);
    int steps = (int) Math.ceil(volumes * periodSeconds / GRID_SECONDS) + 1;
    double[] impulses = new double[steps * width];
    for (int word = 0; word < onsets.length; word++) {
      int step = runs[word] == run ? (int) Math.round(onsets[word] / GRID_SECONDS) : -1;
      for (int c = 0; c < width && step >= 0 && step < steps; c++) {
        impulses[step * width + c] += heights[word * width + c];
      }
    }
    for (int volume = 0; volume < volumes; volume++) {
      int now = (int) Math.round(volume * periodSeconds / GRID_SECONDS);
      for (int lag = 0; lag < response.length && lag <= now; lag++) {
        for (int c = 0; c < width; c++) {
          series[(first + volume) * width + c] += response[lag] * impulses[(now - lag) * width + c];
        }
      }
    }
  }
}
