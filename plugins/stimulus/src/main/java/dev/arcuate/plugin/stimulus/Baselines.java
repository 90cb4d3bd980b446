package dev.arcuate.plugin.stimulus;

import dev.arcuate.api.value.Sampling;
import dev.arcuate.api.value.Words;
import dev.arcuate.plugin.stimulus.DesignSettings.Baseline;

/** Features that need no language model. */
final class Baselines {
  private Baselines() {}

  /**
   * One value per word; for {@link Baseline#POSITION}, see {@link #positions}, for phonemes {@link
   * Phonemes}.
   */
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
            case POSITION, POSITION_SPLINE, PHONEME_COUNT, PHONEMES ->
                throw new IllegalArgumentException("made elsewhere");
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
      for (int place : run.places()) {
        values[row++] = place / (float) Math.max(run.span() - 1, 1);
      }
    }
    return values;
  }

  /**
   * Cubic B-splines over the same positions, knots at equal distances; they sum to 1.
   *
   * @return [samples × columns]
   */
  static float[] splines(Sampling sampling, int columns) {
    float[] positions = positions(sampling);
    float[] values = new float[positions.length * columns];
    for (int row = 0; row < positions.length; row++) {
      double[] basis = bSplines(positions[row], columns);
      for (int c = 0; c < columns; c++) {
        values[row * columns + c] = (float) basis[c];
      }
    }
    return values;
  }

  /** By the recursion of Cox and de Boor; outer knots are repeated. */
  static double[] bSplines(double x, int columns) {
    int degree = 3;
    double[] knots = new double[columns + degree + 1];
    for (int i = 0; i < knots.length; i++) {
      knots[i] = Math.min(Math.max((i - degree) / (double) (columns - degree), 0), 1);
    }
    double[] basis = new double[columns + degree];
    for (int i = degree; i < columns; i++) {
      boolean last = i == columns - 1;
      basis[i] = x >= knots[i] && (x < knots[i + 1] || last) ? 1 : 0;
    }
    for (int d = 1; d <= degree; d++) {
      for (int i = 0; i + d < knots.length - 1; i++) {
        double rise = knots[i + d] - knots[i];
        double fall = knots[i + d + 1] - knots[i + 1];
        basis[i] =
            (rise == 0 ? 0 : (x - knots[i]) / rise * basis[i])
                + (fall == 0 ? 0 : (knots[i + d + 1] - x) / fall * basis[i + 1]);
      }
    }
    return java.util.Arrays.copyOf(basis, columns);
  }
}
