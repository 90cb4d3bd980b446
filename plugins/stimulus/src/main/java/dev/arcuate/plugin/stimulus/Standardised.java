package dev.arcuate.plugin.stimulus;

import dev.arcuate.api.value.Sampling;
import dev.arcuate.api.value.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Columns scaled to mean 0 and deviation 1 within each run, as some studies do before they split
 * rows: the quirk {@code scale.before-split}. A column that is constant in a run becomes 0.
 */
final class Standardised {
  private Standardised() {}

  /** Features of words, [words × width], by the run of each word. */
  static float[] words(float[] features, int width, Words words) {
    Map<String, List<Integer>> runs = new LinkedHashMap<>();
    for (int word = 0; word < words.list().size(); word++) {
      runs.computeIfAbsent(words.list().get(word).run(), r -> new ArrayList<>()).add(word);
    }
    float[] scaled = features.clone();
    runs.values()
        .forEach(run -> scale(scaled, width, run.stream().mapToInt(word -> word).toArray()));
    return scaled;
  }

  /** Rows of a design, [samples × width]. */
  static float[] rows(float[] rows, int width, Sampling sampling) {
    float[] scaled = rows.clone();
    int first = 0;
    for (Sampling.Run run : sampling.runs()) {
      scale(scaled, width, IntStream.range(first, first + run.samples()).toArray());
      first += run.samples();
    }
    return scaled;
  }

  private static void scale(float[] values, int width, int[] rows) {
    for (int column = 0; column < width; column++) {
      double sum = 0;
      for (int row : rows) {
        sum += values[row * width + column];
      }
      double mean = sum / rows.length;
      double squares = 0;
      for (int row : rows) {
        double away = values[row * width + column] - mean;
        squares += away * away;
      }
      double deviation = Math.sqrt(squares / rows.length);
      for (int row : rows) {
        int at = row * width + column;
        values[at] = deviation == 0 ? 0 : (float) ((values[at] - mean) / deviation);
      }
    }
  }
}
