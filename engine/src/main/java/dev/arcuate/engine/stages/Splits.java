package dev.arcuate.engine.stages;

import dev.arcuate.api.Problem;
import dev.arcuate.api.Quirk;
import dev.arcuate.api.fold.FoldSettings;
import dev.arcuate.api.fold.Folds;
import dev.arcuate.api.value.Design;
import dev.arcuate.api.value.Epochs;
import dev.arcuate.api.value.Fitted;
import dev.arcuate.api.value.Sampling;
import dev.arcuate.api.value.Targets;
import java.util.ArrayList;
import java.util.List;

/** The folds of a design, refused if they leak and the workflow does not allow it. */
final class Splits {
  private static final double ROUNDING = 1e-9;

  private Splits() {}

  /**
   * @throws dev.arcuate.api.ProblemException {@code LEAKY_FOLDS}, {@code FITTED_ON_TEST_ROWS},
   *     {@code QUIRK_LEAKS}, {@code STIMULUS_REPEATED}, and those of {@link Folds#of}
   */
  static Folds of(Design design, FoldSettings settings, Runnable checkCancelled) {
    Folds folds = described(design, settings);
    List<String> leaks = RepeatedStimulus.find(design, folds, checkCancelled);
    for (String text : leaks) {
      refuse(
          settings,
          "STIMULUS_REPEATED",
          text,
          "say which runs share a stimulus, as in 'folds: {scheme: runs, stimuli: {RUN: story, RUN:"
              + " story}}'");
    }
    return leaks.isEmpty() ? folds : folds.withLeaks(leaks);
  }

  /**
   * What can be told from the description of a design, without its array.
   *
   * @throws dev.arcuate.api.ProblemException {@code LEAKY_FOLDS}, {@code FITTED_ON_TEST_ROWS},
   *     {@code QUIRK_LEAKS}, and those of {@link Folds#of}
   */
  static Folds described(Design design, FoldSettings settings) {
    Folds folds = Folds.of(design.sampling(), design.maxDelaySeconds(), settings);
    List<String> leaks = new ArrayList<>();
    List<String> runs = design.sampling().runs().stream().map(Sampling.Run::label).toList();
    for (Fitted fitted : design.fitted()) {
      List<String> tested = fitted.runs().stream().filter(runs::contains).toList();
      if (fitted.runs().isEmpty() || !tested.isEmpty()) {
        String text = fittedOnTested(fitted, tested);
        refuse(settings, "FITTED_ON_TEST_ROWS", text, cure(fitted));
        leaks.add(text);
      }
    }
    for (Quirk quirk : design.quirks().stream().map(Quirk::of).filter(Quirk::leaks).toList()) {
      if (!quirk.in(settings.quirks())) {
        refuse(
            settings,
            "QUIRK_LEAKS",
            "the design follows the quirk " + quirk.told(),
            "name it under 'folds: {quirks: [" + quirk.named() + "]}', too");
      }
      leaks.add(quirk.told());
    }
    return leaks.isEmpty() ? folds : folds.withLeaks(leaks);
  }

  /** Every row of a design is tested by one fold or another. */
  private static String fittedOnTested(Fitted fitted, List<String> tested) {
    return fitted.name()
        + " was fitted on "
        + (tested.isEmpty()
            ? "all rows, test rows among them"
            : (tested.size() == 1 ? "run " : "runs ")
                + String.join(", ", tested)
                + " of the story, which "
                + (tested.size() == 1 ? "is" : "are")
                + " tested here");
  }

  private static String cure(Fitted fitted) {
    return fitted.runs().isEmpty()
        ? "leave it to the training rows of each fold, or fit it on another text: 'fit: {on: STEP}'"
        : "fit it on another text with 'fit: {on: STEP}', or leave these runs out of the design";
  }

  /**
   * Epochs overlap where their events are close, whatever the design says of its delays.
   *
   * @throws dev.arcuate.api.ProblemException {@code EPOCHS_OVERLAP}
   */
  static Folds apart(Folds folds, Targets targets, FoldSettings settings) {
    if (!(targets instanceof Epochs epochs)
        || folds.leaky()
        || folds.gapSeconds() >= epochs.spanSeconds() - ROUNDING) {
      return folds;
    }
    List<String> overlaps = Folds.audit(folds.list(), targets.sampling(), epochs.spanSeconds());
    if (overlaps.isEmpty()) {
      return folds;
    }
    String text =
        "epochs of training rows share samples with epochs of test rows: " + overlaps.get(0);
    refuse(settings, "EPOCHS_OVERLAP", text, "write 'gap' in 'folds' as long as an epoch");
    return folds.withLeaks(List.of(text));
  }

  private static void refuse(FoldSettings settings, String code, String text, String cure) {
    if (!settings.allowLeaky()) {
      throw Problem.user(code, text)
          .hint(cure + ", or write 'allow-leaky: true' and every output will say so")
          .exception();
    }
  }
}
