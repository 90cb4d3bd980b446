package dev.arcuate.plugin.decompose;

import dev.arcuate.api.array.FloatMatrix;
import java.util.List;

/**
 * One row of numbers per word, in memory.
 *
 * @param values row-major, float32 [count × width]
 */
record Rows(float[] values, int count, int width) {
  Rows {
    if (values.length != (long) count * width) {
      throw new IllegalArgumentException(values.length + " values for " + count + " × " + width);
    }
  }

  static Rows of(FloatMatrix matrix) {
    return new Rows(matrix.toArray(), matrix.rows(), matrix.columns());
  }

  /** This minus another of the same shape. */
  Rows minus(Rows other) {
    float[] difference = new float[values.length];
    for (int i = 0; i < difference.length; i++) {
      difference[i] = values[i] - other.values[i];
    }
    return new Rows(difference, count, width);
  }

  /** Columns side by side. */
  static Rows beside(List<Rows> parts) {
    int count = parts.get(0).count();
    int width = parts.stream().mapToInt(Rows::width).sum();
    float[] all = new float[Math.multiplyExact(count, width)];
    int column = 0;
    for (Rows part : parts) {
      for (int row = 0; row < count; row++) {
        System.arraycopy(part.values, row * part.width, all, row * width + column, part.width);
      }
      column += part.width;
    }
    return new Rows(all, count, width);
  }

  double[] doubles() {
    double[] all = new double[values.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = values[i];
    }
    return all;
  }
}
