package dev.arcuate.plugin.bidsfmri.clean;

import java.util.ArrayList;
import java.util.List;

/** Columns of slow change. */
public final class Drift {
  private Drift() {}

  /**
   * Half-cosines slower than a frequency: k up to 2 · samples · frequency · period, as in SPM.
   *
   * @param places of the rows
   * @param first place of the first of {@code length} samples at equal distances
   */
  public static List<double[]> cosines(
      int[] places, int first, int length, double highPass, double periodSeconds) {
    int count = (int) Math.floor(2 * length * highPass * periodSeconds + 1e-9);
    List<double[]> columns = new ArrayList<>();
    for (int k = 1; k <= Math.min(count, length - 1); k++) {
      double[] column = new double[places.length];
      for (int row = 0; row < column.length; row++) {
        column[row] = Math.cos(Math.PI / length * (places[row] - first + 0.5) * k);
      }
      columns.add(column);
    }
    return columns;
  }

  /** Powers of time from 1 to an order, time from -1 to 1. */
  static List<double[]> polynomials(int[] places, int order) {
    double from = places[0];
    double to = Math.max(places[places.length - 1], from + 1);
    List<double[]> columns = new ArrayList<>();
    for (int power = 1; power <= order; power++) {
      double[] column = new double[places.length];
      for (int row = 0; row < column.length; row++) {
        column[row] = Math.pow(2 * (places[row] - from) / (to - from) - 1, power);
      }
      columns.add(column);
    }
    return columns;
  }
}
