package dev.arcuate.pretrained;

import dev.arcuate.api.ProblemException;
import dev.arcuate.api.value.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * Headers of safetensors files: the length of a JSON text, the text, then the tensors, which fill
 * the rest of the file without gaps.
 */
final class Safetensors {
  private static final long LONGEST_HEADER = 100_000_000;
  private static final String METADATA = "__metadata__";

  private record Type(String label, int bytes) {}

  private static final Map<String, Type> TYPES =
      Map.ofEntries(
          Map.entry("F64", new Type("float64", 8)),
          Map.entry("F32", new Type("float32", 4)),
          Map.entry("F16", new Type("float16", 2)),
          Map.entry("BF16", new Type("bfloat16", 2)),
          Map.entry("I64", new Type("int64", 8)),
          Map.entry("I32", new Type("int32", 4)),
          Map.entry("I16", new Type("int16", 2)),
          Map.entry("I8", new Type("int8", 1)),
          Map.entry("U64", new Type("uint64", 8)),
          Map.entry("U32", new Type("uint32", 4)),
          Map.entry("U16", new Type("uint16", 2)),
          Map.entry("U8", new Type("uint8", 1)),
          Map.entry("F8_E4M3", new Type("float8-e4m3", 1)),
          Map.entry("F8_E5M2", new Type("float8-e5m2", 1)),
          Map.entry("BOOL", new Type("bool", 1)));

  private record Extent(String name, long begin, long end) {}

  private Safetensors() {}

  /** The tensors of one file, in the order of their places. */
  static Map<String, StoredTensor> read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw Unreadable.because(file, "there is no such file");
    }
    try (FileChannel channel = FileChannel.open(file)) {
      long size = channel.size();
      if (size < Long.BYTES) {
        throw Unreadable.cut(file, "it has only " + size + " bytes");
      }
      long length = bytes(channel, file, 0, Long.BYTES).getLong();
      if (length < 2 || length > LONGEST_HEADER) {
        throw Unreadable.because(file, "it is no safetensors file");
      }
      if (Long.BYTES + length > size) {
        throw Unreadable.cut(
            file, "its header of " + length + " bytes does not fit into " + size + " bytes");
      }
      String header =
          StandardCharsets.UTF_8.decode(bytes(channel, file, Long.BYTES, (int) length)).toString();
      return tensors(file, Parsed.object(file, header), Long.BYTES + length, size);
    } catch (ArithmeticException e) {
      throw Unreadable.because(file, "its header names a tensor that no file could hold");
    }
  }

  private static ByteBuffer bytes(FileChannel channel, Path file, long from, int count)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, from + buffer.position()) < 0) {
        throw Unreadable.cut(file, "it ends within its header");
      }
    }
    return buffer.flip();
  }

  private static Map<String, StoredTensor> tensors(
      Path file, Map<String, Object> header, long start, long size) {
    List<Extent> extents = new ArrayList<>();
    Map<String, StoredTensor> found = new HashMap<>();
    header.forEach(
        (name, entry) -> {
          if (!name.equals(METADATA)) {
            Extent extent = extent(file, name, entry);
            extents.add(extent);
            found.put(name, tensor(file, extent, (Map<?, ?>) entry, start));
          }
        });
    extents.sort(Comparator.comparingLong(Extent::begin).thenComparingLong(Extent::end));
    requireWithoutGaps(file, extents, start, size);
    Map<String, StoredTensor> ordered = new LinkedHashMap<>();
    extents.forEach(extent -> ordered.put(extent.name(), found.get(extent.name())));
    return ordered;
  }

  private static Extent extent(Path file, String name, Object entry) {
    if (entry instanceof Map<?, ?> fields
        && fields.get("data_offsets") instanceof List<?> offsets
        && offsets.size() == 2
        && offsets.get(0) instanceof Number begin
        && offsets.get(1) instanceof Number end
        && begin.longValue() >= 0
        && end.longValue() >= begin.longValue()) {
      return new Extent(name, begin.longValue(), end.longValue());
    }
    throw Unreadable.because(file, "its header does not say where '" + name + "' lies");
  }

  private static StoredTensor tensor(Path file, Extent extent, Map<?, ?> fields, long start) {
    Type type = TYPES.get(String.valueOf(fields.get("dtype")));
    if (type == null) {
      throw Unreadable.because(
          file, "'" + extent.name() + "' has the unknown type '" + fields.get("dtype") + "'");
    }
    List<Long> shape = shape(file, extent.name(), fields.get("shape"));
    long bytes = shape.stream().reduce((long) type.bytes(), Math::multiplyExact);
    if (bytes != extent.end() - extent.begin()) {
      throw Unreadable.because(
          file,
          "'"
              + extent.name()
              + "' of shape "
              + StoredTensor.text(shape)
              + " takes "
              + bytes
              + " bytes, but has "
              + (extent.end() - extent.begin()));
    }
    return new StoredTensor(extent.name(), type.label(), shape, file, start + extent.begin());
  }

  private static List<Long> shape(Path file, String name, Object sizes) {
    List<Long> shape = new ArrayList<>();
    if (sizes instanceof List<?> list) {
      for (Object size : list) {
        if (!(size instanceof Number number) || number.longValue() < 0) {
          throw Unreadable.because(file, "'" + name + "' has the shape " + sizes);
        }
        shape.add(number.longValue());
      }
      return shape;
    }
    throw Unreadable.because(file, "'" + name + "' has no shape");
  }

  private static void requireWithoutGaps(Path file, List<Extent> extents, long start, long size) {
    Extent before = new Extent("the header", 0, 0);
    for (Extent extent : extents) {
      if (extent.begin() < before.end()) {
        throw Unreadable.because(
            file, "the tensors '" + before.name() + "' and '" + extent.name() + "' overlap");
      }
      if (extent.begin() > before.end()) {
        throw Unreadable.because(file, "nothing lies before '" + extent.name() + "'");
      }
      before = extent;
    }
    long needed = start + before.end();
    if (size < needed) {
      throw Unreadable.cut(
          file, "its header announces " + needed + " bytes, but it has only " + size + " of them");
    }
    if (size > needed) {
      throw Unreadable.because(
          file, "it goes on for " + (size - needed) + " bytes behind its last tensor");
    }
  }

  /** All tensors of the files that an index names. */
  static Checkpoint sharded(Path index) throws IOException {
    Json.Node root = Parsed.file(index);
    if (!(root.fields().get("weight_map") instanceof Map<?, ?> places)) {
      throw Unreadable.because(index, "it has no 'weight_map'");
    }
    TreeSet<String> names = new TreeSet<>();
    places.values().forEach(name -> names.add(String.valueOf(name)));
    List<Path> files = new ArrayList<>(List.of(index));
    List<String> absent = new ArrayList<>();
    for (String name : names) {
      Path file = sibling(index, name);
      if (!Objects.equals(file.getParent(), index.getParent())) {
        throw Unreadable.because(index, "it names '" + name + "', which lies in another folder");
      }
      if (!Files.isRegularFile(file)) {
        absent.add(name);
      }
      files.add(file);
    }
    if (!absent.isEmpty()) {
      throw Unreadable.because(
          index,
          "of the "
              + names.size()
              + " files that it names these are missing: "
              + Checkpoint.some(absent));
    }
    Map<String, StoredTensor> all = new LinkedHashMap<>();
    for (Path file : files.subList(1, files.size())) {
      all.putAll(read(file));
    }
    places.forEach(
        (tensor, file) -> {
          StoredTensor stored = all.get(String.valueOf(tensor));
          if (stored == null || !stored.file().endsWith(String.valueOf(file))) {
            throw Unreadable.because(
                index, "it places '" + tensor + "' in '" + file + "', which does not hold it");
          }
        });
    return new Checkpoint(all, files);
  }

  private static Path sibling(Path index, String name) {
    try {
      return index.resolveSibling(name);
    } catch (InvalidPathException e) {
      throw Unreadable.because(index, "it names '" + name + "', which is no name of a file");
    }
  }

  /** JSON of files that other people make. */
  static final class Parsed {
    private Parsed() {}

    static Json.Node file(Path file) {
      try {
        return Json.read(file);
      } catch (ProblemException e) {
        throw Unreadable.because(file, "it is no JSON object");
      }
    }

    static Map<String, Object> object(Path file, String text) {
      try {
        return Json.parse(text);
      } catch (IOException e) {
        throw Unreadable.because(file, "its header is damaged");
      }
    }
  }
}
