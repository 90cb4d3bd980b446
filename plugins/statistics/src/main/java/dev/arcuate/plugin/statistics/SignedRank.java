package dev.arcuate.plugin.statistics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Wilcoxon's signed-rank test of values that are symmetric around 0 under the null hypothesis
 * (Wilcoxon 1945, doi:10.2307/3001968). Zeros are dropped, equal magnitudes share their mean rank.
 *
 * <p>The p-value is exact up to 50 values, or up to 13 where there are zeros or equal magnitudes;
 * beyond that it comes from the normal approximation with the correction of its variance for equal
 * magnitudes and without correction for continuity: the rules of SciPy 1.17.
 */
final class SignedRank {
  private static final int EXACT_UP_TO = 50;
  private static final int EXACT_WITH_TIES_UP_TO = 13;

  private SignedRank() {}

  /** The p-value of finite values; 1 if all are 0, NaN without values. */
  static double p(double[] values, Alternative alternative) {
    if (values.length == 0) {
      return Double.NaN;
    }
    double[] kept = Arrays.stream(values).filter(value -> value != 0).toArray();
    if (kept.length == 0) {
      return 1;
    }
    Ranks ranks = Ranks.of(kept);
    boolean plain = !ranks.tied() && kept.length == values.length;
    return values.length <= (plain ? EXACT_UP_TO : EXACT_WITH_TIES_UP_TO)
        ? exact(ranks, alternative)
        : approximate(ranks, alternative);
  }

  /**
   * Ranks of magnitudes.
   *
   * @param doubled twice the rank of each value: whole numbers also for mean ranks
   * @param positive twice the sum of the ranks of positive values
   * @param tieTerm Σ(t³ − t) over groups of t equal magnitudes
   */
  private record Ranks(int[] doubled, int positive, double tieTerm) {
    boolean tied() {
      return tieTerm > 0;
    }

    static Ranks of(double[] values) {
      int n = values.length;
      int[] order =
          IntStream.range(0, n)
              .boxed()
              .sorted(Comparator.comparingDouble(i -> Math.abs(values[i])))
              .mapToInt(Integer::intValue)
              .toArray();
      int[] doubled = new int[n];
      int positive = 0;
      double tieTerm = 0;
      for (int from = 0; from < n; ) {
        int to = from;
        while (to < n && Math.abs(values[order[to]]) == Math.abs(values[order[from]])) {
          to++;
        }
        double size = to - from;
        tieTerm += size * size * size - size;
        for (int i = from; i < to; i++) {
          doubled[order[i]] = from + 1 + to;
          positive += values[order[i]] > 0 ? from + 1 + to : 0;
        }
        from = to;
      }
      return new Ranks(doubled, positive, tieTerm);
    }
  }

  /** Counts, among all choices of signs, those whose sum of positive ranks is as extreme. */
  private static double exact(Ranks ranks, Alternative alternative) {
    int total = Arrays.stream(ranks.doubled()).sum();
    double[] ways = new double[total + 1];
    ways[0] = 1;
    for (int rank : ranks.doubled()) {
      for (int sum = total; sum >= rank; sum--) {
        ways[sum] += ways[sum - rank];
      }
    }
    double all = Math.pow(2, ranks.doubled().length);
    double above = Arrays.stream(ways, ranks.positive(), total + 1).sum() / all;
    double below = Arrays.stream(ways, 0, ranks.positive() + 1).sum() / all;
    return switch (alternative) {
      case GREATER -> above;
      case TWO_SIDED -> Math.min(1, 2 * Math.min(above, below));
    };
  }

  private static double approximate(Ranks ranks, Alternative alternative) {
    double n = ranks.doubled().length;
    double mean = n * (n + 1) / 4;
    double variance = (n * (n + 1) * (2 * n + 1) - ranks.tieTerm() / 2) / 24;
    double z = (ranks.positive() / 2.0 - mean) / Math.sqrt(variance);
    NormalDistribution normal = NormalDistribution.of(0, 1);
    return switch (alternative) {
      case GREATER -> normal.survivalProbability(z);
      case TWO_SIDED -> 2 * normal.survivalProbability(Math.abs(z));
    };
  }
}
