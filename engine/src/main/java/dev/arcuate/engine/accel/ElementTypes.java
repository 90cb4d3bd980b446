package dev.arcuate.engine.accel;

import ai.onnxruntime.TensorInfo.OnnxTensorType;
import java.util.List;
import java.util.Locale;

/** Names of element types, as the API writes them. */
final class ElementTypes {
  private static final String LIBRARY_PREFIX = "ONNX_TENSOR_ELEMENT_DATA_TYPE_";

  private static final List<String> NAMES =
      List.of(
          "undefined",
          "float32",
          "uint8",
          "int8",
          "uint16",
          "int16",
          "int32",
          "int64",
          "string",
          "bool",
          "float16",
          "float64",
          "uint32",
          "uint64",
          "complex64",
          "complex128",
          "bfloat16");

  private ElementTypes() {}

  static String name(OnnxTensorType type) {
    String name = type.name().substring(LIBRARY_PREFIX.length()).toLowerCase(Locale.ROOT);
    return switch (name) {
      case "float" -> "float32";
      case "double" -> "float64";
      default -> name;
    };
  }

  /** By its number in {@code onnx.proto}. */
  static String name(int number) {
    return number >= 0 && number < NAMES.size() ? NAMES.get(number) : "type" + number;
  }
}
