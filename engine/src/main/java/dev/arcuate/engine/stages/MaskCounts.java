package dev.arcuate.engine.stages;

import dev.arcuate.api.Problem;
import dev.arcuate.api.Task;
import dev.arcuate.api.array.FloatMatrix;
import dev.arcuate.api.value.Sampling;
import dev.arcuate.api.value.Targets;
import java.util.Locale;

/** How many targets of all tiles cannot be fitted, and which is the first. */
final class MaskCounts {
  private long constant;
  private long missing;
  private long kept;
  private int firstConstant = -1;
  private int firstMissing = -1;

  /**
   * @param first the tile's first target
   */
  void add(TargetMask mask, int first) {
    constant += mask.constant();
    missing += mask.missing();
    kept += mask.kept().length;
    if (firstConstant < 0 && mask.constant() > 0) {
      firstConstant = first + mask.firstConstant();
    }
    if (firstMissing < 0 && mask.missing() > 0) {
      firstMissing = first + mask.firstMissing();
    }
  }

  long constant() {
    return constant;
  }

  long missing() {
    return missing;
  }

  /**
   * Warns of targets that were left out.
   *
   * @throws dev.arcuate.api.ProblemException {@code NO_TARGET_TO_FIT} if these are all
   */
  void tell(Targets recording, Task task) {
    if (missing > 0) {
      String text =
          String.format(
              Locale.ROOT,
              "%d of %d targets of subject %s have values that are no finite numbers; the first is"
                  + " target %d (%s), which is %s",
              missing,
              constant + missing + kept,
              recording.subject(),
              firstMissing + 1,
              recording.places().targetName(firstMissing),
              firstHole(recording));
      task.warn(
          Problem.data("TARGETS_NOT_FINITE", text)
              .hint("they have no score; a mask of voxels with data leaves them out")
              .asWarning());
    }
    if (constant > 0) {
      String text =
          String.format(
              Locale.ROOT,
              "%d of %d targets of subject %s do not vary in some run; the first is target %d (%s)",
              constant,
              constant + missing + kept,
              recording.subject(),
              firstConstant + 1,
              recording.places().targetName(firstConstant));
      task.warn(
          Problem.data("TARGETS_CONSTANT", text)
              .hint("they have no score; a mask of voxels with data leaves them out")
              .asWarning());
    }
    if (kept == 0) {
      throw Problem.data(
              "NO_TARGET_TO_FIT",
              String.format(
                      Locale.ROOT,
                      "none of the %d targets of subject %s can be fitted: %d do not vary in some run, %d"
                          + " have values that are no finite numbers",
                      constant + missing,
                      recording.subject(),
                      constant,
                      missing)
                  + (firstMissing < 0 ? "" : "; the first is " + firstHole(recording)))
          .hint("look at the recording with 'arcuate inspect'")
          .exception();
    }
  }

  private String firstHole(Targets recording) {
    FloatMatrix matrix = recording.matrix();
    float[] column = matrix.column(firstMissing);
    int row = 0;
    while (Float.isFinite(column[row])) {
      row++;
    }
    Sampling sampling = recording.sampling();
    int run = 0;
    int first = 0;
    while (row >= first + sampling.runs().get(run).samples()) {
      first += sampling.runs().get(run++).samples();
    }
    return String.format(
        Locale.ROOT,
        "%s in %s %d of run %s",
        column[row],
        sampling.events() ? "event" : "sample",
        row - first + 1,
        sampling.runs().get(run).label());
  }
}
