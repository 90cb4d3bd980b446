package dev.arcuate.plugin.stimulus;

import dev.arcuate.api.Problem;
import dev.arcuate.api.value.Sampling;
import dev.arcuate.api.value.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Where each word falls among the rows of a recording. */
final class WordsOnClock {
  private final double[] onsets;
  private final int[] rows;
  private final int[] firstRows;
  private final int[] runSamples;
  private final int[] runs;
  private final int[] inside;
  private final List<String> silentRuns;
  private final Map<String, Integer> elsewhere;

  private WordsOnClock(int words, List<String> silentRuns, Map<String, Integer> elsewhere) {
    this.onsets = new double[words];
    this.rows = new int[words];
    this.firstRows = new int[words];
    this.runSamples = new int[words];
    this.runs = new int[words];
    this.inside = new int[0];
    this.silentRuns = silentRuns;
    this.elsewhere = elsewhere;
  }

  private WordsOnClock(WordsOnClock all, int[] inside) {
    this.onsets = all.onsets;
    this.rows = all.rows;
    this.firstRows = all.firstRows;
    this.runSamples = all.runSamples;
    this.runs = all.runs;
    this.inside = inside;
    this.silentRuns = all.silentRuns;
    this.elsewhere = all.elsewhere;
  }

  /**
   * @param sampling one row per volume from the start of each run
   * @throws dev.arcuate.api.ProblemException {@code STIMULUS_RUN_UNKNOWN} if no word was heard in a
   *     run of the recording
   */
  static WordsOnClock of(Words words, Sampling sampling, double shiftSeconds) {
    Map<String, Integer> runs = new HashMap<>();
    for (int run = 0; run < sampling.runs().size(); run++) {
      runs.put(sampling.runs().get(run).label(), run);
    }
    Map<String, Integer> heard = new LinkedHashMap<>();
    words.list().forEach(word -> heard.merge(word.run(), 1, Integer::sum));
    Map<String, Integer> elsewhere = new LinkedHashMap<>(heard);
    elsewhere.keySet().removeAll(runs.keySet());
    if (!heard.isEmpty() && elsewhere.size() == heard.size()) {
      throw Problem.user(
              "STIMULUS_RUN_UNKNOWN",
              "the words belong to run "
                  + String.join(", ", heard.keySet())
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
                .filter(run -> !heard.containsKey(run))
                .toList(),
            elsewhere);
    return new WordsOnClock(clock, clock.place(words, sampling, runs, shiftSeconds));
  }

  private int[] place(Words words, Sampling sampling, Map<String, Integer> labels, double shift) {
    List<Integer> kept = new ArrayList<>();
    for (int i = 0; i < onsets.length; i++) {
      Words.Word word = words.list().get(i);
      runs[i] = labels.getOrDefault(word.run(), -1);
      if (runs[i] < 0) {
        continue;
      }
      Sampling.Run run = sampling.runs().get(runs[i]);
      onsets[i] = word.onsetSeconds() + shift - run.startSeconds();
      firstRows[i] = sampling.firstRow(runs[i]);
      runSamples[i] = run.samples();
      // A word at the very start of a volume must not fall before it by rounding.
      double bin = Math.floor(onsets[i] / sampling.periodSeconds() + 1e-9);
      if (bin >= 0 && bin < runSamples[i]) {
        rows[i] = firstRows[i] + (int) bin;
        kept.add(i);
      }
    }
    return kept.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Words of the recording's runs, those before and after the volumes too. */
  int[] placed() {
    return IntStream.range(0, runs.length).filter(word -> runs[word] >= 0).toArray();
  }

  /** Words by run, of runs that the recording does not have. */
  Map<String, Integer> elsewhere() {
    return elsewhere;
  }

  /** Index of the word's run. */
  int run(int word) {
    return runs[word];
  }

  /** Words whose onset lies inside their run, in order. */
  int[] inside() {
    return inside;
  }

  int outside() {
    return placed().length - inside.length;
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
