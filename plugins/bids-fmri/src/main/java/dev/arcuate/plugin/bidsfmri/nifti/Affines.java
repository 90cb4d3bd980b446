package dev.arcuate.plugin.bidsfmri.nifti;

/** Voxel indices to millimetres: 4 × 4, row-major. */
public final class Affines {
  private Affines() {}

  static double[] ofRows(double[] rows) {
    double[] affine = new double[16];
    System.arraycopy(rows, 0, affine, 0, 12);
    affine[15] = 1;
    return affine;
  }

  /** Method 2 of the NIfTI-1 standard: a rotation given as b, c, d of a unit quaternion. */
  static double[] ofQuaternion(double[] quaternion, double[] spacing) {
    double b = quaternion[0];
    double c = quaternion[1];
    double d = quaternion[2];
    double a = Math.sqrt(Math.max(0, 1 - b * b - c * c - d * d));
    double flip = spacing[0] < 0 ? -1 : 1;
    double[] rotation = {
      a * a + b * b - c * c - d * d,
      2 * (b * c - a * d),
      2 * (b * d + a * c),
      2 * (b * c + a * d),
      a * a + c * c - b * b - d * d,
      2 * (c * d - a * b),
      2 * (b * d - a * c),
      2 * (c * d + a * b),
      a * a + d * d - b * b - c * c
    };
    double[] affine = new double[16];
    for (int row = 0; row < 3; row++) {
      for (int axis = 0; axis < 3; axis++) {
        double step = spacing[axis + 1] * (axis == 2 ? flip : 1);
        affine[4 * row + axis] = rotation[3 * row + axis] * step;
      }
      affine[4 * row + 3] = quaternion[3 + row];
    }
    affine[15] = 1;
    return affine;
  }

  /** Without any transform in the file: the middle is the origin and i runs from right to left. */
  static double[] ofSpacing(int[] shape, double[] spacing) {
    double[] affine = new double[16];
    for (int axis = 0; axis < 3; axis++) {
      double step = (axis == 0 ? -1 : 1) * (spacing[axis + 1] == 0 ? 1 : spacing[axis + 1]);
      affine[5 * axis] = step;
      affine[4 * axis + 3] = -step * (shape[axis] - 1) / 2;
    }
    affine[15] = 1;
    return affine;
  }

  /** Millimetres of a voxel. */
  public static double[] toMillimetres(double[] affine, double i, double j, double k) {
    double[] place = new double[3];
    for (int row = 0; row < 3; row++) {
      place[row] =
          affine[4 * row] * i
              + affine[4 * row + 1] * j
              + affine[4 * row + 2] * k
              + affine[4 * row + 3];
    }
    return place;
  }

  /** Length of a voxel along an axis, in millimetres. */
  static double spacing(double[] affine, int axis) {
    return Math.sqrt(
        affine[axis] * affine[axis]
            + affine[4 + axis] * affine[4 + axis]
            + affine[8 + axis] * affine[8 + axis]);
  }

  /** Whether two transforms put every voxel of a volume at the same place, to 0.01 mm. */
  public static boolean same(double[] a, double[] b, int[] shape) {
    for (int corner = 0; corner < 8; corner++) {
      int i = (corner & 1) * (shape[0] - 1);
      int j = (corner >> 1 & 1) * (shape[1] - 1);
      int k = (corner >> 2) * (shape[2] - 1);
      double[] first = toMillimetres(a, i, j, k);
      double[] second = toMillimetres(b, i, j, k);
      for (int axis = 0; axis < 3; axis++) {
        if (!(Math.abs(first[axis] - second[axis]) < 0.01)) {
          return false;
        }
      }
    }
    return true;
  }
}
