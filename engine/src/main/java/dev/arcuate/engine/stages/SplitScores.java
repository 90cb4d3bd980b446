package dev.arcuate.engine.stages;

/**
 * What each feature group adds to the scores of one fold. Source: methods reference, section 12
 * (product measure), as himalaya's {@code r2_score_split} and {@code correlation_score_split} have
 * it for centred targets and predictions.
 */
final class SplitScores {
  private SplitScores() {}

  /**
   * @param targets [samples × columns]
   * @param predictions [samples × columns], the sum of all parts and a constant
   * @param part [samples × columns], what a group adds to the predictions
   * @param rows the test rows
   * @return r in the first half, r² in the second; both 0 where targets or predictions do not vary
   */
  static double[] of(float[] targets, float[] predictions, float[] part, int columns, int[] rows) {
    double[] means = new double[3 * columns];
    for (int row : rows) {
      for (int c = 0; c < columns; c++) {
        int at = row * columns + c;
        means[c] += (double) targets[at] / rows.length;
        means[columns + c] += (double) predictions[at] / rows.length;
        means[2 * columns + c] += (double) part[at] / rows.length;
      }
    }
    double[] yy = new double[columns];
    double[] pp = new double[columns];
    double[] yi = new double[columns];
    double[] pi = new double[columns];
    for (int row : rows) {
      for (int c = 0; c < columns; c++) {
        int at = row * columns + c;
        double y = targets[at] - means[c];
        double p = predictions[at] - means[columns + c];
        double i = part[at] - means[2 * columns + c];
        yy[c] += y * y;
        pp[c] += p * p;
        yi[c] += y * i;
        pi[c] += p * i;
      }
    }
    double[] scores = new double[2 * columns];
    for (int c = 0; c < columns; c++) {
      scores[c] = yy[c] > 0 && pp[c] > 0 ? yi[c] / Math.sqrt(yy[c] * pp[c]) : 0;
      scores[columns + c] = yy[c] > 0 ? (2 * yi[c] - pi[c]) / yy[c] : 0;
    }
    return scores;
  }
}
