package dev.arcuate.engine.stages;

import java.util.Arrays;

/**
 * Correlation and explained variance of one fold's test rows, for all columns of a tile, in double
 * precision. Sources: methods reference, section 8; r² as in scikit-learn and himalaya with the
 * total sum of squares about the mean of the test rows.
 *
 * @param r Pearson correlation of targets and predictions; 0 where either does not vary
 * @param r2 1 − SSE/SST; 0 where the targets do not vary
 * @param flat per column, whether targets or predictions do not vary
 */
record FoldScores(double[] r, double[] r2, boolean[] flat) {

  static FoldScores of(float[] targets, float[] predictions, int columns, int[] rows) {
    return of(targets, predictions, new double[columns], columns, rows);
  }

  /**
   * @param targets [samples × columns]
   * @param predictions [samples × columns], less the constants
   * @param constants [columns]
   * @param rows the test rows
   */
  static FoldScores of(
      float[] targets, float[] predictions, double[] constants, int columns, int[] rows) {
    Column y = new Column(targets, columns, rows);
    Column p = new Column(predictions, columns, rows);
    double[] yy = new double[columns];
    double[] pp = new double[columns];
    double[] yp = new double[columns];
    double[] error = new double[columns];
    for (int row : rows) {
      int at = row * columns;
      for (int c = 0; c < columns; c++) {
        double target = targets[at + c] - y.mean[c];
        double prediction = predictions[at + c] - p.mean[c];
        double miss = targets[at + c] - (predictions[at + c] + constants[c]);
        yy[c] += target * target;
        pp[c] += prediction * prediction;
        yp[c] += target * prediction;
        error[c] += miss * miss;
      }
    }
    double[] r = new double[columns];
    double[] r2 = new double[columns];
    boolean[] flat = new boolean[columns];
    for (int c = 0; c < columns; c++) {
      boolean still = y.flat(c);
      flat[c] = still || p.flat(c);
      r[c] = flat[c] ? 0 : clamp(yp[c] / Math.sqrt(yy[c] * pp[c]));
      r2[c] = still ? 0 : 1 - error[c] / yy[c];
    }
    return new FoldScores(r, r2, flat);
  }

  private static double clamp(double r) {
    return Math.max(-1, Math.min(1, r));
  }

  /** Means and ranges over the rows of a fold. */
  private static final class Column {
    private final double[] mean;
    private final float[] least;
    private final float[] greatest;

    Column(float[] values, int columns, int[] rows) {
      mean = new double[columns];
      least = new float[columns];
      greatest = new float[columns];
      Arrays.fill(least, Float.POSITIVE_INFINITY);
      Arrays.fill(greatest, Float.NEGATIVE_INFINITY);
      for (int row : rows) {
        int at = row * columns;
        for (int c = 0; c < columns; c++) {
          float value = values[at + c];
          mean[c] += value;
          least[c] = Math.min(least[c], value);
          greatest[c] = Math.max(greatest[c], value);
        }
      }
      for (int c = 0; c < columns; c++) {
        mean[c] /= rows.length;
      }
    }

    boolean flat(int column) {
      return Flat.is(least[column], greatest[column]);
    }
  }
}
