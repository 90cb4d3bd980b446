package dev.arcuate.plugin.bidsmeg.fif;

import dev.arcuate.api.Problem;
import dev.arcuate.plugin.bidsmeg.signal.Damage;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** The bytes of a FIF file, on the disk or, where it is compressed, unpacked in memory. */
final class FifBytes implements Closeable {
  private static final int MOST_UNPACKED = 1 << 30;
  private static final int CHUNK = 1 << 16;

  private final String name;
  private final FileChannel channel;
  private final byte[] unpacked;
  private final long size;

  private FifBytes(String name, FileChannel channel, byte[] unpacked, long size) {
    this.name = name;
    this.channel = channel;
    this.unpacked = unpacked;
    this.size = size;
  }

  static FifBytes open(Path file, String name) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw Problem.data("BIDS_MEG_FILE_ABSENT", "there is no file " + name).exception();
    }
    if (file.getFileName().toString().endsWith(".gz")) {
      byte[] all = unpack(file, name);
      return new FifBytes(name, null, all, all.length);
    }
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    return new FifBytes(name, channel, null, channel.size());
  }

  private static byte[] unpack(Path file, String name) throws IOException {
    try (InputStream stream =
        new GZIPInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      byte[] chunk = new byte[CHUNK];
      for (int count = stream.read(chunk); count >= 0; count = stream.read(chunk)) {
        all.write(chunk, 0, count);
        if (all.size() > MOST_UNPACKED) {
          throw Damage.unsupported(name, "unpacked it is larger than 1 GiB; unpack it first");
        }
      }
      return all.toByteArray();
    } catch (ZipException | EOFException e) {
      throw Damage.at(name, 0, "its gzip compression is damaged (" + e.getMessage() + ")");
    }
  }

  String name() {
    return name;
  }

  long size() {
    return size;
  }

  /** Fills a buffer and turns it to be read. */
  void read(long position, ByteBuffer into) throws IOException {
    int wanted = into.remaining();
    if (position < 0 || position + wanted > size) {
      throw Damage.truncated(name, position, wanted, size);
    }
    if (unpacked != null) {
      into.put(unpacked, (int) position, wanted);
    } else {
      long at = position;
      while (into.hasRemaining()) {
        int count = channel.read(into, at);
        if (count < 0) {
          throw Damage.truncated(name, position, wanted, at);
        }
        at += count;
      }
    }
    into.flip();
  }

  ByteBuffer read(long position, int count) throws IOException {
    if (count < 0 || position < 0 || position + count > size) {
      throw Damage.truncated(name, position, count, size);
    }
    ByteBuffer bytes = ByteBuffer.allocate(count);
    read(position, bytes);
    return bytes;
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }
}
