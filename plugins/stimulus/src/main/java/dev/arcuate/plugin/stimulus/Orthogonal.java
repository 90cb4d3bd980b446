package dev.arcuate.plugin.stimulus;

import dev.arcuate.api.value.Sampling;

/** Makes derivatives orthogonal to the response they belong to, run by run. */
final class Orthogonal {
  private Orthogonal() {}

  /**
   * @param rows [samples × (kernels · width)], kernel-major; changed
   */
  static void derivatives(double[] rows, int width, int kernels, Sampling sampling) {
    int columns = width * kernels;
    for (int run = 0; run < sampling.runs().size(); run++) {
      int first = sampling.firstRow(run);
      int last = first + sampling.runs().get(run).samples();
      for (int c = 0; c < width; c++) {
        for (int kernel = 1; kernel < kernels; kernel++) {
          for (int before = 0; before < kernel; before++) {
            remove(rows, columns, first, last, kernel * width + c, before * width + c);
          }
        }
      }
    }
  }

  private static void remove(double[] rows, int columns, int first, int last, int from, int what) {
    double cross = 0;
    double square = 0;
    for (int row = first; row < last; row++) {
      cross += rows[row * columns + from] * rows[row * columns + what];
      square += rows[row * columns + what] * rows[row * columns + what];
    }
    double share = square == 0 ? 0 : cross / square;
    for (int row = first; row < last; row++) {
      rows[row * columns + from] -= share * rows[row * columns + what];
    }
  }
}
