package dev.arcuate.plugin.onnx;

import dev.arcuate.api.LanguageModel.Prediction;
import dev.arcuate.api.LanguageModel.Query;

/** Probabilities out of the scores that a graph gives to all tokens of its vocabulary. */
final class Logits {
  private Logits() {}

  /**
   * Answers a query.
   *
   * @param scores [sequences × length × vocabulary]
   * @param start first score of the query's sequence
   */
  static Prediction answer(Query query, float[] scores, int start, int vocabulary) {
    int count = query.positions().length;
    double[] logs = new double[count];
    double[] entropies = new double[count];
    for (int i = 0; i < count; i++) {
      int from = start + query.positions()[i] * vocabulary;
      double most = Double.NEGATIVE_INFINITY;
      for (int token = 0; token < vocabulary; token++) {
        most = Math.max(most, scores[from + token]);
      }
      double sum = 0;
      double weighted = 0;
      for (int token = 0; token < vocabulary; token++) {
        double score = scores[from + token] - most;
        double weight = Math.exp(score);
        sum += weight;
        weighted += weight * score;
      }
      double logSum = Math.log(sum);
      logs[i] = scores[from + (int) query.targets()[i]] - most - logSum;
      entropies[i] = logSum - weighted / sum;
    }
    return new Prediction(logs, entropies);
  }
}
