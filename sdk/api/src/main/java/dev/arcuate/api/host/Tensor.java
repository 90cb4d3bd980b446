package dev.arcuate.api.host;

/** A dense, row-major array that goes into or comes out of a graph. */
public sealed interface Tensor {
  /** Sizes of its dimensions. */
  long[] shape();

  /** float32 */
  record Floats(long[] shape, float[] values) implements Tensor {
    public Floats {
      requireSize(shape, values.length);
    }
  }

  /** int64 */
  record Longs(long[] shape, long[] values) implements Tensor {
    public Longs {
      requireSize(shape, values.length);
    }
  }

  private static void requireSize(long[] shape, int length) {
    long size = 1;
    for (long dimension : shape) {
      size = Math.multiplyExact(size, dimension);
    }
    if (size != length) {
      throw new IllegalArgumentException(
          "shape " + java.util.Arrays.toString(shape) + " does not hold " + length + " values");
    }
  }
}
