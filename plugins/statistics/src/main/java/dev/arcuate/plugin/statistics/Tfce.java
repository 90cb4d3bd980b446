package dev.arcuate.plugin.statistics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Threshold-free cluster enhancement (Smith and Nichols 2009,
 * doi:10.1016/j.neuroimage.2008.03.061): the sum over thresholds h of √extent · h² · dh, as
 * MNE-Python computes it for thresholds from 0 in equal steps. All thresholds are served by one
 * tree of components, so that the cost does not grow with their number.
 */
final class Tfce implements Enhancement {
  private final Neighbours neighbours;
  private final Alternative alternative;
  private final double step;

  Tfce(Neighbours neighbours, Alternative alternative, double step) {
    this.neighbours = neighbours;
    this.alternative = alternative;
    this.step = step;
  }

  @Override
  public double[] of(double[] t) {
    return Enhancement.bothSides(t, alternative, this::oneSide);
  }

  private double[] oneSide(double[] t) {
    int n = t.length;
    // Values below 0 take no part: the least threshold is 0.
    int[] order = descending(t);
    int[] parent = new int[n];
    int[] root = new int[n];
    int[] size = new int[n];
    Arrays.fill(parent, -1);
    Arrays.fill(root, -1);
    for (int target : order) {
      root[target] = target;
      size[target] = 1;
      for (int i = 0; i < neighbours.count(target); i++) {
        int other = neighbours.neighbour(target, i);
        if (root[other] >= 0) {
          int top = find(root, other);
          if (top != target) {
            parent[top] = target;
            root[top] = target;
            size[target] += size[top];
          }
        }
      }
    }
    double[] score = new double[n];
    for (int i = 0; i < n; i++) {
      score[i] = Double.isNaN(t[i]) ? Double.NaN : 0;
    }
    double[] area = areas(order.length == 0 ? 0 : t[order[0]]);
    for (int i = order.length - 1; i >= 0; i--) {
      int target = order[i];
      int above = parent[target];
      double from = above < 0 ? 0 : area[steps(t[above])];
      double own = Math.sqrt(size[target]) * (area[steps(t[target])] - from);
      score[target] = own + (above < 0 ? 0 : score[above]);
    }
    return score;
  }

  private static int[] descending(double[] t) {
    return IntStream.range(0, t.length)
        .filter(i -> t[i] > 0)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -t[i]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static int find(int[] root, int target) {
    int top = target;
    while (root[top] != top) {
      root[top] = root[root[top]];
      top = root[top];
    }
    return top;
  }

  /** Number of thresholds below a value. */
  private int steps(double value) {
    int steps = (int) (value / step);
    while (steps * step < value) {
      steps++;
    }
    while (steps > 0 && (steps - 1) * step >= value) {
      steps--;
    }
    return steps;
  }

  /** Sums of h² · dh over the thresholds up to each. */
  private double[] areas(double greatest) {
    double[] areas = new double[steps(greatest) + 1];
    for (int k = 1; k < areas.length; k++) {
      double h = (k - 1) * step;
      areas[k] = areas[k - 1] + h * h * step;
    }
    return areas;
  }
}
