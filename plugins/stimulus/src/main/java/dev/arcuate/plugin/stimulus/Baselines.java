package dev.arcuate.plugin.stimulus;

import dev.arcuate.api.value.Sampling;
import dev.arcuate.api.value.Words;
import dev.arcuate.plugin.stimulus.DesignSettings.Baseline;

/** Features that need no language model. */
final class Baselines {
  private Baselines() {}

  /** One value per word; for {@link Baseline#POSITION}, see {@link #positions}. */
  static float[] perWord(Baseline feature, Words words) {
    float[] values = new float[words.list().size()];
    int[] places = feature == Baseline.SENTENCE_POSITION ? sentencePlaces(words) : new int[0];
    for (int i = 0; i < values.length; i++) {
      Words.Word word = words.list().get(i);
      values[i] =
          switch (feature) {
            case WORD_RATE -> 1;
            case WORD_LENGTH -> word.form().codePointCount(0, word.form().length());
            case WORD_DURATION -> (float) word.durationSeconds();
            case SENTENCE_POSITION -> places[2 * i] / (float) Math.max(places[2 * i + 1] - 1, 1);
            case POSITION -> throw new IllegalArgumentException("position is not of words");
          };
    }
    return values;
  }

  /** Place in the sentence and length of the sentence, word by word. */
  private static int[] sentencePlaces(Words words) {
    int[] places = new int[2 * words.list().size()];
    int start = 0;
    for (int i = 0; i <= words.list().size(); i++) {
      boolean ends =
          i == words.list().size()
              || words.list().get(i).sentence() != words.list().get(start).sentence();
      if (ends) {
        for (int j = start; j < i; j++) {
          places[2 * j] = j - start;
          places[2 * j + 1] = i - start;
        }
        start = i;
      }
    }
    return places;
  }

  /** From 0 at the first row of a run to 1 at its last. */
  static float[] positions(Sampling sampling) {
    float[] values = new float[sampling.samples()];
    int row = 0;
    for (Sampling.Run run : sampling.runs()) {
      for (int i = 0; i < run.samples(); i++) {
        values[row++] = i / (float) Math.max(run.samples() - 1, 1);
      }
    }
    return values;
  }
}
