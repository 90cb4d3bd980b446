package dev.arcuate.api.statistics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The false discovery rate of Benjamini and Hochberg (1995,
 * doi:10.1111/j.2517-6161.1995.tb02031.x).
 */
public final class FalseDiscovery {
  private FalseDiscovery() {}

  /** Adjusted p-values in the order given; NaN is left out of the count and stays NaN. */
  public static double[] adjust(double[] p) {
    int[] order =
        IntStream.range(0, p.length)
            .filter(i -> !Double.isNaN(p[i]))
            .boxed()
            .sorted(Comparator.comparingDouble(i -> p[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] q = new double[p.length];
    Arrays.fill(q, Double.NaN);
    double least = 1;
    for (int rank = order.length; rank > 0; rank--) {
      least = Math.min(least, p[order[rank - 1]] * order.length / rank);
      q[order[rank - 1]] = least;
    }
    return q;
  }
}
