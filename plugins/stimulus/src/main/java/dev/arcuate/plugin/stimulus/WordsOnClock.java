package dev.arcuate.plugin.stimulus;

import dev.arcuate.api.Problem;
import dev.arcuate.api.value.Sampling;
import dev.arcuate.api.value.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Where each word falls among the rows of a recording. */
final class WordsOnClock {
  private final double[] onsets;
  private final int[] rows;
  private final int[] firstRows;
  private final int[] runSamples;
  private final int[] inside;
  private final List<String> silentRuns;

  private WordsOnClock(int words, List<String> silentRuns) {
    this.onsets = new double[words];
    this.rows = new int[words];
    this.firstRows = new int[words];
    this.runSamples = new int[words];
    this.inside = new int[0];
    this.silentRuns = silentRuns;
  }

  private WordsOnClock(WordsOnClock all, int[] inside) {
    this.onsets = all.onsets;
    this.rows = all.rows;
    this.firstRows = all.firstRows;
    this.runSamples = all.runSamples;
    this.inside = inside;
    this.silentRuns = all.silentRuns;
  }

  /**
   * @throws dev.arcuate.api.ProblemException {@code STIMULUS_RUN_UNKNOWN} if words were heard in a
   *     run that the recording does not have
   */
  static WordsOnClock of(Words words, Sampling sampling, double shiftSeconds) {
    Map<String, Integer> runs = new HashMap<>();
    for (int run = 0; run < sampling.runs().size(); run++) {
      runs.put(sampling.runs().get(run).label(), run);
    }
    Set<String> heard = new LinkedHashSet<>();
    words.list().forEach(word -> heard.add(word.run()));
    String unknown =
        heard.stream().filter(run -> !runs.containsKey(run)).collect(Collectors.joining(", "));
    if (!unknown.isEmpty()) {
      throw Problem.user(
              "STIMULUS_RUN_UNKNOWN",
              "the words belong to run "
                  + unknown
                  + ", but the runs of the recording are "
                  + sampling.runs().stream()
                      .map(Sampling.Run::label)
                      .collect(Collectors.joining(", ")))
          .hint("set 'run' of the step that reads the words to the label of the recording")
          .exception();
    }
    WordsOnClock clock =
        new WordsOnClock(
            words.list().size(),
            sampling.runs().stream()
                .map(Sampling.Run::label)
                .filter(run -> !heard.contains(run))
                .toList());
    return new WordsOnClock(clock, clock.place(words, sampling, runs, shiftSeconds));
  }

  private int[] place(Words words, Sampling sampling, Map<String, Integer> runs, double shift) {
    List<Integer> kept = new ArrayList<>();
    for (int i = 0; i < onsets.length; i++) {
      Words.Word word = words.list().get(i);
      int run = runs.get(word.run());
      onsets[i] = word.onsetSeconds() + shift;
      firstRows[i] = sampling.firstRow(run);
      runSamples[i] = sampling.runs().get(run).samples();
      // A word at the very start of a volume must not fall before it by rounding.
      double bin = Math.floor(onsets[i] / sampling.periodSeconds() + 1e-9);
      if (bin >= 0 && bin < runSamples[i]) {
        rows[i] = firstRows[i] + (int) bin;
        kept.add(i);
      }
    }
    return kept.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Words whose onset lies inside their run, in order. */
  int[] inside() {
    return inside;
  }

  int outside() {
    return onsets.length - inside.length;
  }

  List<String> silentRuns() {
    return silentRuns;
  }

  /** Seconds from the start of the run. */
  double onset(int word) {
    return onsets[word];
  }

  /** The row during which a word inside began. */
  int row(int word) {
    return rows[word];
  }

  /** First row of the word's run. */
  int firstRow(int word) {
    return firstRows[word];
  }

  /** Rows of the word's run. */
  int samples(int word) {
    return runSamples[word];
  }
}
