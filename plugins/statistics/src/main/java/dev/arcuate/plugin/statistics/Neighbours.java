package dev.arcuate.plugin.statistics;

import dev.arcuate.api.Problem;
import dev.arcuate.api.value.Geometry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which targets touch: voxels by a face, vertices by an edge of the mesh, sensors by their
 * distance, times by following each other.
 */
final class Neighbours {
  /** Sensors this much farther apart than neighbours usually are do not touch. */
  private static final double SENSOR_REACH = 1.6;

  private static final int NEAREST = 2;

  private final int[] start;
  private final int[] other;

  private Neighbours(int targets, List<int[]> pairs) {
    start = new int[targets + 1];
    for (int[] pair : pairs) {
      start[pair[0] + 1]++;
      start[pair[1] + 1]++;
    }
    for (int target = 0; target < targets; target++) {
      start[target + 1] += start[target];
    }
    other = new int[2 * pairs.size()];
    int[] next = Arrays.copyOf(start, targets);
    for (int[] pair : pairs) {
      other[next[pair[0]]++] = pair[1];
      other[next[pair[1]]++] = pair[0];
    }
  }

  /**
   * @param pairs places of targets that touch, each pair once
   */
  static Neighbours of(int targets, List<int[]> pairs) {
    return new Neighbours(targets, pairs);
  }

  /**
   * @param left edges of the left hemisphere's mesh, where vertices are concerned
   * @param right of the right hemisphere's
   * @throws dev.arcuate.api.ProblemException {@code STATISTICS_NO_NEIGHBOURS}, {@code
   *     STATISTICS_MESH_MISSING}, {@code STATISTICS_MESH_DIFFERS}
   */
  static Neighbours of(Geometry geometry, Optional<Mesh> left, Optional<Mesh> right) {
    return new Neighbours(geometry.targets(), pairs(geometry, left, right));
  }

  private static List<int[]> pairs(Geometry geometry, Optional<Mesh> left, Optional<Mesh> right) {
    if (geometry instanceof Geometry.Volume volume) {
      return voxels(volume);
    }
    if (geometry instanceof Geometry.Surface surface) {
      return vertices(surface, surface.hemisphere().equals("L") ? left : right);
    }
    if (geometry instanceof Geometry.Grayordinates parts) {
      List<int[]> all = new ArrayList<>();
      int first = 0;
      for (Geometry part : parts.parts()) {
        for (int[] pair : pairs(part, left, right)) {
          all.add(new int[] {pair[0] + first, pair[1] + first});
        }
        first += part.targets();
      }
      return all;
    }
    if (geometry instanceof Geometry.Sensors sensors) {
      return sensors(sensors);
    }
    if (geometry instanceof Geometry.OverTime over) {
      return overTime(over, left, right);
    }
    throw Problem.user(
            "STATISTICS_NO_NEIGHBOURS", "regions have no neighbours, so that there are no clusters")
        .hint("write 'correction: max-statistic' or 'fdr'")
        .exception();
  }

  private static List<int[]> voxels(Geometry.Volume volume) {
    Map<Integer, Integer> place = new HashMap<>();
    for (int target = 0; target < volume.targets(); target++) {
      place.put(volume.voxels()[target], target);
    }
    int width = volume.shape()[0];
    int slice = width * volume.shape()[1];
    List<int[]> pairs = new ArrayList<>();
    for (int target = 0; target < volume.targets(); target++) {
      int voxel = volume.voxels()[target];
      boolean lastColumn = voxel % width == width - 1;
      boolean lastRow = voxel % slice / width == volume.shape()[1] - 1;
      add(pairs, target, lastColumn ? null : place.get(voxel + 1));
      add(pairs, target, lastRow ? null : place.get(voxel + width));
      add(pairs, target, place.get(voxel + slice));
    }
    return pairs;
  }

  private static void add(List<int[]> pairs, int target, Integer neighbour) {
    if (neighbour != null) {
      pairs.add(new int[] {target, neighbour});
    }
  }

  private static List<int[]> vertices(Geometry.Surface surface, Optional<Mesh> mesh) {
    if (mesh.isEmpty()) {
      boolean left = surface.hemisphere().equals("L");
      throw Problem.user(
              "STATISTICS_MESH_MISSING",
              "clusters on the "
                  + (left ? "left" : "right")
                  + " surface need its mesh, which says what vertices touch")
          .hint(
              "write '"
                  + (left ? "mesh-left" : "mesh-right")
                  + ": FILE.surf.gii', such as the white surface of "
                  + surface.space())
          .exception();
    }
    if (mesh.get().vertices() != surface.vertices()) {
      throw Problem.user(
              "STATISTICS_MESH_DIFFERS",
              "the mesh has "
                  + mesh.get().vertices()
                  + " vertices, the targets lie on a surface of "
                  + surface.vertices())
          .hint("give the mesh of " + surface.space())
          .exception();
    }
    int[] place = new int[surface.vertices()];
    Arrays.fill(place, -1);
    for (int target = 0; target < surface.targets(); target++) {
      place[surface.kept()[target]] = target;
    }
    List<int[]> pairs = new ArrayList<>();
    for (int[] edge : mesh.get().edges()) {
      if (place[edge[0]] >= 0 && place[edge[1]] >= 0) {
        pairs.add(new int[] {place[edge[0]], place[edge[1]]});
      }
    }
    return pairs;
  }

  /** Sensors of one type touch if they are little farther apart than the nearest usually are. */
  private static List<int[]> sensors(Geometry.Sensors sensors) {
    int n = sensors.targets();
    double[][] distance = new double[n][n];
    double[] usual = new double[n];
    for (int a = 0; a < n; a++) {
      for (int b = 0; b < n; b++) {
        distance[a][b] =
            a == b || !sensors.types().get(a).equals(sensors.types().get(b))
                ? Double.NaN
                : distance(sensors.positions(), a, b);
      }
      double[] nearest = Arrays.stream(distance[a]).filter(d -> d > 0).sorted().toArray();
      usual[a] = Arrays.stream(nearest).limit(NEAREST).average().orElse(Double.NaN);
    }
    double[] sorted = Arrays.stream(usual).filter(Double::isFinite).sorted().toArray();
    if (sorted.length == 0) {
      throw Problem.data(
              "STATISTICS_NO_NEIGHBOURS",
              "the sensors have no positions, so that it is unknown which are neighbours")
          .hint("write 'correction: max-statistic' or 'fdr'")
          .exception();
    }
    double reach = SENSOR_REACH * sorted[sorted.length / 2];
    List<int[]> pairs = new ArrayList<>();
    for (int a = 0; a < n; a++) {
      for (int b = a + 1; b < n; b++) {
        if (distance[a][b] <= reach) {
          pairs.add(new int[] {a, b});
        }
      }
    }
    return pairs;
  }

  private static double distance(double[] positions, int a, int b) {
    double squares = 0;
    for (int axis = 0; axis < 3; axis++) {
      double difference = positions[3 * a + axis] - positions[3 * b + axis];
      squares += difference * difference;
    }
    return Math.sqrt(squares);
  }

  private static List<int[]> overTime(
      Geometry.OverTime over, Optional<Mesh> left, Optional<Mesh> right) {
    int times = over.times();
    List<int[]> pairs = new ArrayList<>();
    List<int[]> inSpace =
        over.space() instanceof Geometry.Regions ? List.of() : pairs(over.space(), left, right);
    for (int time = 0; time < times; time++) {
      for (int[] pair : inSpace) {
        pairs.add(new int[] {pair[0] * times + time, pair[1] * times + time});
      }
      for (int place = 0; place < over.space().targets() && time + 1 < times; place++) {
        pairs.add(new int[] {place * times + time, place * times + time + 1});
      }
    }
    return pairs;
  }

  int targets() {
    return start.length - 1;
  }

  /** Number of neighbours of a target. */
  int count(int target) {
    return start[target + 1] - start[target];
  }

  /** A neighbour of a target, from 0 to {@link #count}. */
  int neighbour(int target, int index) {
    return other[start[target] + index];
  }
}
