package dev.arcuate.plugin.bidsfmri.nifti;

import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
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
    if (this == INT16) {
      ShortBuffer shorts = from.asShortBuffer();
      for (int i = 0; i < count; i++) {
        into[at + i] = (float) (shorts.get(i) * slope + intercept);
      }
      return;
    }
    for (int i = 0; i < count; i++) {
      into[at + i] = (float) (value(from, i) * slope + intercept);
    }
  }

  /**
   * Decodes some of the values.
   *
   * @param first index in the volume of the buffer's first value
   * @param indices in the volume, ascending
   * @param from index of the first of those that are in the buffer
   * @param to one past the last of them
   */
  void decode(
      ByteBuffer buffer,
      int first,
      int[] indices,
      int from,
      int to,
      double slope,
      double intercept,
      float[] into) {
    if (this == INT16) {
      ShortBuffer shorts = buffer.asShortBuffer();
      for (int i = from; i < to; i++) {
        into[i] = (float) (shorts.get(indices[i] - first) * slope + intercept);
      }
      return;
    }
    for (int i = from; i < to; i++) {
      into[i] = (float) (value(buffer, indices[i] - first) * slope + intercept);
    }
  }

  private double value(ByteBuffer from, int index) {
    return switch (this) {
      case UINT8 -> Byte.toUnsignedInt(from.get(index));
      case INT8 -> from.get(index);
      case INT16 -> from.getShort(2 * index);
      case UINT16 -> Short.toUnsignedInt(from.getShort(2 * index));
      case INT32 -> from.getInt(4 * index);
      case UINT32 -> Integer.toUnsignedLong(from.getInt(4 * index));
      case INT64 -> from.getLong(8 * index);
      case UINT64 -> unsigned(from.getLong(8 * index));
      case FLOAT32 -> from.getFloat(4 * index);
      case FLOAT64 -> from.getDouble(8 * index);
    };
  }

  /** The type of a name such as {@code FLOAT32}. */
  public static Optional<NiftiType> named(String name) {
    return Stream.of(values()).filter(type -> type.name().equals(name)).findFirst();
  }

  /** Reads as many values from the start of a buffer as an array holds. */
  public void read(ByteBuffer from, float[] into) {
    decode(from.duplicate().order(from.order()).rewind(), into.length, 1, 0, into, 0);
  }

  /** A value as a whole number. */
  public int integer(ByteBuffer from, int index) {
    return (int) (long) value(from, index);
  }

  /** Appends a value, rounded towards 0 for whole numbers. */
  public void put(ByteBuffer into, double value) {
    switch (this) {
      case UINT8, INT8 -> into.put((byte) (long) value);
      case INT16, UINT16 -> into.putShort((short) (long) value);
      case INT32, UINT32 -> into.putInt((int) (long) value);
      case INT64, UINT64 -> into.putLong((long) value);
      case FLOAT32 -> into.putFloat((float) value);
      case FLOAT64 -> into.putDouble(value);
    }
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
