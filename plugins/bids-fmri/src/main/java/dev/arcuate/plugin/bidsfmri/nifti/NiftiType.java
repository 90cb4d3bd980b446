package dev.arcuate.plugin.bidsfmri.nifti;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Numeric types of a NIfTI file that hold one real number per voxel. */
public enum NiftiType {
  UINT8(2, 1),
  INT16(4, 2),
  INT32(8, 4),
  FLOAT32(16, 4),
  FLOAT64(64, 8),
  INT8(256, 1),
  UINT16(512, 2),
  UINT32(768, 4),
  INT64(1024, 8),
  UINT64(1280, 8);

  private static final double TWO_TO_64 = 0x1p64;

  private final int code;
  private final int bytes;

  NiftiType(int code, int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  /** As in the header. */
  public int code() {
    return code;
  }

  public int bytes() {
    return bytes;
  }

  static Optional<NiftiType> of(int code) {
    return Stream.of(values()).filter(type -> type.code == code).findFirst();
  }

  /** What an unsupported code stands for. */
  static String nameOf(int code) {
    return switch (code) {
      case 1 -> "single bits";
      case 32, 1792, 2048 -> "complex numbers";
      case 128, 2304 -> "colours";
      case 1536 -> "128-bit floating point";
      default -> "type code " + code;
    };
  }

  /** Decodes values, scaled in double precision. */
  void decode(ByteBuffer from, int count, double slope, double intercept, float[] into, int at) {
    boolean plain = slope == 1 && intercept == 0;
    if (plain && this == FLOAT32) {
      from.asFloatBuffer().get(into, at, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      into[at + i] = (float) (value(from) * slope + intercept);
    }
  }

  private double value(ByteBuffer from) {
    return switch (this) {
      case UINT8 -> Byte.toUnsignedInt(from.get());
      case INT8 -> from.get();
      case INT16 -> from.getShort();
      case UINT16 -> Short.toUnsignedInt(from.getShort());
      case INT32 -> from.getInt();
      case UINT32 -> Integer.toUnsignedLong(from.getInt());
      case INT64 -> from.getLong();
      case UINT64 -> unsigned(from.getLong());
      case FLOAT32 -> from.getFloat();
      case FLOAT64 -> from.getDouble();
    };
  }

  private static double unsigned(long value) {
    return value >= 0 ? value : value + TWO_TO_64;
  }

  /** Encodes values, rounded and clipped to the range of integer types. */
  void encode(float[] values, int from, int count, ByteBuffer into) {
    for (int i = from; i < from + count; i++) {
      switch (this) {
        case FLOAT32 -> into.putFloat(values[i]);
        case INT16 ->
            into.putShort(
                (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.rint(values[i]))));
        case UINT8 -> into.put((byte) (int) Math.max(0, Math.min(255, Math.rint(values[i]))));
        default -> throw new IllegalArgumentException(this + " is not written");
      }
    }
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
