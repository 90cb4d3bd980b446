package dev.arcuate.plugin.bidsfmri.simulate;

import dev.arcuate.api.Problem;
import dev.arcuate.plugin.bidsfmri.nifti.Affines;
import dev.arcuate.plugin.bidsfmri.simulate.SimulateSettings.Sphere;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A volume with an ellipsoid of voxels that respond.
 *
 * @param shape voxels along i, j, k
 * @param affine 4 × 4, row-major; the middle of the volume is the origin
 * @param voxels inside, ascending
 */
record Brain(int[] shape, double[] affine, int[] voxels) {
  /** The ellipsoid leaves a border of this share of the volume. */
  private static final double FILLS = 0.92;

  static Brain of(List<Integer> shape, double voxelSize) {
    int[] sizes = shape.stream().mapToInt(Integer::intValue).toArray();
    double[] affine = new double[16];
    for (int axis = 0; axis < 3; axis++) {
      affine[5 * axis] = voxelSize;
      affine[4 * axis + 3] = -voxelSize * (sizes[axis] - 1) / 2;
    }
    affine[15] = 1;
    Brain box = new Brain(sizes, affine, new int[0]);
    int[] inside =
        IntStream.range(0, sizes[0] * sizes[1] * sizes[2])
            .filter(
                voxel -> {
                  double[] place = box.place(voxel);
                  double sum = 0;
                  for (int axis = 0; axis < 3; axis++) {
                    double half = FILLS * voxelSize * sizes[axis] / 2;
                    sum += place[axis] * place[axis] / half / half;
                  }
                  return sum <= 1;
                })
            .toArray();
    return new Brain(sizes, affine, inside);
  }

  /** Millimetres of a voxel by its index in the volume. */
  double[] place(int voxel) {
    int i = voxel % shape[0];
    int j = voxel / shape[0] % shape[1];
    int k = voxel / shape[0] / shape[1];
    return Affines.toMillimetres(affine, i, j, k);
  }

  /** For each voxel inside, whether it lies in a ball. */
  boolean[] region(String name, Sphere sphere) {
    boolean[] member = new boolean[voxels.length];
    boolean any = false;
    for (int v = 0; v < voxels.length; v++) {
      double[] place = place(voxels[v]);
      double square = 0;
      for (int axis = 0; axis < 3; axis++) {
        double away = place[axis] - sphere.center().get(axis);
        square += away * away;
      }
      member[v] = square <= sphere.radius() * sphere.radius();
      any |= member[v];
    }
    if (!any) {
      throw Problem.user(
              "BIDS_FMRI_REGION_OUTSIDE",
              name + " at " + sphere.center() + " mm holds no voxel of the simulated brain")
          .hint("the brain fills the middle of the volume; use a larger radius or another centre")
          .exception();
    }
    return member;
  }

  int volumeSize() {
    return shape[0] * shape[1] * shape[2];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Brain that
        && Arrays.equals(shape, that.shape)
        && Arrays.equals(affine, that.affine);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(voxels);
  }
}
