package dev.arcuate.plugin.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Values between places of a plane: the thin plate spline through those known, the smoothest
 * surface that passes through all of them (Duchon 1977, doi 10.1007/BFb0086566). Outside it would
 * rise without bounds, so no value is beyond those known.
 *
 * <p>Places that coincide, as two gradiometers of one sensor do, count as one, with their mean.
 * Cost grows with the cube of the places: 300 take 30 ms.
 */
final class Topography {
  /** Nearer places are one: the plane is 2 wide, a head 25 cm. */
  private static final double SAME = 0.01;

  private final List<List<Integer>> members = new ArrayList<>();
  private final double[][] distinct;

  /**
   * @param places x and y of each value
   */
  Topography(double[][] places) {
    List<double[]> kept = new ArrayList<>();
    for (int i = 0; i < places.length; i++) {
      int same = 0;
      while (same < kept.size() && distance(kept.get(same), places[i]) >= SAME) {
        same++;
      }
      if (same == kept.size()) {
        kept.add(places[i]);
        members.add(new ArrayList<>());
      }
      members.get(same).add(i);
    }
    distinct = kept.toArray(double[][]::new);
  }

  /** Whether a surface is determined: three places that are not on one line. */
  boolean possible() {
    double widest = 0;
    for (int i = 2; i < distinct.length; i++) {
      double[] a = distinct[0];
      double[] b = distinct[i - 1];
      double[] c = distinct[i];
      widest =
          Math.max(widest, Math.abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])));
    }
    return widest > SAME;
  }

  /**
   * @param values sets of values, one value per place
   * @param at x and y of each place asked for
   * @return for each set, the values there
   */
  double[][] between(double[][] values, double[][] at) {
    int n = distinct.length;
    double[][] known = Arrays.stream(values).map(this::merged).toArray(double[][]::new);
    double[][] weights = weights(known);
    double[][] out = new double[values.length][at.length];
    double[] basis = new double[n + 3];
    for (int p = 0; p < at.length; p++) {
      for (int i = 0; i < n; i++) {
        basis[i] = bending(distance(distinct[i], at[p]));
      }
      basis[n] = 1;
      basis[n + 1] = at[p][0];
      basis[n + 2] = at[p][1];
      for (int s = 0; s < values.length; s++) {
        double sum = 0;
        for (int i = 0; i < basis.length; i++) {
          sum += basis[i] * weights[i][s];
        }
        out[s][p] = sum;
      }
    }
    for (int s = 0; s < values.length; s++) {
      double least = Arrays.stream(known[s]).min().orElseThrow();
      double most = Arrays.stream(known[s]).max().orElseThrow();
      double[] set = out[s];
      Arrays.setAll(set, p -> Math.max(least, Math.min(most, set[p])));
    }
    return out;
  }

  private double[] merged(double[] values) {
    return members.stream()
        .mapToDouble(group -> group.stream().mapToDouble(i -> values[i]).average().orElseThrow())
        .toArray();
  }

  /** Rows: places, then constant and slopes; columns: sets of values. */
  private double[][] weights(double[][] known) {
    int n = distinct.length;
    double[][] system = new double[n + 3][n + 3 + known.length];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        system[i][j] = bending(distance(distinct[i], distinct[j]));
      }
      double[] plane = {1, distinct[i][0], distinct[i][1]};
      for (int k = 0; k < 3; k++) {
        system[i][n + k] = plane[k];
        system[n + k][i] = plane[k];
      }
      for (int s = 0; s < known.length; s++) {
        system[i][n + 3 + s] = known[s][i];
      }
    }
    return solve(system);
  }

  /** Gauss-Jordan elimination with row exchange; the columns behind the square are solved for. */
  private static double[][] solve(double[][] system) {
    int n = system.length;
    for (int k = 0; k < n; k++) {
      int pivot = k;
      for (int row = k + 1; row < n; row++) {
        pivot = Math.abs(system[row][k]) > Math.abs(system[pivot][k]) ? row : pivot;
      }
      double[] chosen = system[pivot];
      system[pivot] = system[k];
      system[k] = chosen;
      for (int column = chosen.length - 1; column >= k; column--) {
        chosen[column] /= chosen[k];
      }
      for (double[] row : system) {
        double factor = row[k];
        if (row != chosen && factor != 0) {
          for (int column = k; column < row.length; column++) {
            row[column] -= factor * chosen[column];
          }
        }
      }
    }
    return Arrays.stream(system)
        .map(row -> Arrays.copyOfRange(row, n, row.length))
        .toArray(double[][]::new);
  }

  private static double bending(double distance) {
    return distance == 0 ? 0 : distance * distance * Math.log(distance);
  }

  private static double distance(double[] a, double[] b) {
    return Math.hypot(a[0] - b[0], a[1] - b[1]);
  }
}
