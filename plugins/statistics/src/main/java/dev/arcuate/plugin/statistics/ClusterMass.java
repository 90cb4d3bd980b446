package dev.arcuate.plugin.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Targets that touch and exceed a threshold together, each given the sum of t over its cluster
 * (Maris and Oostenveld 2007, doi:10.1016/j.jneumeth.2007.03.024).
 */
final class ClusterMass implements Enhancement {
  private final Neighbours neighbours;
  private final Alternative alternative;
  private final double threshold;

  /**
   * A cluster.
   *
   * @param targets ascending
   * @param mass sum of t; negative below 0
   */
  record Cluster(int[] targets, double mass) {}

  ClusterMass(Neighbours neighbours, Alternative alternative, double threshold) {
    this.neighbours = neighbours;
    this.alternative = alternative;
    this.threshold = threshold;
  }

  @Override
  public double[] of(double[] t) {
    double[] score = new double[t.length];
    for (int i = 0; i < t.length; i++) {
      score[i] = Double.isNaN(t[i]) ? Double.NaN : 0;
    }
    for (Cluster cluster : clusters(t)) {
      for (int target : cluster.targets()) {
        score[target] = Math.abs(cluster.mass());
      }
    }
    return score;
  }

  /** Above the threshold, and for two-sided tests below its negative. */
  List<Cluster> clusters(double[] t) {
    List<Cluster> clusters = new ArrayList<>();
    find(t, 1, clusters);
    if (alternative == Alternative.TWO_SIDED) {
      find(t, -1, clusters);
    }
    return clusters;
  }

  private void find(double[] t, int sign, List<Cluster> clusters) {
    boolean[] seen = new boolean[t.length];
    int[] open = new int[t.length];
    for (int first = 0; first < t.length; first++) {
      if (seen[first] || !(sign * t[first] > threshold)) {
        continue;
      }
      int count = 0;
      open[count++] = first;
      seen[first] = true;
      double mass = 0;
      for (int at = 0; at < count; at++) {
        int target = open[at];
        mass += t[target];
        for (int i = 0; i < neighbours.count(target); i++) {
          int other = neighbours.neighbour(target, i);
          if (!seen[other] && sign * t[other] > threshold) {
            seen[other] = true;
            open[count++] = other;
          }
        }
      }
      int[] members = Arrays.copyOf(open, count);
      Arrays.sort(members);
      clusters.add(new Cluster(members, mass));
    }
  }
}
