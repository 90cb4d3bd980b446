package dev.arcuate.plugin.ridge;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Some targets of a tile, outside the heap and less their mean over all samples. Columns with
 * missing values are taken as 0, which harms nobody, and are marked.
 */
final class Chunk {
  /** Rows between two of the sums that are kept. */
  private static final int STRIDE = 64;

  private final Cells values;
  private final int samples;

  /** Per column, of all rows before the first, the 64th, the 128th, …. */
  private final double[][] before;

  private int columns;
  private double[] mean = new double[0];
  private boolean[] missing = new boolean[0];

  Chunk(Precision precision, int samples, int widest) {
    this.samples = samples;
    values = Cells.allocate(precision, (long) samples * widest);
    before = new double[samples / STRIDE + 1][widest];
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
    double[] sum = new double[count];
    for (int row = 0; row < samples; row++) {
      for (int c = 0, at = row * stride + first; c < count; c++, at++) {
        line[c] = missing[c] ? 0 : tile[at] - mean[c];
      }
      values.put(row * count, line, 0, count);
      if (row % STRIDE == 0) {
        System.arraycopy(sum, 0, before[row / STRIDE], 0, count);
      }
      values.add(row * count, sum, count);
    }
    if (samples % STRIDE == 0) {
      System.arraycopy(sum, 0, before[samples / STRIDE], 0, count);
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

  /** Sum of every column over some rows: that of a long range takes no longer than of a short. */
  double[] sum(int[] rows) {
    double[] sum = new double[columns];
    int[] ranges = Rows.ranges(rows);
    for (int i = 0; i < ranges.length; i += 2) {
      int first = (ranges[i] + STRIDE - 1) / STRIDE;
      int last = ranges[i + 1] / STRIDE;
      if (first >= last) {
        add(ranges[i], ranges[i + 1], sum);
        continue;
      }
      for (int c = 0; c < columns; c++) {
        sum[c] += before[last][c] - before[first][c];
      }
      add(ranges[i], first * STRIDE, sum);
      add(last * STRIDE, ranges[i + 1], sum);
    }
    return sum;
  }

  private void add(int from, int to, double[] sum) {
    for (int row = from; row < to; row++) {
      values.add(row * columns, sum, columns);
    }
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

  /** Copies some columns of rows, one after another. */
  void pick(int[] rows, int[] places, Cells into) {
    int[] ranges = Rows.ranges(rows);
    int to = 0;
    for (int i = 0; i < ranges.length; i += 2) {
      values.pick(ranges[i], ranges[i + 1], columns, places, into, to);
      to += (ranges[i + 1] - ranges[i]) * places.length;
    }
  }

  static int[] where(boolean[] wanted) {
    return IntStream.range(0, wanted.length).filter(c -> wanted[c]).toArray();
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
