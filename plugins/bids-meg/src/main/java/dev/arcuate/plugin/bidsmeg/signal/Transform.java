package dev.arcuate.plugin.bidsmeg.signal;

import java.util.Arrays;

/**
 * A rotation and a shift from one frame of coordinates to another.
 *
 * @param from the frame of what is put in
 * @param to the frame of what comes out
 * @param matrix 4 × 4, row-major, metres
 */
public record Transform(Frame from, Frame to, double[] matrix) {
  public Transform {
    if (matrix.length != 16) {
      throw new IllegalArgumentException("a transform is 4 × 4, not " + matrix.length);
    }
    matrix = matrix.clone();
  }

  /** A transform from nine numbers of a rotation, row-major, and three of a shift. */
  public static Transform of(Frame from, Frame to, double[] rotation, double[] shift) {
    double[] matrix = new double[16];
    for (int row = 0; row < 3; row++) {
      System.arraycopy(rotation, 3 * row, matrix, 4 * row, 3);
      matrix[4 * row + 3] = shift[row];
    }
    matrix[15] = 1;
    return new Transform(from, to, matrix);
  }

  /** Where a point lies in the other frame. */
  public double[] point(double x, double y, double z) {
    double[] there = direction(x, y, z);
    for (int row = 0; row < 3; row++) {
      there[row] += matrix[4 * row + 3];
    }
    return there;
  }

  /** Where a direction points in the other frame. */
  public double[] direction(double x, double y, double z) {
    double[] there = new double[3];
    for (int row = 0; row < 3; row++) {
      there[row] = matrix[4 * row] * x + matrix[4 * row + 1] * y + matrix[4 * row + 2] * z;
    }
    return there;
  }

  /** A sensor's position and axes in the other frame. */
  public double[] location(double[] location) {
    double[] there = new double[12];
    System.arraycopy(point(location[0], location[1], location[2]), 0, there, 0, 3);
    for (int axis = 3; axis < 12; axis += 3) {
      double[] turned = direction(location[axis], location[axis + 1], location[axis + 2]);
      System.arraycopy(turned, 0, there, axis, 3);
    }
    return there;
  }

  /** The way back, of a rotation and a shift. */
  public Transform inverse() {
    double[] rotation = new double[9];
    double[] shift = new double[3];
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 3; column++) {
        rotation[3 * row + column] = matrix[4 * column + row];
        shift[row] -= matrix[4 * column + row] * matrix[4 * column + 3];
      }
    }
    return of(to, from, rotation, shift);
  }

  /** This transform, and then another. */
  public Transform then(Transform next) {
    double[] product = new double[16];
    for (int row = 0; row < 4; row++) {
      for (int column = 0; column < 4; column++) {
        for (int k = 0; k < 4; k++) {
          product[4 * row + column] += next.matrix[4 * row + k] * matrix[4 * k + column];
        }
      }
    }
    return new Transform(from, next.to, product);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Transform that
        && from == that.from
        && to == that.to
        && Arrays.equals(matrix, that.matrix);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(matrix);
  }
}
