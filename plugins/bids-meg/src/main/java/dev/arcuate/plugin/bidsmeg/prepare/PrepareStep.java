package dev.arcuate.plugin.bidsmeg.prepare;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.settings.Range;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** One entry of {@code prepare:}. */
@Doc(
    "One thing done to the channels of each run; entries are done in the order in which they are"
        + " written. Stretches without a gap are treated each by itself.")
public record PrepareStep(
    @Doc(
            "Grade of CTF's noise compensation to bring the sensors to: 0 takes out what the"
                + " acquisition applied, 3 is the usual.")
        @Range(min = 0, max = 3)
        Optional<Integer> compensate,
    @Doc("Project out the directions of artefacts that the file holds (SSP).")
        Optional<Projection> project,
    @Doc("Frequencies of the power line in hertz to cut out, such as [50, 100, 150].")
        @Default("[]")
        @Range(min = 0, above = true)
        List<Double> notch,
    @Doc("Take out slow or fast changes.") Optional<Filter> filter,
    @Doc(
            "Replace each channel by the size of its oscillation (Hilbert transform): amplitude, or"
                + " power, its square. Filter to a band before.")
        Optional<EnvelopeKind> envelope,
    @Doc("New sampling rate in hertz; what is too fast for it is taken out.")
        @Range(min = 0, above = true)
        Optional<Double> resample,
    @Doc(
            "Keep every so many-th sample. Refused unless a low-pass below a third of the new rate"
                + " was applied before.")
        @Range(min = 1, max = 10000)
        Optional<Integer> decimate,
    @Doc("Refer all EEG channels to their average.") Optional<Reference> reference,
    @Doc(
            "Clip each channel at two percentiles of its own values in the run, such as [0.01,"
                + " 99.99].")
        @Default("[]")
        @Range(min = 0, max = 100)
        List<Double> clip,
    @Doc(
            "Subtract the median of each channel in the run and divide by the distance between two"
                + " percentiles, such as [25, 75].")
        @Default("[]")
        @Range(min = 0, max = 100)
        List<Double> robustScale,
    @Doc("z-score: mean 0 and variance 1 (ddof 0) of each channel in the run.")
        Optional<Scaling> scale) {

  /** Which directions are projected out. */
  public enum Projection {
    /** All that the file holds, applied or not. */
    STORED
  }

  /** What becomes of an oscillation. */
  public enum EnvelopeKind {
    AMPLITUDE,
    POWER
  }

  /** What EEG is referred to. */
  public enum Reference {
    AVERAGE
  }

  /** How channels are scaled. */
  public enum Scaling {
    Z_SCORE
  }

  /** A filter over time. */
  @Doc("A filter over time that shifts nothing.")
  public record Filter(
      @Doc("Hertz; slower changes are taken out.") @Range(min = 0, above = true)
          Optional<Double> highPass,
      @Doc("Hertz; faster changes are taken out.") @Range(min = 0, above = true)
          Optional<Double> lowPass,
      @Doc(
              "fir: a windowed sinc (Hamming) whose transitions are a quarter of the frequency wide,"
                  + " at least 2 Hz, as MNE's default. butterworth: run forward and backward.")
          @Default("fir")
          Method method,
      @Doc("Order of the Butterworth filter, before it is run twice.")
          @Default("4")
          @Range(min = 1, max = 12)
          int order) {

    /** Kinds of filters. */
    public enum Method {
      FIR,
      BUTTERWORTH
    }

    public Filter {
      if (highPass.isEmpty() && lowPass.isEmpty()) {
        throw new IllegalArgumentException("filter needs high-pass, low-pass or both");
      }
      if (highPass.isPresent() && lowPass.isPresent() && highPass.get() >= lowPass.get()) {
        throw new IllegalArgumentException(
            "high-pass " + highPass.get() + " Hz is not below low-pass " + lowPass.get() + " Hz");
      }
    }
  }

  public PrepareStep {
    notch = List.copyOf(notch);
    clip = List.copyOf(clip);
    robustScale = List.copyOf(robustScale);
    requirePair("clip", clip);
    requirePair("robust-scale", robustScale);
    long named =
        Stream.of(
                compensate,
                project,
                filter,
                envelope,
                resample,
                decimate,
                reference,
                scale,
                notch.isEmpty() ? Optional.empty() : Optional.of(notch),
                clip.isEmpty() ? Optional.empty() : Optional.of(clip),
                robustScale.isEmpty() ? Optional.empty() : Optional.of(robustScale))
            .filter(Objects::nonNull)
            .filter(Optional::isPresent)
            .count();
    if (named != 1) {
      throw new IllegalArgumentException(
          "an entry of 'prepare' names one thing to do, this one names " + named);
    }
  }

  private static void requirePair(String name, List<Double> pair) {
    if (!pair.isEmpty() && (pair.size() != 2 || pair.get(0) >= pair.get(1))) {
      throw new IllegalArgumentException(
          name + " needs two percentiles, the lower first; got " + pair);
    }
  }

  /** An entry that filters. */
  public static PrepareStep of(Filter filter) {
    return new PrepareStep(
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.of(filter),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        Optional.empty());
  }
}
