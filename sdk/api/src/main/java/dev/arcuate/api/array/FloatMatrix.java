package dev.arcuate.api.array;

import java.util.Objects;

/** A float32 matrix that is read in blocks, whether it lies in memory or in a file. */
public interface FloatMatrix {
  int rows();

  int columns();

  /**
   * Copies a block, row-major, to the start of {@code into}.
   *
   * @throws IndexOutOfBoundsException if the block leaves the matrix
   */
  void read(int row, int rows, int column, int columns, float[] into);

  /** One value; for bulk reading use {@link #read}. */
  default float at(int row, int column) {
    float[] one = new float[1];
    read(row, 1, column, 1, one);
    return one[0];
  }

  /** All values, row-major. Only for matrices below 2^31 values that fit into the heap. */
  default float[] toArray() {
    float[] all = new float[Math.multiplyExact(rows(), columns())];
    read(0, rows(), 0, columns(), all);
    return all;
  }

  /** One row. */
  default float[] row(int row) {
    float[] values = new float[columns()];
    read(row, 1, 0, columns(), values);
    return values;
  }

  /** One column. */
  default float[] column(int column) {
    float[] values = new float[rows()];
    read(0, rows(), column, 1, values);
    return values;
  }

  /** A view of row-major values in memory, which are not copied. */
  static FloatMatrix of(float[] values, int rows, int columns) {
    if (values.length != (long) rows * columns) {
      throw new IllegalArgumentException(
          values.length + " values do not make " + rows + " × " + columns);
    }
    return new FloatMatrix() {
      @Override
      public int rows() {
        return rows;
      }

      @Override
      public int columns() {
        return columns;
      }

      @Override
      public void read(int row, int blockRows, int column, int blockColumns, float[] into) {
        Objects.checkFromIndexSize(row, blockRows, rows);
        Objects.checkFromIndexSize(column, blockColumns, columns);
        for (int r = 0; r < blockRows; r++) {
          System.arraycopy(
              values, (row + r) * columns + column, into, r * blockColumns, blockColumns);
        }
      }
    };
  }
}
