package dev.arcuate.plugin.report;

import dev.arcuate.api.value.Geometry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Voxels that touch.
 *
 * @param voxels how many
 * @param clusters how many clusters there are in all
 * @param centroid in millimetres
 * @param cubicMillimetres their volume
 */
record Region(int voxels, int clusters, double[] centroid, double cubicMillimetres) {

  /** The largest cluster among some targets; voxels touch by faces, edges or corners. */
  static Region largest(Geometry.Volume volume, int[] targets) {
    Grid3 grid = new Grid3(volume);
    Set<List<Integer>> left = new HashSet<>();
    List<List<Integer>> order = new ArrayList<>();
    for (int target : targets) {
      int[] place = grid.place(target);
      order.add(List.of(place[0], place[1], place[2], target));
      left.add(List.of(place[0], place[1], place[2]));
    }
    java.util.Map<List<Integer>, Integer> byPlace = new java.util.HashMap<>();
    order.forEach(voxel -> byPlace.put(voxel.subList(0, 3), voxel.get(3)));
    List<Integer> largest = List.of();
    int clusters = 0;
    for (List<Integer> start : order) {
      if (left.remove(start.subList(0, 3))) {
        clusters++;
        List<Integer> cluster = grow(start.subList(0, 3), left, byPlace);
        largest = cluster.size() > largest.size() ? cluster : largest;
      }
    }
    double[] centroid = new double[3];
    for (int target : largest) {
      double[] at = grid.millimetres(target);
      for (int i = 0; i < 3; i++) {
        centroid[i] += at[i] / largest.size();
      }
    }
    return new Region(largest.size(), clusters, centroid, largest.size() * grid.voxelVolume());
  }

  private static List<Integer> grow(
      List<Integer> start, Set<List<Integer>> left, java.util.Map<List<Integer>, Integer> byPlace) {
    List<Integer> cluster = new ArrayList<>();
    Deque<List<Integer>> open = new ArrayDeque<>();
    open.add(start);
    while (!open.isEmpty()) {
      List<Integer> voxel = open.remove();
      cluster.add(byPlace.get(voxel));
      for (int i = -1; i <= 1; i++) {
        for (int j = -1; j <= 1; j++) {
          for (int k = -1; k <= 1; k++) {
            List<Integer> next = List.of(voxel.get(0) + i, voxel.get(1) + j, voxel.get(2) + k);
            if (left.remove(next)) {
              open.add(next);
            }
          }
        }
      }
    }
    return cluster;
  }
}
