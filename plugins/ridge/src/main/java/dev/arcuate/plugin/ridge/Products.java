package dev.arcuate.plugin.ridge;

/** The heavy products: operators times sources. */
interface Products extends AutoCloseable {
  /**
   * into ← operator · source.
   *
   * @param operator [outputs × width], stored without gaps
   * @param source [width × columns], without gaps
   * @param at first value of the result, [outputs × columns], without gaps
   */
  void apply(Cells operator, int outputs, int width, Cells source, int columns, Cells into, int at);

  /** into ← into·beta + sign · aᵀ · b for rows of a design and of targets. */
  void across(
      Cells.Sizes sizes, double sign, Cells.Matrix a, Cells.Matrix b, double beta, Cells.Matrix c);

  /** Spreads pieces of work over free cores. */
  void sideBySide(int count, java.util.function.IntConsumer work);

  @Override
  void close();
}
