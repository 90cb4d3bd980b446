package dev.arcuate.engine.stages;

import dev.arcuate.api.Problem;
import dev.arcuate.api.Quirk;
import dev.arcuate.api.fold.FoldSettings;
import dev.arcuate.api.fold.Folds;
import dev.arcuate.api.value.Design;
import dev.arcuate.api.value.Epochs;
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
    Folds folds = Folds.of(design.sampling(), design.maxDelaySeconds(), settings);
    List<String> leaks = new ArrayList<>();
    if (!design.fitted().isEmpty()) {
      String text =
          String.join(", ", design.fitted())
              + (design.fitted().size() == 1 ? " was" : " were")
              + " fitted on all rows, test rows among them";
      refuse(settings, "FITTED_ON_TEST_ROWS", text, "leave it to the training rows of each fold");
      leaks.add(text);
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
    for (String text : RepeatedStimulus.find(design, folds, checkCancelled)) {
      refuse(
          settings,
          "STIMULUS_REPEATED",
          text,
          "say which runs share a stimulus, as in 'folds: {scheme: runs, stimuli: {RUN: story, RUN:"
              + " story}}'");
      leaks.add(text);
    }
    return leaks.isEmpty() ? folds : folds.withLeaks(leaks);
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
