package dev.arcuate.api.array;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.IntStream;

/**
 * Writes a float32 array that need not fit into memory: row after row with {@link #append}, or in
 * any order with {@link #writeBlock}. Values never written are 0. Not safe for concurrent use.
 */
public final class NpyWriter implements AutoCloseable {
  private static final int BUFFER_VALUES = 1 << 16;

  private final FileChannel channel;
  private final long offset;
  private final long columns;
  private final long elements;
  private final ByteBuffer buffer =
      ByteBuffer.allocate(BUFFER_VALUES * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private long appended;

  private NpyWriter(FileChannel channel, long offset, int[] shape) {
    this.channel = channel;
    this.offset = offset;
    this.elements = IntStream.of(shape).asLongStream().reduce(1, Math::multiplyExact);
    this.columns = shape.length < 2 ? 1 : elements / Math.max(shape[0], 1);
  }

  /** Creates the file with its full size. */
  public static NpyWriter create(Path file, int... shape) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    byte[] header = Npy.header(shape);
    channel.write(ByteBuffer.wrap(header), 0);
    return new NpyWriter(channel, header.length, shape);
  }

  /** Appends values in C order after those appended before. */
  public void append(float[] values, int from, int count) throws IOException {
    if (appended + count > elements) {
      throw new IllegalStateException("more values than the shape holds: " + elements);
    }
    writeAt(appended, values, from, count);
    appended += count;
  }

  /** Writes a block of a two-dimensional array. */
  public void writeBlock(int row, int rows, int column, int blockColumns, float[] values)
      throws IOException {
    if (column < 0 || column + (long) blockColumns > columns) {
      throw new IndexOutOfBoundsException("columns " + column + "+" + blockColumns);
    }
    if (row < 0 || (row + (long) rows) * columns > elements) {
      throw new IndexOutOfBoundsException("rows " + row + "+" + rows);
    }
    for (int r = 0; r < rows; r++) {
      writeAt((row + r) * columns + column, values, r * blockColumns, blockColumns);
    }
  }

  private void writeAt(long element, float[] values, int from, int count) throws IOException {
    int done = 0;
    while (done < count) {
      int chunk = Math.min(count - done, BUFFER_VALUES);
      buffer.clear();
      buffer.asFloatBuffer().put(values, from + done, chunk);
      buffer.limit(chunk * Float.BYTES);
      long position = offset + (element + done) * Float.BYTES;
      while (buffer.hasRemaining()) {
        position += channel.write(buffer, position);
      }
      done += chunk;
    }
  }

  /** Makes the file as long as its shape says, and closes it. */
  @Override
  public void close() throws IOException {
    try (channel) {
      long size = offset + elements * Float.BYTES;
      if (channel.size() < size) {
        channel.write(ByteBuffer.allocate(1), size - 1);
      }
    }
  }
}
