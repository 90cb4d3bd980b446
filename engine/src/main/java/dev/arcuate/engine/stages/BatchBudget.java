package dev.arcuate.engine.stages;

import dev.arcuate.api.Resources;

/**
 * How many sequences fit into one call. An estimate of what a transformer holds at once, which a
 * part of the memory permit must cover: the states asked for, a few dozen intermediate arrays of
 * their size, the attention weights of one block, and what is computed over the vocabulary.
 */
final class BatchBudget {
  private static final int INTERMEDIATES = 24;
  private static final int HEAD_WIDTH = 64;

  /** Past this, a larger batch uses memory and saves no time. */
  private static final long MOST_TOKENS = 8192;

  /** Padding is computed in vain: longer sequences wait for a batch of their own. */
  private static final double MOST_PADDING = 0.15;

  private final double bytes;
  private final double heapBytes;
  private final int width;
  private final double perToken;
  private final double heapPerToken;
  private final int attentions;
  private int mostSequences = Integer.MAX_VALUE;

  /**
   * @param permit of which half holds the model's weights, and half of the heap what is kept
   * @param width of a hidden state
   * @param kept numbers per token that come out of the model
   * @param beside of its intermediate numbers per token, those that grow with what is kept
   */
  private BatchBudget(Resources permit, int width, long kept, long beside, int attentions) {
    this.bytes = permit.memoryBytes() / 2.0;
    this.heapBytes = permit.heapBytes() / 2.0;
    this.width = width;
    this.heapPerToken = kept * (double) Float.BYTES;
    this.perToken = (kept + beside + (double) INTERMEDIATES * width) * Float.BYTES;
    this.attentions = attentions;
  }

  /**
   * @param columns asked for per token, over all states together
   * @param attentions heads whose attention is asked for
   */
  static BatchBudget ofStates(Resources permit, int width, long columns, int attentions) {
    return new BatchBudget(permit, width, columns, columns, attentions);
  }

  /** Logits over a vocabulary, and what becomes of them. */
  static BatchBudget ofPredictions(Resources permit, int width, long vocabulary) {
    return new BatchBudget(permit, width, vocabulary, 3 * vocabulary, 0);
  }

  /**
   * Whether a batch may hold that many sequences, all padded to the longest.
   *
   * @param longest tokens of the longest, special ones included
   * @param tokens of all of them together, without padding
   */
  boolean allows(int sequences, int longest, long tokens) {
    double heads = Math.max(1, width / HEAD_WIDTH) + attentions;
    double attention = 2 * heads * longest * (double) longest * Float.BYTES;
    long padded = (long) sequences * longest;
    return sequences <= mostSequences
        && padded <= MOST_TOKENS
        && padded <= (1 + MOST_PADDING) * tokens
        && tokens * heapPerToken <= heapBytes
        && sequences * (longest * perToken + attention) <= bytes;
  }

  /** From now on, batches are at most half as large as one for which memory did not suffice. */
  void halve(int sequences) {
    mostSequences = Math.max(1, sequences / 2);
  }
}
