package dev.arcuate.plugin.ridge;

/**
 * Scalar products of what nodes predict with each other and with the targets, per column: with them
 * the squared error under every penalty takes a few numbers per target.
 */
final class Moments {
  /** Rows added up at a time, so that sums are loaded and stored less often. */
  private static final int ROWS = 4;

  /** Columns at a time, so that all nodes' rows stay in the nearest cache. */
  private static final int STRIP = 128;

  private final int nodes;
  private final int columns;
  private final double[][] withTarget;
  private final double[][] among;
  private final double[][][] predicted;
  private final double[][] target;
  private int filled;

  Moments(int nodes, int columns) {
    this.nodes = nodes;
    this.columns = columns;
    withTarget = new double[nodes][columns];
    among = new double[nodes * (nodes + 1) / 2][columns];
    predicted = new double[nodes][ROWS][columns];
    target = new double[ROWS][columns];
  }

  /** Where to write a row's target before {@link #add}. */
  double[] target() {
    return target[filled];
  }

  /** Where to write what a node predicts of a row before {@link #add}. */
  double[] predicted(int node) {
    return predicted[node][filled];
  }

  void add() {
    if (++filled == ROWS) {
      flush();
    }
  }

  private void flush() {
    for (int from = 0; from < columns; from += STRIP) {
      int to = Math.min(columns, from + STRIP);
      int pair = 0;
      for (int k = 0; k < nodes; k++) {
        accumulate(withTarget[k], predicted[k], target, from, to);
        for (int l = 0; l <= k; l++) {
          accumulate(among[pair++], predicted[k], predicted[l], from, to);
        }
      }
    }
    filled = 0;
  }

  private static void accumulate(double[] sum, double[][] a, double[][] b, int from, int to) {
    double[] a0 = a[0];
    double[] a1 = a[1];
    double[] a2 = a[2];
    double[] a3 = a[3];
    double[] b0 = b[0];
    double[] b1 = b[1];
    double[] b2 = b[2];
    double[] b3 = b[3];
    for (int c = from; c < to; c++) {
      sum[c] += a0[c] * b0[c] + a1[c] * b1[c] + a2[c] * b2[c] + a3[c] * b3[c];
    }
  }

  void finish() {
    while (filled != 0) {
      java.util.Arrays.fill(target[filled], 0);
      for (double[][] rows : predicted) {
        java.util.Arrays.fill(rows[filled], 0);
      }
      add();
    }
  }

  /** Adds what the predictions of a penalty change the sum of squares by: −2cb + cMc. */
  void addLoss(double[] coefficients, double scale, double[] into) {
    int pair = 0;
    for (int k = 0; k < nodes; k++) {
      double ck = coefficients[k];
      double[] b = withTarget[k];
      for (int c = 0; c < columns; c++) {
        into[c] -= scale * 2 * ck * b[c];
      }
      for (int l = 0; l <= k; l++) {
        double factor = scale * ck * coefficients[l] * (l == k ? 1 : 2);
        double[] m = among[pair++];
        if (factor != 0) {
          for (int c = 0; c < columns; c++) {
            into[c] += factor * m[c];
          }
        }
      }
    }
  }
}
