package dev.arcuate.engine.accel;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes small messages in the wire format of protocol buffers. */
final class WireWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  WireWriter number(int field, long value) {
    varint(((long) field << 3) | WireReader.VARINT);
    varint(value);
    return this;
  }

  WireWriter text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  WireWriter bytes(int field, byte[] content) {
    start(field, content.length);
    out.writeBytes(content);
    return this;
  }

  /** Begins a field whose content the caller writes elsewhere. */
  WireWriter start(int field, long length) {
    varint(((long) field << 3) | WireReader.LENGTH_DELIMITED);
    varint(length);
    return this;
  }

  byte[] toBytes() {
    return out.toByteArray();
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
