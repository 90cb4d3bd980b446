package dev.arcuate.plugin.ridge;

import java.util.Arrays;

/**
 * Some targets of a tile, outside the heap and less their mean over all samples. Columns with
 * missing values are taken as 0, which harms nobody, and are marked.
 */
final class Chunk {
  private final Cells values;
  private final int samples;
  private int columns;
  private double[] mean = new double[0];
  private boolean[] missing = new boolean[0];

  Chunk(Precision precision, int samples, int widest) {
    this.samples = samples;
    values = Cells.allocate(precision, (long) samples * widest);
  }

  /** Takes columns of a tile. */
  void load(float[] tile, int stride, int first, int count) {
    columns = count;
    mean = new double[count];
    missing = new boolean[count];
    for (int row = 0; row < samples; row++) {
      for (int c = 0, at = row * stride + first; c < count; c++, at++) {
        mean[c] += tile[at];
      }
    }
    for (int c = 0; c < count; c++) {
      missing[c] = !Double.isFinite(mean[c]);
      mean[c] /= samples;
    }
    double[] line = new double[count];
    for (int row = 0; row < samples; row++) {
      for (int c = 0, at = row * stride + first; c < count; c++, at++) {
        line[c] = missing[c] ? 0 : tile[at] - mean[c];
      }
      values.put(row * count, line, 0, count);
    }
  }

  Cells values() {
    return values;
  }

  int columns() {
    return columns;
  }

  boolean missing(int column) {
    return missing[column];
  }

  double mean(int column) {
    return mean[column];
  }

  /** Mean of every column over some rows. */
  double[] mean(int[] rows) {
    double[] sum = sum(rows);
    for (int c = 0; c < columns; c++) {
      sum[c] /= rows.length;
    }
    return sum;
  }

  double[] sum(int[] rows) {
    double[] sum = new double[columns];
    double[] line = new double[columns];
    for (int row : rows) {
      values.get(row * columns, line, 0, columns);
      for (int c = 0; c < columns; c++) {
        sum[c] += line[c];
      }
    }
    return sum;
  }

  /** Copies rows, one after another. */
  void gather(int[] rows, Cells into) {
    int[] ranges = Rows.ranges(rows);
    int to = 0;
    for (int i = 0; i < ranges.length; i += 2) {
      int count = (ranges[i + 1] - ranges[i]) * columns;
      into.copy(to, values, ranges[i] * columns, count);
      to += count;
    }
  }

  /** Which columns are wanted, by what was chosen for them. */
  static int[] where(int[] chosen, int value) {
    int[] places = new int[chosen.length];
    int count = 0;
    for (int c = 0; c < chosen.length; c++) {
      if (chosen[c] == value) {
        places[count++] = c;
      }
    }
    return Arrays.copyOf(places, count);
  }
}
