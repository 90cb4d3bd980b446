package dev.arcuate.engine.accel;

import dev.arcuate.api.host.Inference.Signature;
import dev.arcuate.api.host.Inference.Weight;
import dev.arcuate.api.onnx.OnnxType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A constant of an ONNX file, without its values. Numbers of fields are those of TensorProto in
 * {@code onnx.proto}.
 *
 * @param signature its name, type and shape
 * @param values where its values lie in one piece, little-endian and row-major, if they do
 * @param content fields of its message that hold values or say where they are
 */
record StoredConstant(Signature signature, Optional<Values> values, List<Span> content) {
  static final int EXTERNAL = 13;
  static final int PLACE = 14;
  static final int PLACE_EXTERNAL = 1;

  private static final int SHAPE = 1;
  private static final int TYPE = 2;
  private static final int FLOATS = 4;
  private static final int NAME = 8;
  private static final int RAW = 9;
  private static final int DOUBLES = 10;

  private static final Set<Integer> CONTENT = Set.of(FLOATS, RAW, DOUBLES, EXTERNAL, PLACE);

  private static final String LOCATION = "location";

  /**
   * Bytes of values.
   *
   * @param file name of another file that holds them; empty if they are in the graph's own
   * @param offset of the first byte
   * @param length in bytes
   */
  record Values(Optional<String> file, long offset, long length) {}

  /** From a byte of the graph to the byte before another. */
  record Span(long from, long to) {}

  /** Reads a constant that ends at the given position. */
  static StoredConstant read(WireReader in, long end) throws IOException {
    List<Long> shape = new ArrayList<>();
    Map<String, String> external = new HashMap<>();
    String name = "";
    int type = 0;
    Optional<Values> values = Optional.empty();
    List<Span> content = new ArrayList<>();
    while (in.before(end)) {
      long field = in.position();
      int tag = in.tag();
      switch (tag) {
        case (SHAPE << 3) | WireReader.VARINT -> shape.add(in.varint());
        case (SHAPE << 3) | WireReader.LENGTH_DELIMITED -> {
          long last = in.end();
          while (in.before(last)) {
            shape.add(in.varint());
          }
        }
        case (TYPE << 3) | WireReader.VARINT -> type = (int) in.varint();
        case (NAME << 3) | WireReader.LENGTH_DELIMITED -> name = in.string();
        case (EXTERNAL << 3) | WireReader.LENGTH_DELIMITED -> entry(in, in.end(), external);
        case (FLOATS << 3) | WireReader.LENGTH_DELIMITED,
            (DOUBLES << 3) | WireReader.LENGTH_DELIMITED,
            (RAW << 3) | WireReader.LENGTH_DELIMITED -> {
          long last = in.end();
          long first = in.position();
          values = Optional.of(new Values(Optional.empty(), first, last - first));
          in.moveTo(last);
        }
        default -> in.skip(tag);
      }
      if (CONTENT.contains(tag >>> 3)) {
        content.add(new Span(field, in.position()));
      }
    }
    Signature signature = new Signature(name, ElementTypes.name(type), shape);
    return new StoredConstant(
        signature,
        external.containsKey(LOCATION)
            ? Optional.of(outside(external, bytes(signature).orElse(0L)))
            : values,
        content);
  }

  private static void entry(WireReader in, long end, Map<String, String> to) throws IOException {
    String key = "";
    String value = "";
    while (in.before(end)) {
      int tag = in.tag();
      switch (tag) {
        case (1 << 3) | WireReader.LENGTH_DELIMITED -> key = in.string();
        case (2 << 3) | WireReader.LENGTH_DELIMITED -> value = in.string();
        default -> in.skip(tag);
      }
    }
    to.put(key, value);
  }

  private static Values outside(Map<String, String> entries, long usual)
      throws WireReader.Malformed {
    try {
      return new Values(
          Optional.of(entries.get(LOCATION)),
          Long.parseLong(entries.getOrDefault("offset", "0")),
          entries.containsKey("length") ? Long.parseLong(entries.get("length")) : usual);
    } catch (NumberFormatException e) {
      throw new WireReader.Malformed("the place of a weight in another file is no number");
    }
  }

  /** Where its values can be mapped: all of them, and of a type that is handed over as it is. */
  Optional<Weight> place(Path onnx) {
    return values
        .filter(found -> bytes(signature).filter(size -> size == found.length()).isPresent())
        .map(
            found ->
                new Weight(
                    signature,
                    found.file().map(onnx::resolveSibling).orElse(onnx),
                    found.offset()));
  }

  /**
   * Its values in another file, if they are there, of whatever type they are.
   *
   * @throws dev.arcuate.api.ProblemException {@code ONNX_WEIGHT_UNREADABLE} if the file is too
   *     short
   */
  Optional<WeightSource> outside(Path onnx) {
    return values
        .filter(found -> found.file().isPresent())
        .map(
            found -> {
              Path file = onnx.resolveSibling(found.file().get());
              return WeightSource.of(signature.name(), file, found.offset(), found.length());
            });
  }

  /** What its values take; empty for types that are not handed over as they are. */
  static Optional<Long> bytes(Signature signature) {
    try {
      return OnnxType.of(signature.type())
          .map(type -> signature.shape().stream().reduce((long) type.bytes(), Math::multiplyExact));
    } catch (ArithmeticException tooLarge) {
      return Optional.empty();
    }
  }
}
