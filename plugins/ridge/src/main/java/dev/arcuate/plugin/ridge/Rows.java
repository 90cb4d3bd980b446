package dev.arcuate.plugin.ridge;

import java.util.Arrays;

/** Sets of row indices, ascending. */
final class Rows {
  private Rows() {}

  /** Those of the first that are not in the second. */
  static int[] without(int[] rows, int[] others) {
    return Arrays.stream(rows).filter(row -> Arrays.binarySearch(others, row) < 0).toArray();
  }

  /** Where each of the first stands in the second, which holds them all. */
  static int[] places(int[] rows, int[] within) {
    return Arrays.stream(rows).map(row -> Arrays.binarySearch(within, row)).toArray();
  }

  static int[] all(int count) {
    return java.util.stream.IntStream.range(0, count).toArray();
  }

  /** Ranges of neighbouring indices: first and the one after the last, in turn. */
  static int[] ranges(int[] rows) {
    int[] ranges = new int[2 * rows.length];
    int count = 0;
    for (int from = 0; from < rows.length; ) {
      int to = from + 1;
      while (to < rows.length && rows[to] == rows[to - 1] + 1) {
        to++;
      }
      ranges[count++] = rows[from];
      ranges[count++] = rows[to - 1] + 1;
      from = to;
    }
    return Arrays.copyOf(ranges, count);
  }
}
