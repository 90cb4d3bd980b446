package dev.arcuate.plugin.stimulus;

import dev.arcuate.api.value.Sampling;
import dev.arcuate.plugin.stimulus.DesignSettings.Pooling;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings features of words onto the clock of a recording: one sparse weight matrix [samples ×
 * words], never reaching from one run into another.
 */
final class Aligner {
  /** Row, word and weight of each entry. */
  private record Entry(int row, int word, double weight) {}

  private final int samples;
  private final List<Entry> entries;

  private Aligner(int samples, List<Entry> entries) {
    this.samples = samples;
    this.entries = entries;
  }

  /** Pools the words of each volume. */
  static Aligner pooling(Pooling pooling, Sampling sampling, WordsOnClock words) {
    List<Entry> entries = new ArrayList<>();
    int[] count = new int[sampling.samples()];
    int[] last = new int[sampling.samples()];
    for (int word : words.inside()) {
      int row = words.row(word);
      count[row]++;
      last[row] = word;
    }
    for (int word : words.inside()) {
      int row = words.row(word);
      switch (pooling) {
        case SUM -> entries.add(new Entry(row, word, 1));
        case MEAN -> entries.add(new Entry(row, word, 1.0 / count[row]));
        case LAST -> {
          if (last[row] == word) {
            entries.add(new Entry(row, word, 1));
          }
        }
        case LANCZOS -> throw new IllegalArgumentException("a filter pools no bins");
      }
    }
    return new Aligner(sampling.samples(), entries);
  }

  /**
   * Filters words, those around the run too.
   *
   * @param referenceSeconds when within its period a volume counts as taken
   */
  static Aligner filtering(
      Lanczos lanczos, double referenceSeconds, Sampling sampling, WordsOnClock words) {
    List<Entry> entries = new ArrayList<>();
    double period = sampling.periodSeconds();
    for (int word : words.placed()) {
      int from = words.firstRow(word);
      double place = (words.onset(word) - referenceSeconds) / period;
      int first = (int) Math.max(0, Math.floor(place - lanczos.reach()));
      int until = (int) Math.min(words.samples(word), Math.ceil(place + lanczos.reach()) + 1);
      for (int volume = first; volume < until; volume++) {
        double weight = lanczos.weight(volume - place);
        if (weight != 0) {
          entries.add(new Entry(from + volume, word, weight));
        }
      }
    }
    return new Aligner(sampling.samples(), entries);
  }

  /** Convolves an impulse per word with a kernel of each run's convolution. */
  static Aligner responding(
      List<Convolution> runs, int kernel, Sampling sampling, WordsOnClock words) {
    List<Entry> entries = new ArrayList<>();
    for (int word : words.placed()) {
      Convolution convolution = runs.get(words.run(word));
      double onset = words.onset(word) + sampling.runs().get(words.run(word)).startSeconds();
      if (convolution.reaches(onset)) {
        int from = words.firstRow(word);
        convolution.weigh(
            onset,
            0,
            kernel,
            (volume, weight) -> entries.add(new Entry(from + volume, word, weight)));
      }
    }
    return new Aligner(sampling.samples(), entries);
  }

  /**
   * Weighted sums of words.
   *
   * @param features [words × width]
   * @return [samples × width]
   */
  double[] apply(float[] features, int width) {
    double[] sums = new double[Math.multiplyExact(samples, width)];
    for (Entry entry : entries) {
      int to = entry.row() * width;
      int from = entry.word() * width;
      for (int c = 0; c < width; c++) {
        sums[to + c] += entry.weight() * features[from + c];
      }
    }
    return sums;
  }
}
