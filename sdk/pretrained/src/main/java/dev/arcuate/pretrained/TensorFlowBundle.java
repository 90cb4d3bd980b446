package dev.arcuate.pretrained;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * TensorFlow checkpoints of the second version: an index from names to places, and files of values,
 * {@code NAME.data-00000-of-00001} and so on. Field numbers are those of {@code
 * tensor_bundle.proto}.
 */
final class TensorFlowBundle {
  private static final String INDEX = ".index";

  private static final int HEADER_SHARDS = 1;
  private static final int HEADER_ENDIANNESS = 2;

  private static final int ENTRY_TYPE = 1;
  private static final int ENTRY_SHAPE = 2;
  private static final int ENTRY_SHARD = 3;
  private static final int ENTRY_OFFSET = 4;
  private static final int ENTRY_SIZE = 5;
  private static final int ENTRY_SLICES = 7;

  private static final int SHAPE_DIMENSION = 2;
  private static final int DIMENSION_SIZE = 1;

  private record Type(String label, int bytes) {}

  /** By their numbers in {@code types.proto}. */
  private static final Map<Long, Type> TYPES =
      Map.of(
          1L, new Type("float32", 4),
          2L, new Type("float64", 8),
          3L, new Type("int32", 4),
          4L, new Type("uint8", 1),
          6L, new Type("int8", 1),
          9L, new Type("int64", 8),
          10L, new Type("bool", 1),
          14L, new Type("bfloat16", 2),
          19L, new Type("float16", 2));

  private TensorFlowBundle() {}

  static Checkpoint read(Path index) throws IOException {
    if (!Files.isRegularFile(index)) {
      throw Unreadable.because(index, "there is no such file");
    }
    try {
      return read(index, SortedTable.read(index));
    } catch (ArithmeticException
        | ClassCastException
        | IllegalArgumentException
        | IndexOutOfBoundsException
        | NegativeArraySizeException
        | BufferUnderflowException e) {
      throw Unreadable.because(index, "its entries are damaged");
    }
  }

  private static Checkpoint read(Path index, Map<String, byte[]> entries) throws IOException {
    List<Path> shards = shards(index, entries.remove(""));
    List<Long> sizes = new ArrayList<>();
    for (Path shard : shards) {
      sizes.add(Files.size(shard));
    }
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    entries.forEach((name, entry) -> add(index, name, entry, shards, sizes, tensors));
    List<Path> files = new ArrayList<>(List.of(index));
    files.addAll(shards);
    return new Checkpoint(tensors, files);
  }

  private static List<Path> shards(Path index, byte[] header) {
    if (header == null) {
      throw Unreadable.because(index, "it has no header");
    }
    Map<Integer, List<Object>> fields = fields(header);
    if (number(fields, HEADER_ENDIANNESS) != 0) {
      throw Unreadable.because(index, "its values are stored with the high byte first");
    }
    long count = Math.max(1, number(fields, HEADER_SHARDS));
    String file = index.getFileName().toString();
    String stem = file.substring(0, file.length() - INDEX.length());
    List<Path> shards = new ArrayList<>();
    List<String> absent = new ArrayList<>();
    for (int shard = 0; shard < count; shard++) {
      String name = String.format("%s.data-%05d-of-%05d", stem, shard, count);
      shards.add(index.resolveSibling(name));
      if (!Files.isRegularFile(index.resolveSibling(name))) {
        absent.add(name);
      }
    }
    if (!absent.isEmpty()) {
      throw Unreadable.because(
          index, "files that belong to it are missing: " + Checkpoint.some(absent));
    }
    return shards;
  }

  private static void add(
      Path index,
      String name,
      byte[] entry,
      List<Path> shards,
      List<Long> sizes,
      Map<String, StoredTensor> tensors) {
    Map<Integer, List<Object>> fields = fields(entry);
    Type type = TYPES.get(number(fields, ENTRY_TYPE));
    if (type == null || fields.containsKey(ENTRY_SLICES)) {
      // Texts, and parts of variables that were cut over several machines: not weights of a model.
      return;
    }
    int shard = (int) number(fields, ENTRY_SHARD);
    long offset = number(fields, ENTRY_OFFSET);
    long size = number(fields, ENTRY_SIZE);
    List<Long> shape = shape(fields);
    long bytes = shape.stream().reduce((long) type.bytes(), Math::multiplyExact);
    if (shard < 0 || shard >= shards.size() || offset < 0 || bytes != size) {
      throw Unreadable.because(index, "what it says of '" + name + "' contradicts itself");
    }
    if (offset + size > sizes.get(shard)) {
      throw Unreadable.cut(
          shards.get(shard),
          "'"
              + name
              + "' ends at byte "
              + (offset + size)
              + ", but it has only "
              + sizes.get(shard));
    }
    tensors.put(name, new StoredTensor(name, type.label(), shape, shards.get(shard), offset));
  }

  private static List<Long> shape(Map<Integer, List<Object>> entry) {
    List<Long> shape = new ArrayList<>();
    for (Object message : entry.getOrDefault(ENTRY_SHAPE, List.of())) {
      for (Object dimension : fields((byte[]) message).getOrDefault(SHAPE_DIMENSION, List.of())) {
        shape.add(number(fields((byte[]) dimension), DIMENSION_SIZE));
      }
    }
    return shape;
  }

  private static long number(Map<Integer, List<Object>> fields, int field) {
    return fields.getOrDefault(field, List.of()).stream()
        .filter(Long.class::isInstance)
        .mapToLong(value -> (Long) value)
        .findFirst()
        .orElse(0);
  }

  /** The fields of a message: numbers as they are, everything else as bytes. */
  private static Map<Integer, List<Object>> fields(byte[] message) {
    ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    Map<Integer, List<Object>> fields = new LinkedHashMap<>();
    while (in.hasRemaining()) {
      int tag = (int) SortedTable.varint(in);
      Object value =
          switch (tag & 7) {
            case 0 -> SortedTable.varint(in);
            case 1 -> in.getLong();
            case 2 -> {
              byte[] bytes = new byte[(int) SortedTable.varint(in)];
              in.get(bytes);
              yield bytes;
            }
            case 5 -> (long) in.getInt();
            default -> throw new IllegalArgumentException("unknown kind of field");
          };
      fields.computeIfAbsent(tag >>> 3, field -> new ArrayList<>()).add(value);
    }
    return fields;
  }
}
