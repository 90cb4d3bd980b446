package dev.arcuate.plugin.report;

import dev.arcuate.api.value.Geometry;

/** Voxel indices, millimetres, and the order of axes that people are used to. */
final class Grid3 {
  private final Geometry.Volume volume;

  /** For each of right, anterior, superior: the voxel axis that runs along it. */
  private final int[] axis = new int[3];

  /** For each: whether the voxel axis runs the other way. */
  private final boolean[] reversed = new boolean[3];

  Grid3(Geometry.Volume volume) {
    this.volume = volume;
    boolean[] taken = new boolean[3];
    boolean[] done = new boolean[3];
    for (int round = 0; round < 3; round++) {
      int bestWorld = -1;
      int bestVoxel = -1;
      double greatest = -1;
      for (int world = 0; world < 3; world++) {
        for (int voxel = 0; voxel < 3; voxel++) {
          double size = Math.abs(volume.affine()[world * 4 + voxel]) / length(voxel);
          if (!done[world] && !taken[voxel] && size > greatest) {
            greatest = size;
            bestWorld = world;
            bestVoxel = voxel;
          }
        }
      }
      axis[bestWorld] = bestVoxel;
      reversed[bestWorld] = volume.affine()[bestWorld * 4 + bestVoxel] < 0;
      done[bestWorld] = true;
      taken[bestVoxel] = true;
    }
  }

  private double length(int voxelAxis) {
    double squares = 0;
    for (int world = 0; world < 3; world++) {
      double part = volume.affine()[world * 4 + voxelAxis];
      squares += part * part;
    }
    return Math.sqrt(squares);
  }

  /** Voxels along right, anterior or superior. */
  int size(int world) {
    return volume.shape()[axis[world]];
  }

  /** Millimetres from voxel to voxel along right, anterior or superior. */
  double step(int world) {
    return length(axis[world]);
  }

  /** Indices along right, anterior, superior of a target. */
  int[] place(int target) {
    int[] voxel = voxel(target);
    int[] place = new int[3];
    for (int world = 0; world < 3; world++) {
      int index = voxel[axis[world]];
      place[world] = reversed[world] ? size(world) - 1 - index : index;
    }
    return place;
  }

  private int[] voxel(int target) {
    int index = volume.voxels()[target];
    int[] shape = volume.shape();
    return new int[] {index % shape[0], index / shape[0] % shape[1], index / shape[0] / shape[1]};
  }

  /** Millimetres of a target. */
  double[] millimetres(int target) {
    int[] voxel = voxel(target);
    double[] at = new double[3];
    for (int world = 0; world < 3; world++) {
      at[world] = volume.affine()[world * 4 + 3];
      for (int i = 0; i < 3; i++) {
        at[world] += volume.affine()[world * 4 + i] * voxel[i];
      }
    }
    return at;
  }

  /** Volume of a voxel in cubic millimetres. */
  double voxelVolume() {
    double[] a = volume.affine();
    return Math.abs(
        a[0] * (a[5] * a[10] - a[6] * a[9])
            - a[1] * (a[4] * a[10] - a[6] * a[8])
            + a[2] * (a[4] * a[9] - a[5] * a[8]));
  }

  static double distance(double[] a, double[] b) {
    return Math.sqrt(
        (a[0] - b[0]) * (a[0] - b[0])
            + (a[1] - b[1]) * (a[1] - b[1])
            + (a[2] - b[2]) * (a[2] - b[2]));
  }
}
