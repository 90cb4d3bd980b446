package dev.arcuate.plugin.bidsfmri.glm;

import dev.arcuate.api.value.Sampling;
import java.util.List;

/**
 * Noise of which each sample keeps a share of the one before it: the share is estimated from what a
 * first fit leaves, rounded towards 0 to hundredths, and taken out of series and regressors before
 * a second fit. As nilearn's {@code noise_model="ar1"}; runs and gaps start anew.
 */
final class Whitening {
  private static final int STEPS = 100;
  private static final int MOST = 99;

  /** Whether the row before is the sample before. */
  private final boolean[] follows;

  private final int pairs;

  Whitening(Sampling sampling) {
    follows = new boolean[sampling.samples()];
    int count = 0;
    for (int run = 0; run < sampling.runs().size(); run++) {
      int[] places = sampling.runs().get(run).places();
      for (int i = 1; i < places.length; i++) {
        boolean next = places[i] == places[i - 1] + 1;
        follows[sampling.firstRow(run) + i] = next;
        count += next ? 1 : 0;
      }
    }
    pairs = count;
  }

  /**
   * Hundredths of a sample that the next one keeps, per series.
   *
   * @param left by a fit, [samples × width]
   */
  int[] shares(double[] left, int width) {
    double[] square = new double[width];
    double[] product = new double[width];
    for (int row = 0; row < follows.length; row++) {
      for (int s = 0; s < width; s++) {
        double value = left[row * width + s];
        square[s] += value * value;
        product[s] += follows[row] ? value * left[(row - 1) * width + s] : 0;
      }
    }
    int[] shares = new int[width];
    for (int s = 0; s < width; s++) {
      double share = product[s] / pairs / (square[s] / follows.length);
      shares[s] = (int) Math.max(-MOST, Math.min(MOST, share * STEPS));
    }
    return shares;
  }

  /**
   * @param rows [samples × width]
   * @param which columns are taken
   */
  double[] whiten(double[] rows, int width, List<Integer> which, int share) {
    double[] white = new double[follows.length * which.size()];
    for (int row = 0; row < follows.length; row++) {
      for (int c = 0; c < which.size(); c++) {
        int at = row * width + which.get(c);
        double before = follows[row] ? rows[at - width] * share / STEPS : 0;
        white[row * which.size() + c] = rows[at] - before;
      }
    }
    return white;
  }
}
