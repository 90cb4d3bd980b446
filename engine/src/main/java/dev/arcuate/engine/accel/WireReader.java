package dev.arcuate.engine.accel;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;

/**
 * Reads protocol buffers from a file in small steps, so that gigabytes of weights are stepped over
 * and never read. See the encoding at protobuf.dev/programming-guides/encoding.
 */
final class WireReader {
  static final int VARINT = 0;
  static final int FIXED_64 = 1;
  static final int LENGTH_DELIMITED = 2;
  static final int FIXED_32 = 5;

  private static final int LONGEST_STRING = 1 << 20;

  /** What is read is no protocol buffer, or breaks off. */
  static final class Malformed extends IOException {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }

  /** Where the bytes are. */
  private interface Source {
    int read(ByteBuffer into, long position) throws IOException;
  }

  private final Source source;
  private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
  private final long size;
  private long next;

  WireReader(FileChannel channel) throws IOException {
    this(channel::read, channel.size());
  }

  WireReader(byte[] bytes) {
    this(
        (into, position) -> {
          int count = (int) Math.min(into.remaining(), bytes.length - position);
          into.put(bytes, (int) position, count);
          return count;
        },
        bytes.length);
  }

  private WireReader(Source source, long size) {
    this.source = source;
    this.size = size;
    buffer.limit(0);
  }

  long size() {
    return size;
  }

  /** Bytes before the next one to be read. */
  long position() {
    return next - buffer.remaining();
  }

  /** Whether a message that ends at the given position has more fields. */
  boolean before(long end) throws Malformed {
    if (position() > end) {
      throw new Malformed("a field at byte " + position() + " leaves its message");
    }
    return position() < end;
  }

  /** Number and wire type of a field: {@code number << 3 | type}. */
  int tag() throws IOException {
    long tag = varint();
    if (tag >>> 3 == 0 || tag > Integer.MAX_VALUE) {
      throw new Malformed("byte " + position() + " does not begin a field");
    }
    return (int) tag;
  }

  long varint() throws IOException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int read = nextByte();
      value |= (long) (read & 0x7f) << shift;
      if (read < 0x80) {
        return value;
      }
    }
    throw new Malformed("a number before byte " + position() + " has no end");
  }

  /** The position behind a length-delimited field whose tag has been read. */
  long end() throws IOException {
    long length = varint();
    if (length < 0 || length > size - position()) {
      throw new Malformed(
          "byte "
              + position()
              + " announces "
              + length
              + " bytes, but the file has only "
              + (size - position())
              + " more");
    }
    return position() + length;
  }

  String string() throws IOException {
    long length = end() - position();
    if (length > LONGEST_STRING) {
      throw new Malformed("a name of " + length + " bytes at byte " + position());
    }
    byte[] bytes = new byte[(int) length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) nextByte();
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Steps over the value of a field. */
  void skip(int tag) throws IOException {
    switch (tag & 7) {
      case VARINT -> varint();
      case FIXED_64 -> moveTo(position() + 8);
      case LENGTH_DELIMITED -> moveTo(end());
      case FIXED_32 -> moveTo(position() + 4);
      default -> throw new Malformed("unknown kind of field at byte " + position());
    }
  }

  /** Copies bytes from anywhere; what is read next stays as it is. */
  void copy(long from, long to, ByteBuffer into) throws IOException {
    ByteBuffer part = into.slice(into.position(), Math.toIntExact(to - from));
    while (part.hasRemaining()) {
      if (source.read(part, from + part.position()) <= 0) {
        throw new EOFException("the file ends at byte " + (from + part.position()));
      }
    }
    into.position(into.position() + part.limit());
  }

  /** Goes on at a position further on. */
  void moveTo(long target) throws IOException {
    if (target > size) {
      throw new Malformed("the file ends within a field at byte " + position());
    }
    long ahead = target - position();
    if (ahead <= buffer.remaining()) {
      buffer.position(buffer.position() + (int) ahead);
    } else {
      buffer.limit(0);
      next = target;
    }
  }

  private int nextByte() throws IOException {
    if (!buffer.hasRemaining()) {
      buffer.clear();
      int count = source.read(buffer, next);
      buffer.flip();
      if (count <= 0) {
        buffer.limit(0);
        throw new EOFException("the file ends at byte " + next + " within a field");
      }
      next += count;
    }
    return buffer.get() & 0xff;
  }
}
