package dev.arcuate.plugin.bidsmeg.prepare;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Samples of many channels in double precision, a channel's samples side by side: in memory where
 * they fit, otherwise in a scratch file. One thread at a time.
 */
final class ChannelRows implements Closeable {
  private final int channels;
  private final int samples;
  private final double[][] memory;
  private final FileChannel file;
  private final Path path;

  /**
   * Reserves room.
   *
   * @param mostBytes that may be held in memory
   * @param scratch folder of the file
   */
  ChannelRows(int channels, int samples, long mostBytes, Path scratch) throws IOException {
    this.channels = channels;
    this.samples = samples;
    if ((long) channels * samples * Double.BYTES <= mostBytes) {
      memory = new double[channels][samples];
      file = null;
      path = null;
    } else {
      memory = null;
      path = Files.createTempFile(scratch, "channels", ".f64");
      file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }
  }

  int channels() {
    return channels;
  }

  int samples() {
    return samples;
  }

  /** A channel's samples; write them back with {@link #set}. */
  double[] row(int channel) throws IOException {
    double[] row = new double[samples];
    get(channel, 0, row, samples);
    return row;
  }

  void set(int channel, double[] row) throws IOException {
    put(channel, 0, row, samples);
  }

  void get(int channel, int first, double[] into, int count) throws IOException {
    if (memory != null) {
      System.arraycopy(memory[channel], first, into, 0, count);
      return;
    }
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(count, Double.BYTES));
    long position = ((long) channel * samples + first) * Double.BYTES;
    while (bytes.hasRemaining()) {
      int some = file.read(bytes, position + bytes.position());
      if (some < 0) {
        break;
      }
    }
    bytes.rewind();
    bytes.asDoubleBuffer().get(into, 0, count);
  }

  void put(int channel, int first, double[] values, int count) throws IOException {
    if (memory != null) {
      System.arraycopy(values, 0, memory[channel], first, count);
      return;
    }
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(count, Double.BYTES));
    bytes.asDoubleBuffer().put(values, 0, count);
    long position = ((long) channel * samples + first) * Double.BYTES;
    while (bytes.hasRemaining()) {
      position += file.write(bytes, position);
    }
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
      Files.deleteIfExists(path);
    }
  }
}
