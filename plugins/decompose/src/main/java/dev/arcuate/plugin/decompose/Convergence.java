package dev.arcuate.plugin.decompose;

import dev.arcuate.api.Task;

/**
 * How the mean over equivalents settles with their number: 1 minus the cosine of the mean over the
 * first k and the mean over all, averaged over words. Source: methods reference, 4.1 and 16.
 */
final class Convergence {
  private Convergence() {}

  /** One entry per k, from 1 to the number of stories; the last is 0. */
  static double[] of(Given given, int layer, Task task) {
    Rows all = given.mean(layer, task);
    double[] sum = new double[all.values().length];
    double[] distances = new double[given.stories().size()];
    for (int k = 0; k < distances.length; k++) {
      task.checkCancelled();
      float[] values = given.stories().get(k).layer(layer).toArray();
      for (int i = 0; i < sum.length; i++) {
        sum[i] += values[i];
      }
      double total = 0;
      for (int row = 0; row < all.count(); row++) {
        total += distance(sum, all.values(), row * all.width(), all.width());
      }
      distances[k] = total / all.count();
    }
    return distances;
  }

  private static double distance(double[] a, float[] b, int from, int width) {
    double aa = 0;
    double bb = 0;
    double ab = 0;
    for (int i = from; i < from + width; i++) {
      aa += a[i] * a[i];
      bb += (double) b[i] * b[i];
      ab += a[i] * b[i];
    }
    return aa == 0 || bb == 0 ? 0 : Math.max(0, 1 - ab / Math.sqrt(aa * bb));
  }
}
