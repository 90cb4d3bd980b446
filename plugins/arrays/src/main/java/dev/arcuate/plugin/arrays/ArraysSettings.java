package dev.arcuate.plugin.arrays;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.settings.Range;
import java.util.List;
import java.util.Optional;

/** Settings of {@code arrays}. */
@Doc("Which NumPy files hold the predictors and the targets.")
public record ArraysSettings(
    @Doc("The predictors: a .npy file, [samples × features].") InputPath x,
    @Doc("The targets: a .npy file, [samples × targets].") InputPath y,
    @Doc(
            "A number per sample: a .npy file, [samples]. Samples with equal numbers are a run or story"
                + " and stand next to each other. Without it, all samples are one run.")
        Optional<InputPath> groups,
    @Doc(
            "Seconds from one sample to the next; the gap between training and test rows counts in it.")
        @Default("2.0")
        @Range(min = 0, above = true)
        double repetitionTime,
    @Doc("How far in seconds a sample of the predictors looks back.") @Default("0") @Range(min = 0)
        double maxDelay,
    @Doc(
            "Numbers of neighbouring columns of x that belong together, such as [985, 300]: the feature"
                + " groups that 'banded' weighs and 'split' tells apart. Empty: one group of all.")
        @Default("[]")
        @Range(min = 1)
        List<Integer> bands,
    @Doc("Name of the subject, for messages.") @Default("01") String subject) {
  public ArraysSettings {
    bands = List.copyOf(bands);
  }
}
