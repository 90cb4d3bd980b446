package dev.arcuate.plugin.statistics;

import dev.arcuate.api.Task;
import dev.arcuate.api.value.Recording;
import dev.arcuate.api.value.Sampling;
import java.util.List;

/** Leave-one-out inter-subject correlation of a tile of targets at a time. */
final class InterSubject {
  private final List<Recording> recordings;
  private final Sampling sampling;
  private final Task task;

  InterSubject(List<Recording> recordings, Task task) {
    this.recordings = recordings;
    this.sampling = recordings.get(0).sampling();
    this.task = task;
  }

  /** One subject's values, as read and z-scored, and the sum over subjects. */
  int tileWidth(long memoryBytes) {
    long perTarget = (long) sampling.samples() * (Float.BYTES + 2 * Double.BYTES);
    return (int) Math.max(1, Math.min(memoryBytes / 2 / perTarget, 1 << 16));
  }

  /**
   * Correlations of each subject with the sum of the others.
   *
   * @return [subjects][columns]; NaN where a subject has missing values or is constant in a run,
   *     and such a subject does not count among the others either
   */
  double[][] correlate(int from, int columns) {
    int samples = sampling.samples();
    double[] sum = new double[Math.multiplyExact(samples, columns)];
    for (Recording recording : recordings) {
      double[] z = standardised(recording, from, columns);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += Double.isNaN(z[i]) ? 0 : z[i];
      }
    }
    double[][] correlations = new double[recordings.size()][columns];
    for (int subject = 0; subject < correlations.length; subject++) {
      double[] z = standardised(recordings.get(subject), from, columns);
      for (int column = 0; column < columns; column++) {
        correlations[subject][column] = withOthers(z, sum, samples, columns, column);
      }
    }
    return correlations;
  }

  private static double withOthers(double[] z, double[] sum, int samples, int columns, int column) {
    double meanOwn = 0;
    double meanOthers = 0;
    for (int row = 0; row < samples; row++) {
      double own = z[row * columns + column];
      meanOwn += own / samples;
      meanOthers += (sum[row * columns + column] - own) / samples;
    }
    double product = 0;
    double squareOwn = 0;
    double squareOthers = 0;
    for (int row = 0; row < samples; row++) {
      double own = z[row * columns + column] - meanOwn;
      double others = sum[row * columns + column] - z[row * columns + column] - meanOthers;
      product += own * others;
      squareOwn += own * own;
      squareOthers += others * others;
    }
    return squareOthers > 0 ? product / Math.sqrt(squareOwn * squareOthers) : Double.NaN;
  }

  /** Values with mean 0 and standard deviation 1 (ddof 0) in every run; NaN for a whole column. */
  double[] standardised(Recording recording, int from, int columns) {
    task.checkCancelled();
    int samples = sampling.samples();
    float[] values = new float[samples * columns];
    recording.matrix().read(0, samples, from, columns, values);
    double[] z = new double[values.length];
    for (int column = 0; column < columns; column++) {
      boolean usable = true;
      for (int run = 0; run < sampling.runs().size(); run++) {
        int first = sampling.firstRow(run);
        int end = first + sampling.runs().get(run).samples();
        usable &= standardise(values, z, first, end, columns, column);
      }
      for (int row = 0; row < samples && !usable; row++) {
        z[row * columns + column] = Double.NaN;
      }
    }
    return z;
  }

  private static boolean standardise(
      float[] values, double[] z, int first, int end, int columns, int column) {
    int n = end - first;
    double mean = 0;
    for (int row = first; row < end; row++) {
      mean += (double) values[row * columns + column] / n;
    }
    double variance = 0;
    for (int row = first; row < end; row++) {
      double difference = values[row * columns + column] - mean;
      variance += difference * difference / n;
    }
    double deviation = Math.sqrt(variance);
    for (int row = first; row < end; row++) {
      z[row * columns + column] = (values[row * columns + column] - mean) / deviation;
    }
    // NaN compares false. A deviation that is rounding of the mean is no variation.
    return deviation > Math.abs(mean) * 1e-12;
  }
}
