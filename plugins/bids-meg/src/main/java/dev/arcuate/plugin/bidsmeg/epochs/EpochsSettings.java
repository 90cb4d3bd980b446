package dev.arcuate.plugin.bidsmeg.epochs;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.settings.Range;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The {@code with:} block of {@code epochs}. */
public record EpochsSettings(
    @Doc("What an epoch is cut around: the onset of every word, or of the first of a sentence.")
        @Default("word")
        Lock lock,
    @Doc("Seconds from the onset to the first sample; negative before it.")
        @Default("-0.5")
        @Range(min = -60, max = 60)
        double start,
    @Doc("Seconds from the onset to the last sample.") @Default("2.0") @Range(min = -60, max = 60)
        double end,
    @Doc(
            "Stretch whose mean is subtracted from each channel of an epoch, in seconds from the"
                + " onset, such as [-0.5, 0]. Default: none.")
        @Default("[]")
        List<Double> baseline,
    @Doc(
            "Epochs are dropped in which a channel of a type varies by more, from peak to peak, in"
                + " the units of the recording, such as {mag: 4e-12}.")
        @Default("{}")
        @Range(min = 0)
        Map<String, Double> reject,
    @Doc("Epochs are dropped in which a channel of a type varies by less.")
        @Default("{}")
        @Range(min = 0)
        Map<String, Double> flat,
    @Doc("Drop epochs that touch an annotation whose name begins with BAD.") @Default("true")
        boolean rejectAnnotations,
    @Doc(
            "Clip each channel at two percentiles of its values in all epochs, such as [0.01, 99.99],"
                + " before 'decimate'.")
        @Default("[]")
        @Range(min = 0, max = 100)
        List<Double> clip,
    @Doc("Keep every so many-th sample, the one at the onset among them.")
        @Default("1")
        @Range(min = 1, max = 10000)
        int decimate,
    @Doc(
            "Sentences that stay together when an encoding splits the epochs: 5 means that blocks of"
                + " five neighbouring sentences are never divided.")
        @Default("1")
        @Range(min = 1, max = 100000)
        int sentencesPerBlock) {

  /** What epochs are locked to. */
  public enum Lock {
    WORD,
    SENTENCE
  }

  public EpochsSettings {
    baseline = List.copyOf(baseline);
    clip = List.copyOf(clip);
    reject = new LinkedHashMap<>(reject);
    flat = new LinkedHashMap<>(flat);
    if (start >= end) {
      throw new IllegalArgumentException("start " + start + " s is not before end " + end + " s");
    }
    if (!baseline.isEmpty()
        && (baseline.size() != 2
            || baseline.get(0) > baseline.get(1)
            || baseline.get(0) < start - 1e-9
            || baseline.get(1) > end + 1e-9)) {
      throw new IllegalArgumentException(
          "baseline needs two times between start and end, got " + baseline);
    }
    if (!clip.isEmpty() && (clip.size() != 2 || clip.get(0) >= clip.get(1))) {
      throw new IllegalArgumentException(
          "clip needs two percentiles, the lower first; got " + clip);
    }
  }
}
