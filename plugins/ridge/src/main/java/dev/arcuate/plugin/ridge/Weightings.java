package dev.arcuate.plugin.ridge;

import dev.arcuate.api.Problem;
import java.util.List;

/** Ways to weigh feature groups against each other: points of a simplex, one per way. */
final class Weightings {
  private static final double ROUNDING = 1e-6;

  private Weightings() {}

  /**
   * Dirichlet draws that cycle through concentrations; the first is replaced by equal weights,
   * which a search can only improve on.
   */
  static double[][] drawn(int count, int groups, List<Double> concentrations, int seed) {
    double[][] drawn = dirichlet(count, groups, concentrations, seed);
    java.util.Arrays.fill(drawn[0], 1.0 / groups);
    return drawn;
  }

  static double[][] dirichlet(int count, int groups, List<Double> concentrations, int seed) {
    MersenneTwister random = new MersenneTwister(seed);
    int kinds = concentrations.size();
    int each = (count + kinds - 1) / kinds;
    double[][] ordered = new double[kinds * each][];
    for (int kind = 0; kind < kinds; kind++) {
      for (int i = 0; i < each; i++) {
        double[] point = new double[groups];
        double sum = 0;
        for (int group = 0; group < groups; group++) {
          point[group] = random.gamma(concentrations.get(kind));
          sum += point[group];
        }
        double inverse = 1 / sum;
        for (int group = 0; group < groups; group++) {
          point[group] *= inverse;
        }
        ordered[i * kinds + kind] = point;
      }
    }
    return java.util.Arrays.copyOf(ordered, count);
  }

  /** Those of the settings, checked. */
  static double[][] given(List<Double> gammas, List<String> groups) {
    int size = groups.size();
    if (gammas.size() % size != 0) {
      throw refusal(gammas.size() + " numbers under 'gammas' do not", groups);
    }
    double[][] given = new double[gammas.size() / size][size];
    for (int i = 0; i < given.length; i++) {
      double sum = 0;
      boolean negative = false;
      for (int group = 0; group < size; group++) {
        given[i][group] = gammas.get(i * size + group);
        sum += given[i][group];
        negative |= given[i][group] < 0;
      }
      if (negative || !(Math.abs(sum - 1) <= ROUNDING)) {
        throw refusal(
            gammas.subList(i * size, (i + 1) * size) + " under 'gammas' does not", groups);
      }
    }
    return given;
  }

  private static RuntimeException refusal(String what, List<String> groups) {
    return Problem.user(
            "RIDGE_GAMMAS",
            what
                + " weigh the feature groups "
                + String.join(", ", groups)
                + ": one number per group was expected, none below 0, with a sum of 1")
        .hint("give weights in the order of the groups, such as [0.5, 0.5]")
        .exception();
  }
}
