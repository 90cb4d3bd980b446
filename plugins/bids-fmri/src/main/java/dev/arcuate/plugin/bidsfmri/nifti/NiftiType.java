package dev.arcuate.plugin.bidsfmri.nifti;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Numeric types of a NIfTI file. Colours are none. */
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
  UINT64(1280, 8),
  FLOAT128(1536, 16),
  COMPLEX64(32, 8),
  COMPLEX128(1792, 16),
  COMPLEX256(2048, 32);

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
      case 128, 2304 -> "colours";
      default -> "values of the unknown type " + code;
    };
  }

  /** The type of real and imaginary part, of complex types. */
  private Optional<NiftiType> half() {
    return switch (this) {
      case COMPLEX64 -> Optional.of(FLOAT32);
      case COMPLEX128 -> Optional.of(FLOAT64);
      case COMPLEX256 -> Optional.of(FLOAT128);
      default -> Optional.empty();
    };
  }

  public boolean complex() {
    return half().isPresent();
  }

  /** Decodes values, scaled in double precision. */
  void decode(ByteBuffer from, int count, Scaling scaling, float[] into, int at) {
    if (this == FLOAT32 && scaling.slope() == 1 && scaling.intercept() == 0) {
      from.asFloatBuffer().get(into, at, count);
      return;
    }
    if (this == INT16) {
      ShortBuffer shorts = from.asShortBuffer();
      for (int i = 0; i < count; i++) {
        into[at + i] = (float) scaling.of(shorts.get(i));
      }
      return;
    }
    for (int i = 0; i < count; i++) {
      into[at + i] = (float) scaled(from, i, scaling);
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
      Scaling scaling,
      float[] into) {
    if (this == INT16) {
      ShortBuffer shorts = buffer.asShortBuffer();
      for (int i = from; i < to; i++) {
        into[i] = (float) scaling.of(shorts.get(indices[i] - first));
      }
      return;
    }
    for (int i = from; i < to; i++) {
      into[i] = (float) scaled(buffer, indices[i] - first, scaling);
    }
  }

  private double scaled(ByteBuffer from, int index, Scaling scaling) {
    Optional<NiftiType> half = half();
    return half.isEmpty()
        ? scaling.of(value(from, index))
        : scaling.of(half.get().value(from, 2 * index), half.get().value(from, 2 * index + 1));
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
      case FLOAT128 -> {
        int high = from.order() == ByteOrder.BIG_ENDIAN ? 0 : 8;
        yield Float128.value(from.getLong(16 * index + high), from.getLong(16 * index + 8 - high));
      }
      case COMPLEX64, COMPLEX128, COMPLEX256 -> throw new IllegalStateException(this + " is two");
    };
  }

  /** The real type of a name such as {@code FLOAT32}, of at most 64 bits, as GIFTI has them. */
  public static Optional<NiftiType> named(String name) {
    return Stream.of(values())
        .filter(type -> type.name().equals(name) && type.bytes <= 8 && !type.complex())
        .findFirst();
  }

  /** Reads as many values from the start of a buffer as an array holds. */
  public void read(ByteBuffer from, float[] into) {
    decode(from.duplicate().order(from.order()).rewind(), into.length, Scaling.NONE, into, 0);
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
      case FLOAT128, COMPLEX64, COMPLEX128, COMPLEX256 ->
          throw new IllegalArgumentException(this + " is not written");
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
