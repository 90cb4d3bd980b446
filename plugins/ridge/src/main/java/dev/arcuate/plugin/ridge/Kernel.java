package dev.arcuate.plugin.ridge;

/** How alike two rows are, from their scalar product and lengths. */
interface Kernel {
  Kernel LINEAR = (product, squareA, squareB) -> product;

  /**
   * @param product scalar product of both rows
   * @param squareA scalar product of the first with itself
   */
  double of(double product, double squareA, double squareB);
}
