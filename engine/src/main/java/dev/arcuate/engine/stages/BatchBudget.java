package dev.arcuate.engine.stages;

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
  private final int width;
  private final double perToken;
  private final int attentions;
  private int mostSequences = Integer.MAX_VALUE;

  /**
   * @param permitBytes of which half holds the model's weights
   * @param width of a hidden state
   * @param columns asked for per token, over all states together
   * @param attentions heads whose attention is asked for
   */
  BatchBudget(long permitBytes, int width, long columns, int attentions) {
    this.bytes = permitBytes / 2.0;
    this.width = width;
    this.perToken = (2.0 * columns + (double) INTERMEDIATES * width) * Float.BYTES;
    this.attentions = attentions;
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
        && sequences * (longest * perToken + attention) <= bytes;
  }

  /** From now on, batches are at most half as large as one for which memory did not suffice. */
  void halve(int sequences) {
    mostSequences = Math.max(1, sequences / 2);
  }
}
