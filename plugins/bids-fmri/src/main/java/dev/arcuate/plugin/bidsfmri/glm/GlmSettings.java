package dev.arcuate.plugin.bidsfmri.glm;

import dev.arcuate.api.settings.Default;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.settings.Range;
import java.util.Map;
import java.util.TreeMap;

/** The {@code with:} block of {@code glm}. */
public record GlmSettings(
    @Doc(
            "Contrasts by name: sums of groups of the design with their weights, such as 'face - house'"
                + " or '0.5*face + 0.5*scene'. A weight goes to the first column of its group, which is"
                + " the response; its derivatives get 0. With delays, each delay gets it.")
        Map<String, String> contrasts,
    @Doc(
            "Drift slower than this many seconds is part of the model, as cosines in each run; 0 for"
                + " none. The mean of each run always is. Series should be read without cleaning by"
                + " anything that the model does not know.")
        @Default("128")
        @Range(min = 0)
        double driftPeriod,
    @Doc(
            "How noise is taken to be. ar1: each sample keeps a share of the one before it, estimated"
                + " per series; runs and censored gaps start anew. white: samples are independent,"
                + " which makes t values of most recordings too large.")
        @Default("ar1")
        Noise noise) {

  /** Models of noise. */
  public enum Noise {
    AR1,
    WHITE
  }

  public GlmSettings {
    contrasts = new TreeMap<>(contrasts);
    if (contrasts.isEmpty()) {
      throw new IllegalArgumentException("contrasts names none: write contrasts: {task: face}");
    }
    for (String name : contrasts.keySet()) {
      if (!name.matches("[a-z][a-z0-9-]*")) {
        throw new IllegalArgumentException(
            "contrasts: '" + name + "' must be made of small letters, digits and -");
      }
    }
  }
}
