package dev.arcuate.plugin.stimulus;

import dev.arcuate.api.value.Sampling;
import dev.arcuate.plugin.stimulus.DesignSettings.Pooling;
import dev.arcuate.plugin.stimulus.DesignSettings.Response;
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
    double period = sampling.periodSeconds();
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
        case LANCZOS -> {
          int from = words.firstRow(word);
          int to = from + words.samples(word);
          int reach = Lanczos.LOBES + 1;
          for (int r = Math.max(from, row - reach); r < Math.min(to, row + reach + 1); r++) {
            double middle = (r - from + 0.5) * period;
            double weight = Lanczos.weight((middle - words.onset(word)) / period);
            if (weight != 0) {
              entries.add(new Entry(r, word, weight));
            }
          }
        }
      }
    }
    return new Aligner(sampling.samples(), entries);
  }

  /** Convolves an impulse per word with a response, exactly, and samples at volume starts. */
  static Aligner responding(Response response, Sampling sampling, WordsOnClock words) {
    Hrf hrf = Hrf.of(response);
    List<Entry> entries = new ArrayList<>();
    double period = sampling.periodSeconds();
    int reach = (int) Math.ceil(Hrf.LENGTH_SECONDS / period);
    for (int word : words.inside()) {
      int from = words.firstRow(word);
      int to = Math.min(from + words.samples(word), words.row(word) + reach + 2);
      for (int row = words.row(word); row < to; row++) {
        double weight = hrf.at((row - from) * period - words.onset(word)) * period;
        if (weight != 0) {
          entries.add(new Entry(row, word, weight));
        }
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
  float[] apply(float[] features, int width) {
    double[] sums = new double[Math.multiplyExact(samples, width)];
    for (Entry entry : entries) {
      int to = entry.row() * width;
      int from = entry.word() * width;
      for (int c = 0; c < width; c++) {
        sums[to + c] += entry.weight() * features[from + c];
      }
    }
    float[] rows = new float[sums.length];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (float) sums[i];
    }
    return rows;
  }
}
