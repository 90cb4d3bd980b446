package dev.arcuate.pretrained;

/** What is particular to one kind of transformer. Immutable. */
public interface Architecture {
  Dimensions dimensions();

  /**
   * Writes the graph: names every state by {@link Blocks#state}, ends after {@link Blocks#depth}
   * blocks, and adds the head if {@link Blocks#predicts}.
   */
  void build(Blocks blocks);
}
