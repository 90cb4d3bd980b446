package dev.arcuate.engine.accel;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Writes small ONNX files for tests, field by field as {@code onnx.proto} numbers them. */
final class OnnxBytes {
  static final int FLOAT = 1;
  static final int INT64 = 7;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  static OnnxBytes message() {
    return new OnnxBytes();
  }

  OnnxBytes number(int field, long value) {
    varint((long) field << 3);
    varint(value);
    return this;
  }

  OnnxBytes text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  OnnxBytes message(int field, OnnxBytes value) {
    return bytes(field, value.toByteArray());
  }

  OnnxBytes bytes(int field, byte[] value) {
    varint(((long) field << 3) | 2);
    varint(value.length);
    out.writeBytes(value);
    return this;
  }

  byte[] toByteArray() {
    return out.toByteArray();
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  /** A ModelProto of opset 11 around a graph. */
  static byte[] model(OnnxBytes graph) {
    return message()
        .number(1, 6)
        .message(7, graph)
        .message(8, message().text(1, "").number(2, 11))
        .toByteArray();
  }

  /** A NodeProto with two inputs and one output. */
  static OnnxBytes node(String operator, String left, String right, String output) {
    return message().text(1, left).text(1, right).text(2, output).text(3, output).text(4, operator);
  }

  /** A ValueInfoProto of rank 1, of open length. */
  static OnnxBytes vector(String name, int type) {
    OnnxBytes shape = message().message(1, message().text(2, "n"));
    return message()
        .text(1, name)
        .message(2, message().message(1, message().number(1, type).message(2, shape)));
  }

  /** A TensorProto of float32. */
  static OnnxBytes weight(String name, float... values) {
    return message().number(1, values.length).number(2, FLOAT).text(8, name).bytes(9, raw(values));
  }

  /** A TensorProto whose values lie in a file beside the graph. */
  static OnnxBytes externalWeight(String name, int count, String location) {
    return externalWeight(name, FLOAT, count, Map.of("location", location));
  }

  static OnnxBytes externalWeight(String name, int type, int count, Map<String, String> place) {
    OnnxBytes weight = message().number(1, count).number(2, type).text(8, name);
    place.forEach((key, value) -> weight.message(13, message().text(1, key).text(2, value)));
    return weight.number(14, 1);
  }

  static byte[] raw(float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return bytes.array();
  }

  /** y = (x + shift) · scale, with inner tensor {@code shifted}; further weights are not read. */
  static OnnxBytes shiftAndScale(OnnxBytes... weights) {
    OnnxBytes graph =
        message()
            .message(1, node("Add", "x", "shift", "shifted"))
            .message(1, node("Mul", "shifted", "scale", "y"))
            .text(2, "shift-and-scale")
            .message(11, vector("x", FLOAT))
            .message(12, vector("y", FLOAT));
    for (OnnxBytes weight : weights) {
      graph.message(5, weight);
    }
    return graph;
  }
}
