package dev.arcuate.plugin.ridge;

/**
 * A tile of targets. Columns with missing values are taken as 0, which harms nobody, and are
 * marked.
 *
 * @param values float32 [samples × columns]
 * @param columns number of targets
 * @param missing which columns cannot be fitted
 */
record Tile(float[] values, int columns, boolean[] missing) {

  static Tile of(float[] targets, int columns) {
    boolean[] missing = new boolean[columns];
    for (int at = 0; at < targets.length; ) {
      for (int column = 0; column < columns; column++, at++) {
        missing[column] |= !Float.isFinite(targets[at]);
      }
    }
    return new Tile(targets, columns, missing);
  }

  /** Mean of every column over some rows. */
  double[] mean(int[] rows) {
    double[] mean = new double[columns];
    for (int row : rows) {
      for (int column = 0; column < columns; column++) {
        mean[column] += values[row * columns + column];
      }
    }
    for (int column = 0; column < columns; column++) {
      mean[column] = missing[column] ? 0 : mean[column] / rows.length;
    }
    return mean;
  }

  /** Some rows less a mean: float64 [rows × columns]. */
  double[] centred(int[] rows, double[] mean) {
    double[] taken = new double[Math.multiplyExact(rows.length, columns)];
    int at = 0;
    for (int row : rows) {
      for (int column = 0; column < columns; column++) {
        taken[at++] = missing[column] ? 0 : values[row * columns + column] - mean[column];
      }
    }
    return taken;
  }
}
