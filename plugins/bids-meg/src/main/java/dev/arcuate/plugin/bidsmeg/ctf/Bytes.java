package dev.arcuate.plugin.bidsmeg.ctf;

import dev.arcuate.plugin.bidsmeg.signal.Damage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Walks through the bytes of a header, big-endian, and tells where it ends too early. */
final class Bytes {
  private final String file;
  private final ByteBuffer buffer;

  Bytes(String file, byte[] content) {
    this.file = file;
    this.buffer = ByteBuffer.wrap(content);
  }

  int position() {
    return buffer.position();
  }

  int size() {
    return buffer.limit();
  }

  void seek(int position) {
    if (position > buffer.limit()) {
      throw Damage.truncated(file, buffer.position(), position - buffer.position(), buffer.limit());
    }
    buffer.position(position);
  }

  void skip(int count) {
    need(count);
    buffer.position(buffer.position() + count);
  }

  /** Moves on to the next multiple. */
  void align(int multiple) {
    seek((buffer.position() + multiple - 1) / multiple * multiple);
  }

  void need(long count) {
    if (count < 0 || buffer.remaining() < count) {
      throw Damage.truncated(file, buffer.position(), count, buffer.limit());
    }
  }

  short int2() {
    need(Short.BYTES);
    return buffer.getShort();
  }

  int int4() {
    need(Integer.BYTES);
    return buffer.getInt();
  }

  double real() {
    need(Double.BYTES);
    return buffer.getDouble();
  }

  /** A text of fixed length, up to its first zero byte. */
  String text(int length) {
    need(length);
    byte[] bytes = new byte[length];
    buffer.get(bytes);
    int end = 0;
    while (end < length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }
}
