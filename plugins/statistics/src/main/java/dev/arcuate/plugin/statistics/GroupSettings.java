package dev.arcuate.plugin.statistics;

import dev.arcuate.api.Quirk;
import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.settings.Range;
import java.util.List;
import java.util.Locale;
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
                + " Hochberg. The others control the family-wise error by sign flips and need"
                + " 'sign-flips'. max-statistic: every target for itself. cluster-mass: targets that"
                + " touch and exceed a threshold together. tfce: such clusters at all thresholds.")
        @Default("fdr")
        Correction correction,
    @Doc(
            "Number of permutations that flip the signs of whole subjects; 0 for none. With few"
                + " subjects all there are (2 to the power of subjects) are used, if they are fewer.")
        @Default("0")
        @Range(min = 0)
        int signFlips,
    @Doc("Chooses the sign flips and draws: equal seeds, equal flips.") @Default("1") long seed,
    @Doc("Uncorrected p-value that a target must reach to belong to a cluster of 'cluster-mass'.")
        @Default("0.01")
        @Range(min = 0, max = 1, above = true)
        double clusterFormingP,
    @Doc("Distance between the thresholds of 'tfce', in units of t.")
        @Default("0.1")
        @Range(min = 0, above = true)
        double tfceStep,
    @Doc("Surface mesh (GIFTI) that says which vertices of the left hemisphere touch.")
        Optional<InputPath> meshLeft,
    @Doc("Surface mesh (GIFTI) that says which vertices of the right hemisphere touch.")
        Optional<InputPath> meshRight,
    @Doc(
            "How often subjects are drawn with replacement for the interval of the mean ('ci-low',"
                + " 'ci-high': 95 % of the means drawn); 0 for none.")
        @Default("0")
        @Range(min = 0)
        int bootstraps,
    @Doc(
            Quirk.DOC
                + " With stats.folds-as-samples the folds of one subject take the place of subjects.")
        @Default("[]")
        List<String> quirks) {

  /** Where p comes from. */
  public enum Test {
    WILCOXON,
    T
  }

  /** What corrects for the number of targets. */
  public enum Correction {
    FDR,
    MAX_STATISTIC,
    CLUSTER_MASS,
    TFCE
  }

  public GroupSettings {
    quirks = Quirk.checked(quirks);
    if (correction != Correction.FDR && signFlips == 0) {
      throw new IllegalArgumentException(
          "'correction: "
              + correction.name().toLowerCase(Locale.ROOT).replace('_', '-')
              + "' needs 'sign-flips', such as 10000");
    }
  }

  /** Without clusters and intervals. */
  public GroupSettings(
      Optional<String> map,
      Test test,
      Alternative alternative,
      double level,
      Correction correction,
      int signFlips,
      long seed) {
    this(
        map,
        test,
        alternative,
        level,
        correction,
        signFlips,
        seed,
        0.01,
        0.1,
        Optional.empty(),
        Optional.empty(),
        0,
        List.of());
  }
}
