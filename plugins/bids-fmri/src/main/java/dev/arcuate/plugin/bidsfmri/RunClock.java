package dev.arcuate.plugin.bidsfmri;

import dev.arcuate.api.Problem;
import dev.arcuate.api.Task;
import dev.arcuate.plugin.bids.BidsFile;
import dev.arcuate.plugin.bids.Sidecar;
import dev.arcuate.plugin.bidsfmri.nifti.NiftiHeader;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** Finds the time between volumes: the side files say it, the image's header is second choice. */
final class RunClock {
  /** Headers hold single precision, and some tools round to milliseconds. */
  private static final double TOLERANCE = 0.01;

  private RunClock() {}

  /**
   * When samples were taken.
   *
   * @param seconds when the first volume began, on the clock of the events
   * @param referenceSeconds how long after its beginning each volume was taken, if it is known
   */
  record Start(double seconds, Optional<Double> referenceSeconds) {}

  /**
   * StartTime of images after slice-timing correction is the time of the reference slice within a
   * volume; of other images it is when the first volume began.
   */
  static Start start(Sidecar sidecar, double periodSeconds) {
    double said = sidecar.number("StartTime").orElse(0);
    boolean corrected = Boolean.TRUE.equals(sidecar.fields().get("SliceTimingCorrected"));
    return corrected && said >= 0 && said < periodSeconds
        ? new Start(0, sidecar.has("StartTime") ? Optional.of(said) : Optional.empty())
        : new Start(said, Optional.empty());
  }

  static double repetitionTime(
      BidsFile file,
      Sidecar sidecar,
      Optional<NiftiHeader.RepetitionTime> stored,
      Optional<Double> asked,
      Task task) {
    if (asked.isPresent()) {
      return asked.get();
    }
    if (sidecar.has("VolumeTiming")) {
      throw Problem.data(
              "BIDS_FMRI_SPARSE_TIMING",
              file.name() + " was recorded at unequal intervals (VolumeTiming), which is not read")
          .exception();
    }
    stored
        .flatMap(NiftiHeader.RepetitionTime::mislabelled)
        .ifPresent(
            why ->
                task.warn(
                    Problem.data("BIDS_FMRI_TIME_UNITS", file.name() + ": the header says " + why)
                        .asWarning()));
    OptionalDouble said = said(sidecar);
    if (said.isEmpty() && stored.isEmpty()) {
      throw Problem.data(
              "BIDS_FMRI_NO_REPETITION_TIME",
              "the time between the volumes of "
                  + file.name()
                  + " is nowhere given: no side file holds RepetitionTime")
          .hint(
              "write {\"RepetitionTime\": seconds} to "
                  + sidecarName(file)
                  + ", or set repetition-time")
          .exception();
    }
    if (said.isEmpty()) {
      task.warn(
          Problem.data(
                  "BIDS_FMRI_NO_REPETITION_TIME",
                  "no side file of "
                      + file.name()
                      + " holds RepetitionTime; the header's "
                      + stored.get().seconds()
                      + " s are used")
              .asWarning());
      return stored.get().seconds();
    }
    double seconds = said.getAsDouble();
    if (!(seconds > 0) || Double.isInfinite(seconds)) {
      throw Problem.data(
              "BIDS_FMRI_NO_REPETITION_TIME",
              "the side files of " + file.name() + " say that RepetitionTime is " + seconds + " s")
          .exception();
    }
    stored
        .filter(time -> Math.abs(time.seconds() - seconds) > TOLERANCE * seconds)
        .ifPresent(
            time ->
                task.warn(
                    Problem.data(
                            "BIDS_FMRI_TIMES_DIFFER",
                            String.format(
                                Locale.ROOT,
                                "%s: the side file says %s s between volumes, the header %s s;"
                                    + " the side file is believed",
                                file.name(),
                                seconds,
                                time.seconds()))
                        .asWarning()));
    return seconds;
  }

  private static OptionalDouble said(Sidecar sidecar) {
    OptionalDouble time = sidecar.number("RepetitionTime");
    OptionalDouble frequency = sidecar.number("SamplingFrequency");
    return time.isPresent() || frequency.isEmpty()
        ? time
        : OptionalDouble.of(1 / frequency.getAsDouble());
  }

  private static String sidecarName(BidsFile file) {
    return file.name().substring(0, file.name().length() - file.extension().length()) + ".json";
  }
}
