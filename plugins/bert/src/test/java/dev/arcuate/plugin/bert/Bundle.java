package dev.arcuate.plugin.bert;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * Writes checkpoints as TensorFlow does, in one shard: {@code tensor_bundle.proto} in a table of
 * LevelDB, whose keys do not share their beginnings here.
 */
final class Bundle {
  private static final long MAGIC = 0xdb4775248b80fb57L;
  private static final int FOOTER_HANDLES = 40;
  private static final int MASK_DELTA = 0xa282ead8;
  private static final int FLOAT32 = 1;

  private Bundle() {}

  /** Writes {@code STEM.index} and {@code STEM.data-00000-of-00001}. */
  static void write(Path stem, Map<String, Array> arrays) throws IOException {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    SortedMap<String, byte[]> entries = new TreeMap<>();
    // One shard, low byte first, version 1.
    entries.put("", new byte[] {1 << 3, 1, (3 << 3) | 2, 2, 1 << 3, 1});
    for (Map.Entry<String, Array> array : new TreeMap<>(arrays).entrySet()) {
      byte[] bytes = array.getValue().bytes();
      entries.put(array.getKey(), entry(array.getValue(), data.size(), bytes));
      data.write(bytes);
    }
    String name = stem.getFileName().toString();
    Files.write(stem.resolveSibling(name + ".data-00000-of-00001"), data.toByteArray());
    Files.write(stem.resolveSibling(name + ".index"), table(entries));
  }

  private static byte[] entry(Array array, long offset, byte[] bytes) throws IOException {
    ByteArrayOutputStream shape = new ByteArrayOutputStream();
    for (long size : array.shape()) {
      ByteArrayOutputStream dimension = new ByteArrayOutputStream();
      number(dimension, 1, size);
      message(shape, 2, dimension.toByteArray());
    }
    ByteArrayOutputStream entry = new ByteArrayOutputStream();
    number(entry, 1, FLOAT32);
    message(entry, 2, shape.toByteArray());
    number(entry, 4, offset);
    number(entry, 5, bytes.length);
    entry.write((6 << 3) | 5);
    entry.write(little(Integer.BYTES).putInt(checksum(bytes)).array());
    return entry.toByteArray();
  }

  private static byte[] table(SortedMap<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream table = new ByteArrayOutputStream();
    byte[] content = block(table, entries);
    byte[] nothing = block(table, new TreeMap<>());
    byte[] index = block(table, new TreeMap<>(Map.of(entries.lastKey() + "~", content)));
    ByteBuffer footer = little(FOOTER_HANDLES + Long.BYTES).put(nothing).put(index);
    table.write(footer.putLong(FOOTER_HANDLES, MAGIC).array());
    return table.toByteArray();
  }

  /** Adds a block; gives its handle. */
  private static byte[] block(ByteArrayOutputStream table, SortedMap<String, byte[]> entries)
      throws IOException {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
      byte[] key = entry.getKey().getBytes(StandardCharsets.UTF_8);
      varint(block, 0);
      varint(block, key.length);
      varint(block, entry.getValue().length);
      block.write(key);
      block.write(entry.getValue());
    }
    // One place to start reading from: the first entry.
    block.write(little(2 * Integer.BYTES).putInt(0).putInt(1).array());
    ByteArrayOutputStream handle = new ByteArrayOutputStream();
    varint(handle, table.size());
    varint(handle, block.size());
    // Not compressed.
    block.write(0);
    table.write(block.toByteArray());
    table.write(little(Integer.BYTES).putInt(checksum(block.toByteArray())).array());
    return handle.toByteArray();
  }

  private static int checksum(byte[] bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, bytes.length);
    return Integer.rotateRight((int) checksum.getValue(), 15) + MASK_DELTA;
  }

  private static void number(ByteArrayOutputStream out, int field, long value) {
    varint(out, field << 3);
    varint(out, value);
  }

  private static void message(ByteArrayOutputStream out, int field, byte[] content)
      throws IOException {
    varint(out, (field << 3) | 2);
    varint(out, content.length);
    out.write(content);
  }

  private static void varint(ByteArrayOutputStream out, long value) {
    long rest = value;
    while (rest > 0x7f) {
      out.write((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
