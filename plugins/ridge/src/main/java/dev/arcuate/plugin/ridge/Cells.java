package dev.arcuate.plugin.ridge;

import dev.arcuate.api.array.Npy;
import dev.arcuate.api.array.NpyWriter;
import dev.arcuate.api.host.LinearAlgebra;
import dev.arcuate.api.host.LinearAlgebra.Form;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Numbers outside the heap, in the precision that was chosen; to everybody but the products they
 * are float64.
 */
abstract sealed class Cells {
  private final Optional<Path> file;
  private final int first;

  private Cells(Optional<Path> file, int first) {
    this.file = file;
    this.first = first;
  }

  /** Which value of the file is the first of these. */
  int first() {
    return first;
  }

  /** Some of these numbers, not copied. */
  abstract Cells slice(int at, int count);

  /** The array that the numbers are mapped from, if they are. */
  Optional<Path> file() {
    return file;
  }

  /** A matrix within cells. */
  record Matrix(Cells cells, int offset, int stride) {}

  /** The sizes of a product, and how its first factor enters. */
  record Sizes(Form form, int m, int n, int k) {
    static Sizes plain(int m, int n, int k) {
      return new Sizes(Form.PLAIN, m, n, k);
    }

    static Sizes transposed(int m, int n, int k) {
      return new Sizes(Form.TRANSPOSED, m, n, k);
    }
  }

  static Cells allocate(Precision precision, long count) {
    if (count * precision.bytes() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(count + " values are more than one buffer holds");
    }
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(Math.toIntExact(count * precision.bytes()))
            .order(ByteOrder.nativeOrder());
    return precision == Precision.SINGLE
        ? new Singles(bytes.asFloatBuffer(), Optional.empty(), 0)
        : new Doubles(bytes.asDoubleBuffer(), Optional.empty(), 0);
  }

  /** An array that {@link #write} wrote, without reading it. */
  static Cells map(Precision precision, Path file) {
    return precision == Precision.SINGLE
        ? new Singles(Npy.mapFloats(file), Optional.of(file), 0)
        : new Doubles(Npy.mapDoubles(file), Optional.of(file), 0);
  }

  /** Writes an array in a precision. */
  static void write(Precision precision, Path file, double[] values, int rows, int columns)
      throws IOException {
    if (precision == Precision.DOUBLE) {
      Npy.write(file, values, rows, columns);
      return;
    }
    try (NpyWriter writer = NpyWriter.create(file, rows, columns)) {
      float[] part = new float[Math.min(values.length, 1 << 16)];
      for (int at = 0; at < values.length; at += part.length) {
        int count = Math.min(part.length, values.length - at);
        for (int i = 0; i < count; i++) {
          part[i] = (float) values[at + i];
        }
        writer.append(part, 0, count);
      }
    }
  }

  abstract void get(int at, double[] into, int from, int count);

  /** Adds the first so many values to sums. */
  abstract void add(int at, double[] sums, int count);

  abstract void put(int at, double[] values, int from, int count);

  /** Copies from cells of the same precision. */
  abstract void copy(int at, Cells from, int fromAt, int count);

  /**
   * Copies some columns of neighbouring rows into a matrix that has no others.
   *
   * @param to the row after the last
   * @param columns of the matrix that is copied from
   * @param at first value copied to
   */
  abstract void pick(int from, int to, int columns, int[] places, Cells into, int at);

  /** c ← alpha · op(a) · b + beta · c on the caller's thread. */
  abstract void multiply(
      LinearAlgebra algebra, Sizes sizes, double alpha, Matrix a, Matrix b, double beta, Matrix c);

  /** In float32. */
  static final class Singles extends Cells {
    private final FloatBuffer values;

    Singles(FloatBuffer values, Optional<Path> file, int first) {
      super(file, first);
      this.values = values;
    }

    FloatBuffer values() {
      return values;
    }

    @Override
    Cells slice(int at, int count) {
      return new Singles(values.slice(at, count), file(), first() + at);
    }

    @Override
    void get(int at, double[] into, int from, int count) {
      float[] narrow = new float[count];
      values.get(at, narrow);
      for (int i = 0; i < count; i++) {
        into[from + i] = narrow[i];
      }
    }

    @Override
    void add(int at, double[] sums, int count) {
      float[] narrow = new float[count];
      values.get(at, narrow);
      for (int i = 0; i < count; i++) {
        sums[i] += narrow[i];
      }
    }

    @Override
    void put(int at, double[] from, int start, int count) {
      float[] narrow = new float[count];
      for (int i = 0; i < count; i++) {
        narrow[i] = (float) from[start + i];
      }
      values.put(at, narrow);
    }

    @Override
    void copy(int at, Cells from, int fromAt, int count) {
      values.put(at, ((Singles) from).values, fromAt, count);
    }

    @Override
    void pick(int from, int to, int columns, int[] places, Cells into, int at) {
      float[] row = new float[columns];
      float[] some = new float[places.length];
      for (int i = from; i < to; i++) {
        values.get(i * columns, row);
        for (int c = 0; c < some.length; c++) {
          some[c] = row[places[c]];
        }
        ((Singles) into).values.put(at + (i - from) * some.length, some);
      }
    }

    @Override
    void multiply(
        LinearAlgebra algebra,
        Sizes sizes,
        double alpha,
        Matrix a,
        Matrix b,
        double beta,
        Matrix c) {
      algebra.multiply(
          sizes.form(),
          Form.PLAIN,
          sizes.m(),
          sizes.n(),
          sizes.k(),
          (float) alpha,
          block(a),
          block(b),
          (float) beta,
          block(c));
    }

    private static LinearAlgebra.Block block(Matrix matrix) {
      return new LinearAlgebra.Block(
          ((Singles) matrix.cells()).values, matrix.offset(), matrix.stride());
    }
  }

  /** In float64. */
  static final class Doubles extends Cells {
    private final DoubleBuffer values;

    Doubles(DoubleBuffer values, Optional<Path> file, int first) {
      super(file, first);
      this.values = values;
    }

    @Override
    Cells slice(int at, int count) {
      return new Doubles(values.slice(at, count), file(), first() + at);
    }

    @Override
    void get(int at, double[] into, int from, int count) {
      values.get(at, into, from, count);
    }

    @Override
    void add(int at, double[] sums, int count) {
      double[] own = new double[count];
      values.get(at, own);
      for (int i = 0; i < count; i++) {
        sums[i] += own[i];
      }
    }

    @Override
    void put(int at, double[] from, int start, int count) {
      values.put(at, from, start, count);
    }

    @Override
    void copy(int at, Cells from, int fromAt, int count) {
      values.put(at, ((Doubles) from).values, fromAt, count);
    }

    @Override
    void pick(int from, int to, int columns, int[] places, Cells into, int at) {
      double[] row = new double[columns];
      double[] some = new double[places.length];
      for (int i = from; i < to; i++) {
        values.get(i * columns, row);
        for (int c = 0; c < some.length; c++) {
          some[c] = row[places[c]];
        }
        ((Doubles) into).values.put(at + (i - from) * some.length, some);
      }
    }

    @Override
    void multiply(
        LinearAlgebra algebra,
        Sizes sizes,
        double alpha,
        Matrix a,
        Matrix b,
        double beta,
        Matrix c) {
      algebra.multiply(
          sizes.form(),
          Form.PLAIN,
          sizes.m(),
          sizes.n(),
          sizes.k(),
          alpha,
          block(a),
          block(b),
          beta,
          block(c));
    }

    private static LinearAlgebra.WideBlock block(Matrix matrix) {
      return new LinearAlgebra.WideBlock(
          ((Doubles) matrix.cells()).values, matrix.offset(), matrix.stride());
    }
  }
}
