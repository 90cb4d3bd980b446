package dev.arcuate.pretrained;

/**
 * Sizes of a transformer.
 *
 * @param layers number of blocks
 * @param width dimensions of a hidden state
 * @param heads attention heads per block
 * @param vocabulary rows of the token table
 * @param contextLength greatest number of tokens
 * @param sight what a token attends to
 * @param predicts whether it has a head that predicts tokens
 */
public record Dimensions(
    int layers,
    int width,
    int heads,
    int vocabulary,
    int contextLength,
    Sight sight,
    boolean predicts) {
  /** Those of a causal model, or of a masked one. */
  public Dimensions(
      int layers,
      int width,
      int heads,
      int vocabulary,
      int contextLength,
      boolean causal,
      boolean predicts) {
    this(
        layers, width, heads, vocabulary, contextLength, causal ? Sight.LEFT : Sight.ALL, predicts);
  }

  /** Whether what follows a token changes nothing for it, the first one of {@code BEFORE} aside. */
  public boolean causal() {
    return sight != Sight.ALL;
  }

  /**
   * The same where a token does not attend to itself, which nothing was trained to predict from.
   */
  Dimensions exclusive() {
    return new Dimensions(layers, width, heads, vocabulary, contextLength, Sight.BEFORE, false);
  }

  /** Dimensions of one head. */
  public int headWidth() {
    return width / heads;
  }
}
