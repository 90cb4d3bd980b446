package dev.arcuate.plugin.ridge;

import java.util.Arrays;

/** Rows that linear designs are asked for, in the space of the features. */
final class LinearRows {
  private LinearRows() {}

  /** Test rows; and if wanted the same per feature group, unit rows of weights, the intercept. */
  static double[] of(
      DesignRows design, Search search, int[] test, DesignRows.Scale scale, boolean whole) {
    double[] rows = design.take(test, scale);
    int p = design.columns();
    int once = rows.length;
    int parts = whole && search.split() ? design.groups().size() : 0;
    int weights = whole && search.weights() ? p + 1 : 0;
    double[] all = Arrays.copyOf(rows, Math.toIntExact(once * (1L + parts) + (long) weights * p));
    for (int part = 0; part < parts; part++) {
      int[] range = design.groups().get(part);
      for (int row = 0; row < test.length; row++) {
        System.arraycopy(
            rows,
            row * p + range[0],
            all,
            once * (1 + part) + row * p + range[0],
            range[1] - range[0]);
      }
    }
    int at = once * (1 + parts);
    for (int column = 0; weights > 0 && column < p; column++) {
      double factor = scale.factor()[column];
      all[at + column * p + column] = factor;
      all[at + p * p + column] = -factor * (scale.mean()[column] + design.centre(column));
    }
    return all;
  }
}
