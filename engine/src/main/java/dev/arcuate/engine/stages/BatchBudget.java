package dev.arcuate.engine.stages;

/**
 * How many sequences fit into one call. An estimate of what a transformer holds at once, which a
 * part of the memory permit must cover: the states asked for, a few dozen intermediate arrays of
 * their size, and the attention weights of one block.
 */
final class BatchBudget {
  private static final int INTERMEDIATES = 24;
  private static final int HEAD_WIDTH = 64;

  /** Past this, a larger batch uses memory and saves no time. */
  private static final long MOST_TOKENS = 8192;

  private final double bytes;
  private final int width;
  private final int layers;

  /** The other half of the permit holds the model's weights. */
  BatchBudget(long permitBytes, int width, int layers) {
    this.bytes = permitBytes / 2.0;
    this.width = width;
    this.layers = layers;
  }

  /**
   * Whether a batch may hold that many sequences, all padded to the longest.
   *
   * @param longest tokens of the longest, special ones included
   */
  boolean allows(int sequences, int longest) {
    double states = (double) longest * width * Float.BYTES * (2 * layers + INTERMEDIATES);
    double heads = Math.max(1, width / HEAD_WIDTH);
    double attention = 2 * heads * longest * (double) longest * Float.BYTES;
    return (long) sequences * longest <= MOST_TOKENS && sequences * (states + attention) <= bytes;
  }
}
