package dev.arcuate.engine.accel;

import dev.arcuate.api.host.LinearAlgebra.Form;
import java.nio.Buffer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas;

/**
 * c ← alpha · op(a) · op(b) + beta · c in tiles. The operand that every tile needs is copied out of
 * the heap once, the other one and the result tile by tile: JNI would copy whole arrays for each.
 * Takes the smaller side's operand and two buffers per working thread of native memory.
 *
 * @param <A> array on the heap
 * @param <P> memory outside it
 * @param <B> view of that memory
 */
final class Product<A, P extends Pointer, B extends Buffer> implements AutoCloseable {
  /** Values copied at a time, so that a window stays below 2 GiB. */
  private static final int CHUNK = 1 << 26;

  private final Precision<A, P, B> precision;
  private final Tiling tiling;
  private final Operand<A> a;
  private final Operand<A> b;
  private final A c;
  private final double alpha;
  private final double beta;
  private final P shared;

  /**
   * A factor as it is stored.
   *
   * @param rows of op(array)
   * @param columns of op(array)
   */
  record Operand<A>(A array, Form form, int rows, int columns) {
    /** Length of a stored row. */
    int stride() {
      return form == Form.PLAIN ? columns : rows;
    }

    int transposition() {
      return form == Form.PLAIN ? openblas.CblasNoTrans : openblas.CblasTrans;
    }
  }

  /** A rectangle of a stored matrix. */
  private record Block(int row, int rows, int column, int columns) {}

  Product(
      Precision<A, P, B> precision,
      Tiling tiling,
      Operand<A> a,
      Operand<A> b,
      double alpha,
      double beta,
      A c) {
    this.precision = precision;
    this.tiling = tiling;
    this.a = a;
    this.b = b;
    this.alpha = alpha;
    this.beta = beta;
    this.c = c;
    this.shared = copyOf(tiling.rows() ? b : a);
  }

  private P copyOf(Operand<A> operand) {
    long size = (long) operand.rows() * operand.columns();
    P copy = precision.allocate(Math.max(1, size));
    for (long from = 0; from < size; from += CHUNK) {
      int length = (int) Math.min(CHUNK, size - from);
      precision.load(operand.array(), (int) from, precision.window(copy, from, length), 0, length);
    }
    return copy;
  }

  Crew.Worker worker() {
    return new TileWorker();
  }

  @Override
  public void close() {
    shared.deallocate();
  }

  private final class TileWorker implements Crew.Worker {
    private final Operand<A> cut = tiling.rows() ? a : b;
    private final int n = b.columns();
    private final int inner = a.columns();
    private final int across = tiling.rows() ? n : a.rows();
    private final P factor;
    private final P result;
    private final B factorView;
    private final B resultView;

    TileWorker() {
      int factorSize = Math.max(1, tiling.tile() * inner);
      int resultSize = tiling.tile() * across;
      factor = precision.allocate(factorSize);
      result = precision.allocate(resultSize);
      factorView = precision.window(factor, 0, factorSize);
      resultView = precision.window(result, 0, resultSize);
    }

    @Override
    public void tile(int index) {
      int start = tiling.start(index);
      int length = tiling.length(index);
      // The cut dimension runs along stored rows if op() leaves it where it is.
      boolean alongRows = tiling.rows() == (cut.form() == Form.PLAIN);
      load(
          cut.array(),
          cut.stride(),
          alongRows ? new Block(start, length, 0, inner) : new Block(0, inner, start, length),
          factorView);
      Block out =
          tiling.rows() ? new Block(start, length, 0, n) : new Block(0, across, start, length);
      if (beta != 0) {
        load(c, n, out, resultView);
      }
      int factorStride = alongRows ? inner : length;
      boolean rows = tiling.rows();
      precision.multiply(
          new Precision.Gemm(
              a.transposition(),
              b.transposition(),
              out.rows(),
              out.columns(),
              inner,
              alpha,
              Math.max(1, rows ? factorStride : a.stride()),
              Math.max(1, rows ? b.stride() : factorStride),
              beta,
              out.columns()),
          rows ? factor : shared,
          rows ? shared : factor,
          result);
      store(out);
    }

    private void load(A array, int stride, Block block, B into) {
      if (block.columns() == stride) {
        precision.load(array, block.row() * stride, into, 0, block.rows() * stride);
        return;
      }
      for (int row = 0; row < block.rows(); row++) {
        precision.load(
            array,
            (block.row() + row) * stride + block.column(),
            into,
            row * block.columns(),
            block.columns());
      }
    }

    private void store(Block block) {
      if (block.columns() == n) {
        precision.store(resultView, 0, c, block.row() * n, block.rows() * n);
        return;
      }
      for (int row = 0; row < block.rows(); row++) {
        precision.store(
            resultView,
            row * block.columns(),
            c,
            (block.row() + row) * n + block.column(),
            block.columns());
      }
    }

    @Override
    public void close() {
      factor.deallocate();
      result.deallocate();
    }
  }
}
