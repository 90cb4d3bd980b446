package dev.arcuate.plugin.bidsfmri.clean;

import dev.arcuate.api.value.Geometry;
import java.util.function.IntConsumer;

/**
 * Smooths volumes with a Gaussian within a mask: weighted means of the voxels inside, so that the
 * emptiness around them does not darken their border. Kernels reach four standard deviations;
 * volumes are continued by reflection.
 */
final class Smoothing {
  private static final double REACH = 4;

  private final int[] shape;
  private final int[] voxels;
  private final double[][] kernels = new double[3][];
  private final double[] volume;
  private final double[] line;
  private final double[] weights;

  Smoothing(CleanStep.Smooth smooth, Geometry.Volume geometry) {
    this.shape = geometry.shape();
    this.voxels = geometry.voxels();
    this.volume = new double[shape[0] * shape[1] * shape[2]];
    int longest = 0;
    for (int axis = 0; axis < 3; axis++) {
      double square = 0;
      for (int row = 0; row < 3; row++) {
        double step = geometry.affine()[4 * row + axis];
        square += step * step;
      }
      kernels[axis] = kernel(smooth.fwhm() / Math.sqrt(8 * Math.log(2)) / Math.sqrt(square));
      longest = Math.max(longest, shape[axis] + kernels[axis].length);
    }
    this.line = new double[longest];
    for (int voxel : voxels) {
      volume[voxel] = 1;
    }
    smooth();
    this.weights = new double[voxels.length];
    for (int v = 0; v < voxels.length; v++) {
      weights[v] = volume[voxels[v]];
    }
  }

  private static double[] kernel(double sigma) {
    int radius = (int) (REACH * sigma + 0.5);
    double[] kernel = new double[2 * radius + 1];
    double sum = 0;
    for (int i = 0; i < kernel.length; i++) {
      double x = (i - radius) / sigma;
      kernel[i] = Math.exp(-0.5 * x * x);
      sum += kernel[i];
    }
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] /= sum;
    }
    return kernel;
  }

  /** Smooths each volume in place; values that are not finite count as 0. */
  void apply(float[][] volumes, IntConsumer tick) {
    for (int t = 0; t < volumes.length; t++) {
      java.util.Arrays.fill(volume, 0);
      for (int v = 0; v < voxels.length; v++) {
        float value = volumes[t][v];
        volume[voxels[v]] = Float.isFinite(value) ? value : 0;
      }
      smooth();
      for (int v = 0; v < voxels.length; v++) {
        volumes[t][v] = (float) (volume[voxels[v]] / weights[v]);
      }
      tick.accept((int) ((long) voxels.length * (t + 1) / volumes.length));
    }
  }

  private void smooth() {
    int stride = 1;
    for (int axis = 0; axis < 3; axis++) {
      int length = shape[axis];
      for (int start = 0; start < volume.length; start++) {
        if (start / stride % length == 0) {
          smooth(start, stride, length, kernels[axis]);
        }
      }
      stride *= length;
    }
  }

  private void smooth(int start, int stride, int length, double[] kernel) {
    int radius = kernel.length / 2;
    boolean empty = true;
    for (int i = 0; i < length + 2 * radius; i++) {
      line[i] = volume[start + reflect(i - radius, length) * stride];
      empty &= line[i] == 0;
    }
    for (int i = 0; i < length && !empty; i++) {
      double sum = 0;
      for (int k = 0; k < kernel.length; k++) {
        sum += kernel[k] * line[i + k];
      }
      volume[start + i * stride] = sum;
    }
  }

  /** d c b a | a b c d | d c b a */
  private static int reflect(int place, int length) {
    int period = 2 * length;
    int inside = Math.floorMod(place, period);
    return inside < length ? inside : period - 1 - inside;
  }
}
