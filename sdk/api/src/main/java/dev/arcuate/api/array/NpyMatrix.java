package dev.arcuate.api.array;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/**
 * Reads blocks of an array file. Each read opens the file anew, so that nothing needs closing and
 * no map keeps a deleted artifact alive.
 */
final class NpyMatrix implements FloatMatrix {
  private static final int CHUNK_BYTES = 1 << 20;

  private final Path file;
  private final Npy.Header header;
  private final int rows;
  private final int columns;

  NpyMatrix(Path file, Npy.Header header) {
    long[] shape = header.shape();
    if (shape.length < 1 || shape.length > 2) {
      throw Npy.unreadable(file, shape.length + " dimensions where one or two were expected");
    }
    for (long size : shape) {
      if (size > Integer.MAX_VALUE) {
        throw Npy.unreadable(file, size + " values along one side are more than can be read");
      }
    }
    this.file = file;
    this.header = header;
    this.rows = Math.toIntExact(shape[0]);
    this.columns = shape.length == 1 ? 1 : Math.toIntExact(shape[1]);
  }

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
    Objects.checkFromIndexSize(0, blockRows * blockColumns, into.length);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (header.fortran()) {
        float[] line = new float[blockRows];
        for (int c = 0; c < blockColumns; c++) {
          readLine(channel, (long) (column + c) * rows + row, line, 0, blockRows);
          for (int r = 0; r < blockRows; r++) {
            into[r * blockColumns + c] = line[r];
          }
        }
      } else if (blockColumns == columns) {
        readLine(channel, (long) row * columns, into, 0, blockRows * blockColumns);
      } else {
        for (int r = 0; r < blockRows; r++) {
          long element = (long) (row + r) * columns + column;
          readLine(channel, element, into, r * blockColumns, blockColumns);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + file, e);
    }
  }

  private void readLine(FileChannel channel, long element, float[] into, int at, int count)
      throws IOException {
    int size = header.size();
    int done = 0;
    ByteBuffer buffer =
        ByteBuffer.allocate(Math.min(count * size, CHUNK_BYTES)).order(header.order());
    while (done < count) {
      int chunk = Math.min(count - done, buffer.capacity() / size);
      buffer.clear().limit(chunk * size);
      Npy.fill(channel, buffer, header.offset() + (element + done) * size);
      buffer.flip();
      decode(buffer, into, at + done, chunk);
      done += chunk;
    }
  }

  private void decode(ByteBuffer buffer, float[] into, int at, int count) {
    if (header.kind() == 'f' && header.size() == 4) {
      buffer.asFloatBuffer().get(into, at, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      into[at + i] = (float) element(buffer);
    }
  }

  private double element(ByteBuffer buffer) {
    boolean unsigned = header.kind() == 'u';
    if (header.kind() == 'f') {
      return header.size() == 8 ? buffer.getDouble() : half(buffer.getShort());
    }
    return switch (header.size()) {
      case 1 -> unsigned ? Byte.toUnsignedInt(buffer.get()) : buffer.get();
      case 2 -> unsigned ? Short.toUnsignedInt(buffer.getShort()) : buffer.getShort();
      case 4 -> unsigned ? Integer.toUnsignedLong(buffer.getInt()) : buffer.getInt();
      case 8 -> {
        long value = buffer.getLong();
        yield unsigned && value < 0 ? value + 0x1p64 : value;
      }
      default -> throw Npy.unreadable(file, "element type " + header.kind() + header.size());
    };
  }

  /** IEEE 754 binary16. */
  private static double half(short bits) {
    int exponent = bits >> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    double size;
    if (exponent == 0x1f) {
      size = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
    } else if (exponent == 0) {
      size = Math.scalb((double) fraction, -24);
    } else {
      size = Math.scalb((double) (fraction | 0x400), exponent - 25);
    }
    return bits < 0 ? -size : size;
  }
}
