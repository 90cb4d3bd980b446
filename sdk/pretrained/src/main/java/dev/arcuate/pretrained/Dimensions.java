package dev.arcuate.pretrained;

/**
 * Sizes of a transformer.
 *
 * @param layers number of blocks
 * @param width dimensions of a hidden state
 * @param heads attention heads per block
 * @param vocabulary rows of the token table
 * @param contextLength greatest number of tokens
 * @param causal whether a token sees only what stands to its left
 * @param predicts whether it has a head that predicts tokens
 */
public record Dimensions(
    int layers,
    int width,
    int heads,
    int vocabulary,
    int contextLength,
    boolean causal,
    boolean predicts) {
  /** Dimensions of one head. */
  public int headWidth() {
    return width / heads;
  }
}
