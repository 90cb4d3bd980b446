package dev.arcuate.plugin.bidsfmri.clean;

import dev.arcuate.api.Problem;
import dev.arcuate.plugin.bidsfmri.clean.CleanStep.Censor;
import java.util.Arrays;
import java.util.Optional;

/**
 * Which volumes of a run are taken out, and why.
 *
 * @param reasons for each recorded volume, empty for those that stay
 */
record Censoring(String[] reasons) {
  static Censoring of(Censor censor, Optional<ConfoundTable> table, int samples, String run) {
    String[] reasons = new String[samples];
    Arrays.fill(reasons, "");
    if (table.isPresent()) {
      ConfoundTable confounds = table.get();
      if (censor.framewiseDisplacement() > 0) {
        above(confounds, "framewise_displacement", censor.framewiseDisplacement(), "FD", reasons);
      }
      if (censor.stdDvars() > 0) {
        above(confounds, "std_dvars", censor.stdDvars(), "DVARS", reasons);
      }
      shorten(reasons, censor.leastSegment());
      if (censor.nonSteadyState()) {
        for (String column : confounds.table().columns()) {
          if (column.contains("non_steady_state")) {
            above(confounds, column, 0, "non-steady", reasons);
          }
        }
      }
    }
    for (int volume : censor.volumes()) {
      if (volume >= samples) {
        throw Problem.user(
                "BIDS_FMRI_VOLUME_UNKNOWN",
                "censor names volume "
                    + volume
                    + ", but "
                    + run
                    + " has the volumes 0 to "
                    + (samples - 1))
            .exception();
      }
      reasons[volume] = "named";
    }
    return new Censoring(reasons);
  }

  private static void above(
      ConfoundTable table, String column, double limit, String reason, String[] reasons) {
    double[] values = table.raw(column);
    for (int row = 0; row < values.length; row++) {
      if (values[row] > limit) {
        reasons[row] = reason;
      }
    }
  }

  /** A stretch that is shorter goes too, if anything goes at all. */
  private static void shorten(String[] reasons, int least) {
    if (Arrays.stream(reasons).allMatch(String::isEmpty)) {
      return;
    }
    int from = 0;
    for (int at = 0; at <= reasons.length; at++) {
      if (at == reasons.length || !reasons[at].isEmpty()) {
        if (at - from < least) {
          for (int i = from; i < at; i++) {
            reasons[i] = "short";
          }
        }
        from = at + 1;
      }
    }
  }

  /** A reason behind a number of volumes. */
  static String words(String reason) {
    return switch (reason) {
      case "FD", "DVARS" -> "by " + reason;
      case "short" -> "in short stretches";
      case "non-steady" -> "before the steady state";
      default -> reason;
    };
  }

  boolean censored(int volume) {
    return !reasons[volume].isEmpty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Censoring that && Arrays.equals(reasons, that.reasons);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(reasons);
  }
}
