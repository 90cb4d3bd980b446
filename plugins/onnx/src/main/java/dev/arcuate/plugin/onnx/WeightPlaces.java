package dev.arcuate.plugin.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the values of a graph's constants lie in its file. Numbers of fields are those of {@code
 * onnx.proto}; the file was read by the engine before, so that it is known to be sound.
 */
final class WeightPlaces {
  private static final int WIRE_VARINT = 0;
  private static final int WIRE_64 = 1;
  private static final int WIRE_LENGTH = 2;
  private static final int WIRE_32 = 5;
  private static final int GRAPH = 7;
  private static final int CONSTANT = 5;
  private static final int BUFFER = 1 << 16;

  private final FileChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).limit(0);
  private long bufferStart;

  /**
   * Values of one constant.
   *
   * @param name in the graph
   * @param type its number in {@code onnx.proto}
   * @param shape of the array
   * @param file name of another file that holds them; empty if they are in the graph's own
   * @param offset of the first byte
   * @param length in bytes
   */
  record Place(
      String name, int type, List<Long> shape, Optional<String> file, long offset, long length) {}

  private WeightPlaces(FileChannel channel) {
    this.channel = channel;
  }

  static List<Place> in(Path graph) throws IOException {
    try (FileChannel channel = FileChannel.open(graph)) {
      return new WeightPlaces(channel).places();
    }
  }

  private List<Place> places() throws IOException {
    List<Place> places = new ArrayList<>();
    long at = 0;
    while (at < channel.size()) {
      Field model = field(at);
      if (model.number() == GRAPH) {
        for (long inner = model.start(); inner < model.end(); ) {
          Field part = field(inner);
          if (part.number() == CONSTANT) {
            place(part).ifPresent(places::add);
          }
          inner = part.end();
        }
      }
      at = model.end();
    }
    return places;
  }

  private Optional<Place> place(Field tensor) throws IOException {
    List<Long> shape = new ArrayList<>();
    Map<String, String> outside = new LinkedHashMap<>();
    String name = "";
    int type = 0;
    Optional<Field> values = Optional.empty();
    for (long at = tensor.start(); at < tensor.end(); ) {
      Field field = field(at);
      switch (field.number()) {
        case 1 -> sizes(field, shape);
        case 2 -> type = (int) varint(field.start()).value();
        case 4, 9 -> values = Optional.of(field);
        case 8 -> name = text(field);
        case 13 -> entry(field, outside);
        default -> {}
      }
      at = field.end();
    }
    if (outside.containsKey("location")) {
      return Optional.of(
          new Place(
              name,
              type,
              shape,
              Optional.of(outside.get("location")),
              Long.parseLong(outside.getOrDefault("offset", "0")),
              Long.parseLong(outside.getOrDefault("length", "0"))));
    }
    String known = name;
    int kind = type;
    return values.map(
        field ->
            new Place(
                known, kind, shape, Optional.empty(), field.start(), field.end() - field.start()));
  }

  private void sizes(Field field, List<Long> shape) throws IOException {
    if (field.wire() == WIRE_VARINT) {
      shape.add(varint(field.start()).value());
      return;
    }
    for (long at = field.start(); at < field.end(); ) {
      Number number = varint(at);
      shape.add(number.value());
      at = number.end();
    }
  }

  private void entry(Field entry, Map<String, String> to) throws IOException {
    String key = "";
    String value = "";
    for (long at = entry.start(); at < entry.end(); ) {
      Field field = field(at);
      if (field.number() == 1) {
        key = text(field);
      } else if (field.number() == 2) {
        value = text(field);
      }
      at = field.end();
    }
    to.put(key, value);
  }

  /** A field, and where its content starts and ends. */
  private record Field(int number, int wire, long start, long end) {}

  private record Number(long value, long end) {}

  private Field field(long at) throws IOException {
    Number tag = varint(at);
    int wire = (int) (tag.value() & 7);
    int number = (int) (tag.value() >>> 3);
    return switch (wire) {
      case WIRE_VARINT -> new Field(number, wire, tag.end(), varint(tag.end()).end());
      case WIRE_64 -> new Field(number, wire, tag.end(), tag.end() + Long.BYTES);
      case WIRE_32 -> new Field(number, wire, tag.end(), tag.end() + Integer.BYTES);
      case WIRE_LENGTH -> {
        Number length = varint(tag.end());
        yield new Field(number, wire, length.end(), length.end() + length.value());
      }
      default -> throw new IOException("a field of an unknown kind at byte " + at);
    };
  }

  private Number varint(long at) throws IOException {
    long value = 0;
    long place = at;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      int next = octet(place++);
      value |= (long) (next & 0x7f) << shift;
      if (next < 0x80) {
        return new Number(value, place);
      }
    }
    throw new IOException("a number without end at byte " + at);
  }

  private String text(Field field) throws IOException {
    byte[] bytes = new byte[Math.toIntExact(field.end() - field.start())];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) octet(field.start() + i);
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private int octet(long at) throws IOException {
    if (at < bufferStart || at >= bufferStart + buffer.limit()) {
      buffer.clear();
      bufferStart = at;
      int read = channel.read(buffer, at);
      buffer.flip();
      if (read <= 0) {
        throw new IOException("the file ends at byte " + at);
      }
    }
    return buffer.get((int) (at - bufferStart)) & 0xff;
  }
}
