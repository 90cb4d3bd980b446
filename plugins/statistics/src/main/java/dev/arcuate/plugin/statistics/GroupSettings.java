package dev.arcuate.plugin.statistics;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.settings.Range;
import java.util.Optional;

/** Settings of {@code group}. */
@Doc("How subjects are put together and tested.")
public record GroupSettings(
    @Doc("The map that is tested against 0. Default: 'gain' if there is one, otherwise 'r'.")
        Optional<String> map,
    @Doc(
            "Where p comes from. wilcoxon: signed-rank test, which needs about 12 subjects to find a"
                + " small region among many voxels. t: Student's t-test, for fewer subjects.")
        @Default("wilcoxon")
        Test test,
    @Doc("two-sided: above or below 0. greater: above 0 only.") @Default("two-sided")
        Alternative alternative,
    @Doc("A target counts as significant if its corrected p-value is not above this.")
        @Default("0.05")
        @Range(min = 0, max = 1, above = true)
        double level,
    @Doc(
            "What corrects for the number of targets. fdr: false discovery rate of Benjamini and"
                + " Hochberg. max-statistic: family-wise error by sign flips; needs 'sign-flips'.")
        @Default("fdr")
        Correction correction,
    @Doc(
            "Number of permutations that flip the signs of whole subjects; 0 for none. With few"
                + " subjects all there are (2 to the power of subjects) are used, if they are fewer.")
        @Default("0")
        @Range(min = 0)
        int signFlips,
    @Doc("Chooses the sign flips: equal seeds, equal flips.") @Default("1") long seed) {

  /** Where p comes from. */
  public enum Test {
    WILCOXON,
    T
  }

  /** What corrects for the number of targets. */
  public enum Correction {
    FDR,
    MAX_STATISTIC
  }

  public GroupSettings {
    if (correction == Correction.MAX_STATISTIC && signFlips == 0) {
      throw new IllegalArgumentException(
          "'correction: max-statistic' needs 'sign-flips', such as 10000");
    }
  }
}
