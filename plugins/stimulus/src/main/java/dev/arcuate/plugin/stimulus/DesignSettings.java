package dev.arcuate.plugin.stimulus;

import dev.arcuate.api.Quirk;
import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.settings.Range;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The {@code with:} block of {@code design}. */
public record DesignSettings(
    @Doc(
            "Seconds between volumes (TR). Needed only where no recording is connected to 'clock',"
                + " together with 'runs'.")
        @Range(min = 0, above = true)
        Optional<Double> repetitionTime,
    @Doc("Volumes per run, by run label, in the order of the rows. Needed only without 'clock'.")
        @Default("{}")
        @Range(min = 1)
        Map<String, Integer> runs,
    @Doc("Baseline features; each becomes a group of columns of that name.") @Default("[word-rate]")
        List<Baseline> features,
    @Doc(
            "The layer of the connected activations to use: a name, or a place counted from 0, or"
                + " from the end with -1. Default: the only layer there is.")
        Optional<String> layer,
    @Doc(
            "How the words of one volume become one row of the layer. sum, mean or last word of the"
                + " volume, 0 where there is none; or lanczos: a low-pass filter at the rate of the"
                + " volumes (three lobes, not renormalised).")
        @Default("sum")
        Pooling pooling,
    @Doc("Seconds added to every onset before it is assigned to a volume.") @Default("0")
        double shift,
    @Doc(
            "Delays of the finite impulse response in volumes; every feature is repeated at each."
                + " Default: all multiples of the repetition time from 2 to 10 s. [0] means no"
                + " delay. Rows that would look back before the start of a run get 0.")
        @Default("[]")
        @Range(min = 0, max = 1000)
        List<Integer> delays,
    @Doc(
            "A haemodynamic response function in place of delays: every word becomes an impulse,"
                + " which is convolved with it and sampled at each volume.")
        @Default("none")
        Response hrf,
    @Doc(
            "Columns beside the response: its derivative by time, or by time and dispersion, made"
                + " orthogonal to it.")
        @Default("none")
        Derivatives derivatives,
    @Doc(
            "Delays of the finite impulse response in seconds, in place of delays in volumes: onsets"
                + " are moved before they are assigned to volumes.")
        @Default("[]")
        @Range(min = 0, max = 1000)
        List<Double> delaysSeconds,
    @Doc("With pooling lanczos: lobes of the filter on each side.")
        @Default("3")
        @Range(min = 1, max = 20)
        int lanczosWindow,
    @Doc("With pooling lanczos: cut-off as a multiple of the rate of the volumes.")
        @Default("1")
        @Range(min = 0, max = 10, above = true)
        double lanczosCutoff,
    @Doc(
            "When within its period a volume counts as taken, as a share from 0 to 1. Default: what"
                + " the recording knows of its slice-timing correction (StartTime); else 0 with hrf,"
                + " and 0.5 with lanczos.")
        @Range(min = 0, max = 1)
        Optional<Double> sliceTimeReference,
    @Doc(
            "Without 'clock': seconds from the start of each run to the first volume that is used,"
                + " where volumes are trimmed from the start.")
        @Default("0")
        @Range(min = 0, max = 100000)
        double start,
    @Doc("Columns of the feature position-spline.") @Default("6") @Range(min = 4, max = 100)
        int splines,
    @Doc(
            "What folds must not cut: sentence keeps the volumes of a sentence on one side of every"
                + " split.")
        @Default("none")
        Blocks blocks,
    @Doc(
            "A dictionary in the format of CMUdict (a word and its phonemes per line), for the features"
                + " phoneme-count and phonemes.")
        Optional<InputPath> pronunciations,
    @Doc(Quirk.DOC) @Default("[]") List<String> quirks) {

  /** What stays together. */
  public enum Blocks {
    NONE,
    SENTENCE
  }

  /** Baseline features: what a brain may follow without understanding a word. */
  public enum Baseline {
    /** Words per volume. */
    WORD_RATE,
    /** Characters of the words of a volume. */
    WORD_LENGTH,
    /** Seconds of the words of a volume. */
    WORD_DURATION,
    /** Phonemes of the words of a volume. */
    PHONEME_COUNT,
    /** How often each phoneme begins, continues, ends or is a word; one column each. */
    PHONEMES,
    /** Mean place of the words in their sentences, from 0 to 1. */
    SENTENCE_POSITION,
    /** Place of the volume in its run, from 0 to 1; gets no delays. */
    POSITION,
    /** Smooth changes over the run: cubic splines of its place; gets no delays. */
    POSITION_SPLINE
  }

  /** How words of one volume become one row. */
  public enum Pooling {
    SUM,
    MEAN,
    LAST,
    LANCZOS
  }

  /** Haemodynamic response functions. */
  public enum Response {
    NONE,
    /** Difference of gamma densities of shape 6 and 16, ratio 6. */
    SPM,
    /** Difference of gamma densities of Glover 1999. */
    GLOVER
  }

  /** What stands beside a response. */
  public enum Derivatives {
    NONE,
    TIME,
    TIME_AND_DISPERSION
  }

  public DesignSettings {
    runs = new LinkedHashMap<>(runs);
    features = List.copyOf(features);
    delays = List.copyOf(delays);
    if (features.stream().distinct().count() != features.size()) {
      throw new IllegalArgumentException("features names one feature twice");
    }
    if (delays.stream().distinct().count() != delays.size()) {
      throw new IllegalArgumentException("delays names one delay twice");
    }
    delaysSeconds = List.copyOf(delaysSeconds);
    if (!delays.isEmpty() && !delaysSeconds.isEmpty()) {
      throw new IllegalArgumentException(
          "delays and delays-seconds are alternatives: leave one of them out");
    }
    if (hrf != Response.NONE && !delaysSeconds.isEmpty()) {
      throw new IllegalArgumentException(
          "hrf and delays-seconds are alternatives: leave one of them out");
    }
    if (hrf == Response.NONE && derivatives != Derivatives.NONE) {
      throw new IllegalArgumentException("derivatives are those of a response: set 'hrf'");
    }
    if (hrf != Response.NONE && !delays.isEmpty() && !delays.equals(List.of(0))) {
      throw new IllegalArgumentException("hrf and delays are alternatives: leave one of them out");
    }
    if (hrf != Response.NONE && pooling != Pooling.SUM) {
      throw new IllegalArgumentException("with hrf, words add up: leave out 'pooling'");
    }
    quirks = Quirk.checked(quirks);
    if (Quirk.DELAY_WRAP.in(quirks) && Quirk.DELAY_CONCAT.in(quirks)) {
      throw new IllegalArgumentException("delay.wrap and delay.concat are alternatives");
    }
    boolean spoken =
        features.contains(Baseline.PHONEME_COUNT) || features.contains(Baseline.PHONEMES);
    if (spoken && pronunciations.isEmpty()) {
      throw new IllegalArgumentException(
          "phonemes need a dictionary: name one under pronunciations");
    }
    if (repetitionTime.isPresent() == runs.isEmpty()) {
      throw new IllegalArgumentException("repetition-time and runs belong together");
    }
    if (repetitionTime.isEmpty() && start != 0) {
      throw new IllegalArgumentException("start belongs to repetition-time and runs");
    }
  }

  /** What is added to every onset before it is assigned to a volume. */
  double shiftSeconds(double periodSeconds) {
    return shift + (Quirk.BIN_PLUS_ONE.in(quirks) ? periodSeconds : 0);
  }

  /** The name of a feature in YAML and in results. */
  static String name(Baseline feature) {
    return feature.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  /** Folds may cut sentences. */
  public DesignSettings(
      Optional<Double> repetitionTime,
      Map<String, Integer> runs,
      List<Baseline> features,
      Optional<String> layer,
      Pooling pooling,
      double shift,
      List<Integer> delays,
      Response hrf,
      Derivatives derivatives,
      List<Double> delaysSeconds,
      int lanczosWindow,
      double lanczosCutoff,
      Optional<Double> sliceTimeReference,
      double start,
      int splines) {
    this(
        repetitionTime,
        runs,
        features,
        layer,
        pooling,
        shift,
        delays,
        hrf,
        derivatives,
        delaysSeconds,
        lanczosWindow,
        lanczosCutoff,
        sliceTimeReference,
        start,
        splines,
        Blocks.NONE,
        Optional.empty(),
        List.of());
  }
}
