package dev.arcuate.pretrained;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Reads a sorted table as LevelDB lays it out: blocks of key-value pairs, an index of them, and a
 * footer that says where the index lies. Checksums of all blocks are verified.
 */
final class SortedTable {
  private static final int FOOTER = 48;
  private static final long MAGIC = 0xdb4775248b80fb57L;
  private static final int TRAILER = 5;
  private static final long LARGEST = 256L << 20;
  private static final int CHECKSUM_DELTA = 0xa282ead8;

  private final Path file;
  private final byte[] bytes;

  private SortedTable(Path file, byte[] bytes) {
    this.file = file;
    this.bytes = bytes;
  }

  static Map<String, byte[]> read(Path file) throws IOException {
    if (Files.size(file) > LARGEST) {
      throw Unreadable.because(file, "it is too large to be an index");
    }
    SortedTable table = new SortedTable(file, Files.readAllBytes(file));
    try {
      return table.entries();
    } catch (BufferUnderflowException
        | IllegalArgumentException
        | IndexOutOfBoundsException
        | NegativeArraySizeException e) {
      throw Unreadable.because(file, "its blocks are damaged");
    }
  }

  private Map<String, byte[]> entries() {
    if (bytes.length < FOOTER) {
      throw Unreadable.cut(file, "it has only " + bytes.length + " bytes");
    }
    ByteBuffer footer = slice(bytes.length - FOOTER, FOOTER);
    if (footer.getLong(FOOTER - Long.BYTES) != MAGIC) {
      throw Unreadable.because(file, "it is no index of a TensorFlow checkpoint, or cut short");
    }
    varint(footer);
    varint(footer);
    Map<String, byte[]> all = new LinkedHashMap<>();
    for (byte[] handle : block(varint(footer), varint(footer)).values()) {
      ByteBuffer place = ByteBuffer.wrap(handle);
      all.putAll(block(varint(place), varint(place)));
    }
    return all;
  }

  private Map<String, byte[]> block(long offset, long size) {
    if (offset < 0 || size < 0 || offset + size + TRAILER > bytes.length) {
      throw Unreadable.cut(file, "a block of its index lies beyond its end");
    }
    requireSound((int) offset, (int) size);
    ByteBuffer block = slice((int) offset, (int) size);
    int restarts = block.getInt((int) size - Integer.BYTES);
    block.limit((int) size - Integer.BYTES * (restarts + 1));
    Map<String, byte[]> entries = new LinkedHashMap<>();
    byte[] key = new byte[0];
    while (block.hasRemaining()) {
      int shared = (int) varint(block);
      int own = (int) varint(block);
      int length = (int) varint(block);
      byte[] next = Arrays.copyOf(key, shared + own);
      block.get(next, shared, own);
      byte[] value = new byte[length];
      block.get(value);
      entries.put(new String(next, StandardCharsets.UTF_8), value);
      key = next;
    }
    return entries;
  }

  private void requireSound(int offset, int size) {
    if (bytes[offset + size] != 0) {
      throw Unreadable.because(file, "its blocks are compressed, which TensorFlow never does");
    }
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, offset, size + 1);
    int sum = (int) checksum.getValue();
    int masked = ((sum >>> 15) | (sum << 17)) + CHECKSUM_DELTA;
    if (slice(offset + size + 1, Integer.BYTES).getInt() != masked) {
      throw Unreadable.because(file, "a checksum of its index is wrong");
    }
  }

  private ByteBuffer slice(int offset, int size) {
    return ByteBuffer.wrap(bytes, offset, size).slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      int next = in.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("a number without an end");
  }
}
