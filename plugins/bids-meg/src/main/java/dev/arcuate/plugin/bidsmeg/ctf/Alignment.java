package dev.arcuate.plugin.bidsmeg.ctf;

import dev.arcuate.plugin.bidsmeg.signal.Frame;
import dev.arcuate.plugin.bidsmeg.signal.Transform;
import java.util.List;

/** Vectors in space, and the rotation that takes three points to three others. */
final class Alignment {
  private static final int SWEEPS = 60;

  private Alignment() {}

  static double[] minus(double[] a, double[] b) {
    return new double[] {a[0] - b[0], a[1] - b[1], a[2] - b[2]};
  }

  static double dot(double[] a, double[] b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  }

  static double distance(double[] a, double[] b) {
    double[] between = minus(a, b);
    return Math.sqrt(dot(between, between));
  }

  static double[] unit(double[] a) {
    double length = Math.sqrt(dot(a, a));
    return new double[] {a[0] / length, a[1] / length, a[2] / length};
  }

  static double[] cross(double[] a, double[] b) {
    return new double[] {
      a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]
    };
  }

  /**
   * The rotation and shift with the least squares of distances: the unit quaternion is the
   * eigenvector of the greatest eigenvalue of a symmetric 4 × 4 matrix (Horn 1987,
   * doi:10.1364/JOSAA.4.000629, eq. 25).
   */
  static Transform fit(List<double[]> from, List<double[]> to) {
    double[] fromMiddle = middle(from);
    double[] toMiddle = middle(to);
    double[][] s = new double[3][3];
    for (int p = 0; p < from.size(); p++) {
      double[] a = minus(from.get(p), fromMiddle);
      double[] b = minus(to.get(p), toMiddle);
      for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
          s[i][j] += a[i] * b[j];
        }
      }
    }
    double[][] n = {
      {s[0][0] + s[1][1] + s[2][2], s[1][2] - s[2][1], s[2][0] - s[0][2], s[0][1] - s[1][0]},
      {0, s[0][0] - s[1][1] - s[2][2], s[0][1] + s[1][0], s[2][0] + s[0][2]},
      {0, 0, -s[0][0] + s[1][1] - s[2][2], s[1][2] + s[2][1]},
      {0, 0, 0, -s[0][0] - s[1][1] + s[2][2]}
    };
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < i; j++) {
        n[i][j] = n[j][i];
      }
    }
    double[] q = greatest(n);
    double[] rotation = {
      1 - 2 * (q[2] * q[2] + q[3] * q[3]),
      2 * (q[1] * q[2] - q[0] * q[3]),
      2 * (q[1] * q[3] + q[0] * q[2]),
      2 * (q[1] * q[2] + q[0] * q[3]),
      1 - 2 * (q[1] * q[1] + q[3] * q[3]),
      2 * (q[2] * q[3] - q[0] * q[1]),
      2 * (q[1] * q[3] - q[0] * q[2]),
      2 * (q[2] * q[3] + q[0] * q[1]),
      1 - 2 * (q[1] * q[1] + q[2] * q[2])
    };
    double[] shift = new double[3];
    for (int i = 0; i < 3; i++) {
      shift[i] =
          toMiddle[i]
              - rotation[3 * i] * fromMiddle[0]
              - rotation[3 * i + 1] * fromMiddle[1]
              - rotation[3 * i + 2] * fromMiddle[2];
    }
    return Transform.of(Frame.CTF_DEVICE, Frame.CTF_HEAD, rotation, shift);
  }

  private static double[] middle(List<double[]> points) {
    double[] middle = new double[3];
    for (double[] point : points) {
      for (int i = 0; i < 3; i++) {
        middle[i] += point[i] / points.size();
      }
    }
    return middle;
  }

  /** Eigenvector of the greatest eigenvalue, by Jacobi's rotations. */
  private static double[] greatest(double[][] symmetric) {
    double[][] vectors = new double[4][4];
    for (int i = 0; i < 4; i++) {
      vectors[i][i] = 1;
    }
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      for (int p = 0; p < 4; p++) {
        for (int q = p + 1; q < 4; q++) {
          rotate(symmetric, vectors, p, q);
        }
      }
    }
    int best = 0;
    for (int i = 1; i < 4; i++) {
      if (symmetric[i][i] > symmetric[best][best]) {
        best = i;
      }
    }
    double[] vector = new double[4];
    for (int i = 0; i < 4; i++) {
      vector[i] = vectors[i][best];
    }
    return vector;
  }

  private static void rotate(double[][] a, double[][] v, int p, int q) {
    if (a[p][q] == 0) {
      return;
    }
    double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
    double t = Math.signum(theta) / (Math.abs(theta) + Math.hypot(theta, 1));
    if (theta == 0) {
      t = 1;
    }
    double c = 1 / Math.hypot(t, 1);
    double s = t * c;
    for (int k = 0; k < 4; k++) {
      double left = a[k][p];
      double right = a[k][q];
      a[k][p] = c * left - s * right;
      a[k][q] = s * left + c * right;
    }
    for (int k = 0; k < 4; k++) {
      double up = a[p][k];
      double down = a[q][k];
      a[p][k] = c * up - s * down;
      a[q][k] = s * up + c * down;
      double left = v[k][p];
      double right = v[k][q];
      v[k][p] = c * left - s * right;
      v[k][q] = s * left + c * right;
    }
  }
}
