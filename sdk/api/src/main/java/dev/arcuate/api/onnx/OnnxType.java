package dev.arcuate.api.onnx;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a tensor is made of. */
public enum OnnxType {
  FLOAT32(1, 4),
  UINT8(2, 1),
  INT8(3, 1),
  INT32(6, 4),
  INT64(7, 8),
  BOOL(9, 1),
  FLOAT16(10, 2),
  FLOAT64(11, 8),
  BFLOAT16(16, 2);

  private final int number;
  private final int bytes;

  OnnxType(int number, int bytes) {
    this.number = number;
    this.bytes = bytes;
  }

  /** Its number in {@code onnx.proto}, which the operator Cast takes as {@code to}. */
  public int number() {
    return number;
  }

  /** Size of one element. */
  public int bytes() {
    return bytes;
  }

  /** As {@link dev.arcuate.api.host.Inference.Signature#type} writes it, such as float32. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The type with a {@link #label}. */
  public static Optional<OnnxType> of(String label) {
    return Arrays.stream(values()).filter(type -> type.label().equals(label)).findFirst();
  }
}
