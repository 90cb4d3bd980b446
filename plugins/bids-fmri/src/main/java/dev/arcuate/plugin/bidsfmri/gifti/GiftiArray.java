package dev.arcuate.plugin.bidsfmri.gifti;

import dev.arcuate.plugin.bidsfmri.nifti.NiftiType;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An array of a GIFTI file.
 *
 * @param intent such as {@code NIFTI_INTENT_TIME_SERIES}
 * @param type of its values
 * @param dims one or more sizes
 * @param columnMajor whether the first index runs fastest
 * @param bytes the values in the order of the file
 * @param metadata by name
 */
public record GiftiArray(
    String intent,
    NiftiType type,
    int[] dims,
    boolean columnMajor,
    ByteBuffer bytes,
    Map<String, String> metadata) {
  public GiftiArray {
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  public int size() {
    return Arrays.stream(dims).reduce(1, Math::multiplyExact);
  }

  /** Values in row order: the last index runs fastest. */
  public float[] floats() {
    float[] stored = new float[size()];
    type.read(bytes, stored);
    if (!columnMajor || dims.length < 2) {
      return stored;
    }
    float[] rows = new float[stored.length];
    for (int i = 0; i < stored.length; i++) {
      rows[rowOrder(i)] = stored[i];
    }
    return rows;
  }

  /** Values in row order, for labels and triangles. */
  public int[] integers() {
    int[] rows = new int[size()];
    for (int i = 0; i < rows.length; i++) {
      rows[columnMajor && dims.length > 1 ? rowOrder(i) : i] = type.integer(bytes, i);
    }
    return rows;
  }

  /** Place in row order of a value's place in column order. */
  private int rowOrder(int place) {
    int rest = place;
    int at = 0;
    for (int axis = 0; axis < dims.length; axis++) {
      int stride = 1;
      for (int later = axis + 1; later < dims.length; later++) {
        stride *= dims[later];
      }
      at += rest % dims[axis] * stride;
      rest /= dims[axis];
    }
    return at;
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
