package dev.arcuate.plugin.bidsfmri;

import java.util.BitSet;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Samples volumes at the vertices of a surface: the mean of points evenly spread on a line through
 * the vertex, at right angles to the surface, each interpolated linearly between the eight voxels
 * around it. Points outside of the image or the mask do not count. As nilearn's {@code vol_to_surf}
 * with {@code kind="line"}.
 */
final class SurfaceSampler {
  /** Per vertex the places in {@link #voxels} and their weights; empty where no point counts. */
  private final int[][] places;

  private final double[][] weights;
  private final int[] voxels;

  private SurfaceSampler(int[][] places, double[][] weights, int[] voxels) {
    this.places = places;
    this.weights = weights;
    this.voxels = voxels;
  }

  /**
   * Where the image lies.
   *
   * @param affine voxel indices to millimetres
   * @param mask voxels that count; all where there is none
   */
  record Grid(int[] shape, double[] affine, Optional<BitSet> mask) {
    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  /**
   * @param vertices which are sampled
   * @param radius half the length of the line in millimetres
   * @param points on the line
   */
  static SurfaceSampler of(SurfaceMesh mesh, int[] vertices, Grid grid, double radius, int points) {
    double[] inverse = inverse(grid.affine());
    double[] normals = mesh.normals();
    BitSet used = new BitSet();
    int[][] indices = new int[vertices.length][];
    double[][] weights = new double[vertices.length][];
    for (int v = 0; v < vertices.length; v++) {
      Map<Integer, Double> sum = new TreeMap<>();
      int counted = 0;
      for (int p = 0; p < points; p++) {
        double offset = points == 1 ? radius : radius - 2 * radius * p / (points - 1);
        double[] at = new double[3];
        for (int axis = 0; axis < 3; axis++) {
          int place = 3 * vertices[v] + axis;
          at[axis] = mesh.places()[place] + offset * normals[place];
        }
        counted += add(voxel(inverse, at), grid, sum) ? 1 : 0;
      }
      indices[v] = sum.keySet().stream().mapToInt(Integer::intValue).toArray();
      int all = counted;
      weights[v] = sum.values().stream().mapToDouble(weight -> weight / all).toArray();
      sum.keySet().forEach(used::set);
    }
    int[] voxels = used.stream().toArray();
    for (int[] each : indices) {
      for (int i = 0; i < each.length; i++) {
        each[i] = java.util.Arrays.binarySearch(voxels, each[i]);
      }
    }
    return new SurfaceSampler(indices, weights, voxels);
  }

  private static double[] voxel(double[] inverse, double[] at) {
    double[] voxel = new double[3];
    for (int row = 0; row < 3; row++) {
      voxel[row] =
          inverse[4 * row] * at[0]
              + inverse[4 * row + 1] * at[1]
              + inverse[4 * row + 2] * at[2]
              + inverse[4 * row + 3];
    }
    return voxel;
  }

  private static boolean add(double[] at, Grid grid, Map<Integer, Double> sum) {
    int[] low = new int[3];
    for (int axis = 0; axis < 3; axis++) {
      if (!(at[axis] >= 0) || at[axis] >= grid.shape()[axis]) {
        return false;
      }
      low[axis] = (int) at[axis];
    }
    if (grid.mask().isPresent() && !grid.mask().get().get(index(grid, low[0], low[1], low[2]))) {
      return false;
    }
    double[] beyond = new double[3];
    for (int axis = 0; axis < 3; axis++) {
      // Beyond the centre of the last voxel the line through the last two goes on.
      low[axis] = Math.max(0, Math.min(low[axis], grid.shape()[axis] - 2));
      beyond[axis] = grid.shape()[axis] == 1 ? 0 : at[axis] - low[axis];
    }
    for (int corner = 0; corner < 8; corner++) {
      double weight = 1;
      int[] place = low.clone();
      for (int axis = 0; axis < 3; axis++) {
        boolean upper = (corner >> axis & 1) == 1;
        weight *= upper ? beyond[axis] : 1 - beyond[axis];
        place[axis] += upper ? 1 : 0;
      }
      if (weight != 0) {
        sum.merge(index(grid, place[0], place[1], place[2]), weight, Double::sum);
      }
    }
    return true;
  }

  private static int index(Grid grid, int i, int j, int k) {
    return i + grid.shape()[0] * (j + grid.shape()[1] * k);
  }

  /** Of an affine transform. */
  private static double[] inverse(double[] m) {
    double[] inverse = new double[12];
    double determinant = 0;
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        int a = (j + 1) % 3;
        int b = (j + 2) % 3;
        int c = (i + 1) % 3;
        int d = (i + 2) % 3;
        inverse[4 * i + j] = m[4 * a + c] * m[4 * b + d] - m[4 * a + d] * m[4 * b + c];
      }
      determinant += m[i] * inverse[4 * i];
    }
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        inverse[4 * i + j] /= determinant;
      }
      for (int j = 0; j < 3; j++) {
        inverse[4 * i + 3] -= inverse[4 * i + j] * m[4 * j + 3];
      }
    }
    return inverse;
  }

  /** Voxels that are needed, ascending. */
  int[] voxels() {
    return voxels;
  }

  int vertices() {
    return places.length;
  }

  /**
   * Values at the vertices.
   *
   * @param values of {@link #voxels}
   * @param into one value per vertex, from a place on
   */
  void sample(float[] values, float[] into, int from) {
    for (int v = 0; v < places.length; v++) {
      double sum = places[v].length == 0 ? Double.NaN : 0;
      for (int i = 0; i < places[v].length; i++) {
        sum += weights[v][i] * values[places[v][i]];
      }
      into[from + v] = (float) sum;
    }
  }
}
