package dev.arcuate.plugin.ridge;

import dev.arcuate.api.host.LinearAlgebra;
import java.util.function.IntConsumer;

/** Products by BLAS, on the caller's thread. */
final class BlasProducts implements Products {
  private final LinearAlgebra algebra;

  BlasProducts(LinearAlgebra algebra) {
    this.algebra = algebra;
  }

  @Override
  public void apply(
      Cells operator, int outputs, int width, Cells source, int columns, Cells into, int at) {
    if (outputs > 0 && width > 0) {
      operator.multiply(
          algebra,
          Cells.Sizes.plain(outputs, columns, width),
          1,
          new Cells.Matrix(operator, 0, width),
          new Cells.Matrix(source, 0, columns),
          0,
          new Cells.Matrix(into, at, columns));
    }
  }

  @Override
  public void across(
      Cells.Sizes sizes, double sign, Cells.Matrix a, Cells.Matrix b, double beta, Cells.Matrix c) {
    a.cells().multiply(algebra, sizes, sign, a, b, beta, c);
  }

  @Override
  public void sideBySide(int count, IntConsumer work) {
    algebra.sideBySide(count, work);
  }

  @Override
  public void close() {
    // Holds nothing.
  }
}
