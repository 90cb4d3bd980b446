package dev.arcuate.engine.stages;

/** Columns of row-major tiles. */
final class Columns {
  private Columns() {}

  /** The given columns, side by side; the tile itself if they are all. */
  static float[] pick(float[] tile, int columns, int[] picked) {
    if (picked.length == columns) {
      return tile;
    }
    int rows = tile.length / columns;
    float[] result = new float[rows * picked.length];
    for (int row = 0; row < rows; row++) {
      for (int c = 0; c < picked.length; c++) {
        result[row * picked.length + c] = tile[row * columns + picked[c]];
      }
    }
    return result;
  }

  /** As {@link #pick(float[], int, int[])}; nothing of nothing. */
  static double[] pick(double[] tile, int columns, int[] picked) {
    if (picked.length == columns) {
      return tile;
    }
    int rows = tile.length / columns;
    double[] result = new double[rows * picked.length];
    for (int row = 0; row < rows; row++) {
      for (int c = 0; c < picked.length; c++) {
        result[row * picked.length + c] = tile[row * columns + picked[c]];
      }
    }
    return result;
  }

  /** The columns without a value that is not finite, ascending. */
  static int[] finite(float[] tile, int columns) {
    boolean[] broken = new boolean[columns];
    for (int i = 0; i < tile.length; i++) {
      broken[i % columns] |= !Float.isFinite(tile[i]);
    }
    return java.util.stream.IntStream.range(0, columns).filter(c -> !broken[c]).toArray();
  }
}
