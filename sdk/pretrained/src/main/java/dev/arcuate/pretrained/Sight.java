package dev.arcuate.pretrained;

/** Which tokens of its sequence a token attends to. */
public enum Sight {
  /** All of them, as in masked models. */
  ALL,
  /** Itself and what stands to its left, as in causal models. */
  LEFT,
  /**
   * What stands to its left, without itself: the quirk {@code mlm.mask-exclusive}. The published
   * code hides a token by taking 10,000 from its product with the one that attends. From the first
   * one all would be hidden, and what is taken from all changes nothing: it attends to the whole
   * sequence.
   */
  BEFORE
}
