package dev.arcuate.engine.accel;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas;

/**
 * The inverse of a large positive definite matrix: blocks of rows are swept one after another
 * (Gauss and Jordan). That is as many operations as LAPACK's Cholesky decomposition and inversion
 * take, but nearly all of them are one product of a narrow panel with itself, cut into tiles for
 * every free thread. Only the half below the diagonal is kept up. How it is cut depends on the size
 * alone, and so do the bytes.
 */
final class Inversion implements AutoCloseable {
  private static final int BLOCK = 256;
  private static final int WIDEST_TILE = 1024;

  private final Crew crew;
  private final int n;
  private final DoublePointer matrix;
  private final DoublePointer pivot = new DoublePointer(BLOCK * BLOCK);
  private final DoublePointer above;
  private final DoublePointer below;

  /** Rows and columns of the result that one product changes. */
  private record Tile(int row, int rows, int column, int columns) {}

  /** Whether there are blocks enough; smaller matrices are LAPACK's. */
  static boolean pays(int n) {
    return n >= 2 * BLOCK;
  }

  /** Takes memory outside the heap for n × n values and two panels. */
  Inversion(Crew crew, double[] symmetric, int n) {
    this.crew = crew;
    this.n = n;
    matrix = new DoublePointer((long) n * n);
    matrix.put(symmetric, 0, n * n);
    above = new DoublePointer((long) BLOCK * n);
    below = new DoublePointer((long) BLOCK * n);
  }

  /**
   * @return the inverse, both halves
   * @throws ArithmeticException if the matrix is not positive definite
   */
  double[] run() {
    for (int from = 0; from < n; from += BLOCK) {
      sweep(from, Math.min(n, from + BLOCK));
    }
    double[] inverse = new double[n * n];
    matrix.get(inverse, 0, inverse.length);
    for (int row = 0; row < n; row++) {
      for (int at = row * n; at <= row * n + row; at++) {
        inverse[at] = -inverse[at];
      }
    }
    Transposition.lowerToUpper(inverse, n);
    return inverse;
  }

  /** Turns the rows of a block and everything around it; afterwards its own rows are −inverse. */
  private void sweep(int from, int to) {
    int b = to - from;
    invertPivot(from, b);
    List<Tile> panels = tiles(from, to, true);
    List<Tile> tiles = tiles(from, to, false);
    crew.run(panels.size(), i -> panel(panels.get(i), from, to));
    crew.run(tiles.size(), i -> update(tiles.get(i), from, to));
    openblas.cblas_dscal(b * b, -1, pivot, 1);
    for (int row = 0; row < b; row++) {
      copy(above.getPointer((long) row * n), at(from + row, 0), from);
      copy(pivot.getPointer((long) row * b), at(from + row, from), b);
    }
    for (int row = to; row < n; row++) {
      copy(below.getPointer((long) row * BLOCK), at(row, from), b);
    }
  }

  private void invertPivot(int from, int b) {
    for (int row = 0; row < b; row++) {
      copy(at(from + row, from), pivot.getPointer((long) row * b), b);
    }
    int major = openblas.LAPACK_COL_MAJOR;
    // LAPACK counts by column: the lower half by row is its upper half.
    int info = openblas.LAPACKE_dpotrf(major, (byte) 'U', b, pivot, b);
    OpenBlas.requirePositive(info > 0 ? from + info : info);
    OpenBlas.requireDone("Cholesky decomposition", info);
    OpenBlas.requireDone("inversion", openblas.LAPACKE_dpotri(major, (byte) 'U', b, pivot, b));
    double[] values = new double[b * b];
    pivot.get(values);
    Transposition.lowerToUpper(values, b);
    pivot.put(values);
  }

  /** The panel beside the pivot times its inverse: as rows above, as columns below. */
  private void panel(Tile tile, int from, int to) {
    int b = to - from;
    if (tile.row() < from) {
      multiply(
          new Precision.Gemm(
              openblas.CblasNoTrans, openblas.CblasNoTrans, b, tile.rows(), b, 1, b, n, 0, n),
          pivot,
          at(from, tile.row()),
          above.getPointer(tile.row()));
    } else {
      multiply(
          new Precision.Gemm(
              openblas.CblasNoTrans, openblas.CblasNoTrans, tile.rows(), b, b, 1, n, b, 0, BLOCK),
          at(tile.row(), from),
          pivot,
          below.getPointer((long) tile.row() * BLOCK));
    }
  }

  private void update(Tile tile, int from, int to) {
    boolean rowsAbove = tile.row() < from;
    boolean columnsAbove = tile.column() < from;
    multiply(
        new Precision.Gemm(
            rowsAbove ? openblas.CblasTrans : openblas.CblasNoTrans,
            columnsAbove ? openblas.CblasNoTrans : openblas.CblasTrans,
            tile.rows(),
            tile.columns(),
            to - from,
            -1,
            rowsAbove ? n : BLOCK,
            n,
            1,
            n),
        rowsAbove ? above.getPointer(tile.row()) : below.getPointer((long) tile.row() * BLOCK),
        columnsAbove ? at(from, tile.column()) : at(tile.column(), from),
        at(tile.row(), tile.column()));
  }

  private static void multiply(
      Precision.Gemm shape, DoublePointer a, DoublePointer b, DoublePointer c) {
    Precision.DOUBLE.multiply(shape, a, b, c);
  }

  /** All blocks of rows but the pivot's: their part of the panel, or of the lower half. */
  private List<Tile> tiles(int from, int to, boolean panels) {
    List<Tile> tiles = new ArrayList<>();
    // The longest rows first, so that no thread is left with them at the end.
    for (int row = (n - 1) / BLOCK * BLOCK; row >= 0; row -= BLOCK) {
      int rows = Math.min(BLOCK, n - row);
      if (row == from) {
        continue;
      }
      if (panels) {
        tiles.add(new Tile(row, rows, 0, 0));
        continue;
      }
      cut(tiles, row, rows, 0, Math.min(from, row + rows));
      cut(tiles, row, rows, to, row + rows);
    }
    return tiles;
  }

  private static void cut(List<Tile> tiles, int row, int rows, int first, int end) {
    for (int column = first; column < end; column += WIDEST_TILE) {
      tiles.add(new Tile(row, rows, column, Math.min(WIDEST_TILE, end - column)));
    }
  }

  private DoublePointer at(int row, int column) {
    return matrix.getPointer((long) row * n + column);
  }

  private static void copy(DoublePointer from, DoublePointer to, int count) {
    if (count > 0) {
      Pointer.memcpy(to, from, (long) count * Double.BYTES);
    }
  }

  @Override
  public void close() {
    matrix.deallocate();
    pivot.deallocate();
    above.deallocate();
    below.deallocate();
  }
}
