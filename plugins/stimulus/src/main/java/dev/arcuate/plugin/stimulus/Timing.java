package dev.arcuate.plugin.stimulus;

import dev.arcuate.api.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts words into the order of time and fills in missing onsets, run by run.
 *
 * @param words runs one after another, onsets known and never decreasing inside a run
 * @param reordered words that stood after a later one in the table
 * @param interpolated words whose onset the table does not give
 * @param overlapping words that end after the next begins
 */
record Timing(List<HeardWord> words, int reordered, int interpolated, int overlapping) {
  /** Aligners round to hundredths, so a word may seem to end this much after the next begins. */
  private static final double ROUNDING_SECONDS = 0.02;

  private static final double USUAL_INTERVAL_SECONDS = 0.3;

  static Timing of(List<HeardWord> table, String file) {
    Map<String, List<HeardWord>> runs = new LinkedHashMap<>();
    table.forEach(word -> runs.computeIfAbsent(word.run(), run -> new ArrayList<>()).add(word));
    List<HeardWord> words = new ArrayList<>();
    int reordered = 0;
    int overlapping = 0;
    for (Map.Entry<String, List<HeardWord>> run : runs.entrySet()) {
      if (run.getValue().stream().noneMatch(HeardWord::aligned)) {
        throw Problem.data(
                "STIMULUS_NO_ONSETS",
                file + ": none of the words of run '" + run.getKey() + "' has an onset")
            .exception();
      }
      List<HeardWord> sorted = new ArrayList<>();
      reordered += sort(run.getValue(), sorted);
      List<HeardWord> filled = fill(sorted);
      for (int i = 0; i + 1 < filled.size(); i++) {
        HeardWord word = filled.get(i);
        double end = word.onsetSeconds() + word.durationSeconds();
        overlapping += end > filled.get(i + 1).onsetSeconds() + ROUNDING_SECONDS ? 1 : 0;
      }
      words.addAll(filled);
    }
    int interpolated = (int) words.stream().filter(word -> !word.aligned()).count();
    return new Timing(words, reordered, interpolated, overlapping);
  }

  /** Words without onset travel with the word before them. */
  private static int sort(List<HeardWord> run, List<HeardWord> sorted) {
    List<List<HeardWord>> blocks = new ArrayList<>();
    int late = 0;
    double latest = Double.NEGATIVE_INFINITY;
    for (HeardWord word : run) {
      if (word.aligned() && word.onsetSeconds() < latest) {
        late++;
      }
      if (word.aligned() || blocks.isEmpty()) {
        latest = word.aligned() ? Math.max(latest, word.onsetSeconds()) : latest;
        blocks.add(new ArrayList<>());
      }
      blocks.get(blocks.size() - 1).add(word);
    }
    blocks.sort(
        Comparator.comparingDouble(
            block ->
                block.get(0).aligned() ? block.get(0).onsetSeconds() : Double.NEGATIVE_INFINITY));
    blocks.forEach(sorted::addAll);
    return late;
  }

  /**
   * Linear between known neighbours; before the first and after the last known onset, at the run's
   * median interval, but not before 0 unless the run begins before 0.
   */
  private static List<HeardWord> fill(List<HeardWord> run) {
    int[] known =
        java.util.stream.IntStream.range(0, run.size()).filter(i -> run.get(i).aligned()).toArray();
    double step = medianInterval(run, known);
    List<HeardWord> filled = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < run.size(); i++) {
      HeardWord word = run.get(i);
      if (word.aligned()) {
        next++;
        filled.add(word);
      } else if (next == 0) {
        double first = run.get(known[0]).onsetSeconds();
        double least = Math.min(step, Math.max(first, 0) / (known[0] + 1));
        filled.add(word.at(first - (known[0] - i) * (first < 0 ? step : least)));
      } else if (next == known.length) {
        int last = known[next - 1];
        filled.add(word.at(run.get(last).onsetSeconds() + (i - last) * step));
      } else {
        int before = known[next - 1];
        int after = known[next];
        double from = run.get(before).onsetSeconds();
        double to = run.get(after).onsetSeconds();
        filled.add(word.at(from + (to - from) * (i - before) / (after - before)));
      }
    }
    return filled;
  }

  private static double medianInterval(List<HeardWord> run, int[] known) {
    double[] intervals = new double[Math.max(known.length - 1, 0)];
    for (int i = 0; i < intervals.length; i++) {
      double span = run.get(known[i + 1]).onsetSeconds() - run.get(known[i]).onsetSeconds();
      intervals[i] = span / (known[i + 1] - known[i]);
    }
    Arrays.sort(intervals);
    return intervals.length == 0 ? USUAL_INTERVAL_SECONDS : intervals[intervals.length / 2];
  }
}
