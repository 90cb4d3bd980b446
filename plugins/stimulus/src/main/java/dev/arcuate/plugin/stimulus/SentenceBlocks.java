package dev.arcuate.plugin.stimulus;

import dev.arcuate.api.value.Sampling;
import dev.arcuate.api.value.Words;
import java.util.ArrayList;
import java.util.List;

/** Which sentence every volume belongs to, so that no fold cuts one. */
final class SentenceBlocks {
  private SentenceBlocks() {}

  /** Per row, the run and the sentence of the last word that began before it. */
  static List<String> labels(Words words, Sampling sampling, double shiftSeconds) {
    List<String> labels = new ArrayList<>();
    double[] seconds = sampling.rowSeconds();
    int row = 0;
    for (Sampling.Run run : sampling.runs()) {
      List<Words.Word> heard =
          words.list().stream().filter(word -> word.run().equals(run.label())).toList();
      int next = 0;
      String sentence = "before the first";
      for (int i = 0; i < run.samples(); i++, row++) {
        double now = run.startSeconds() + seconds[row];
        while (next < heard.size() && heard.get(next).onsetSeconds() + shiftSeconds <= now) {
          sentence = Integer.toString(heard.get(next++).sentence());
        }
        labels.add(run.label() + ", sentence " + sentence);
      }
    }
    return labels;
  }
}
