package dev.arcuate.engine.stages;

import dev.arcuate.api.Problem;
import dev.arcuate.api.fold.FoldSettings;
import dev.arcuate.api.fold.Folds;
import dev.arcuate.api.value.Design;
import java.util.ArrayList;
import java.util.List;

/** The folds of a design, refused if they leak and the workflow does not allow it. */
final class Splits {
  private Splits() {}

  /**
   * @throws dev.arcuate.api.ProblemException {@code LEAKY_FOLDS}, {@code FITTED_ON_TEST_ROWS},
   *     {@code STIMULUS_REPEATED}, and those of {@link Folds#of}
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

  private static void refuse(FoldSettings settings, String code, String text, String cure) {
    if (!settings.allowLeaky()) {
      throw Problem.user(code, text)
          .hint(cure + ", or write 'allow-leaky: true' and every output will say so")
          .exception();
    }
  }
}
