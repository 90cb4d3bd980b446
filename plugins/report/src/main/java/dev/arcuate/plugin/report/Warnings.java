package dev.arcuate.plugin.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a reader must know before believing the numbers. */
final class Warnings {
  private Warnings() {}

  static List<String> of(Findings findings) {
    List<String> warnings = new ArrayList<>();
    List<Map<String, Object>> facts =
        findings.points().stream().map(point -> point.entry().scores().facts()).toList();
    if (facts.stream().anyMatch(f -> Boolean.TRUE.equals(f.get("leaky")))) {
      warnings.add(
          "Training and test samples were closer together than delays and the response of the brain"
              + " reach (allow-leaky). Scores are too high, and differences between models may come"
              + " from the leak alone.");
    }
    if (findings.people() < 5) {
      warnings.add(
          "Only "
              + findings.people()
              + " people: intervals are wide and tests can find large effects only.");
    }
    if (findings.best().entry().map().equals("r") && findings.best().baseline().isEmpty()) {
      warnings.add(
          "No baseline was subtracted. Word rate, word length and position alone predict responses;"
              + " use the step 'compare' to see what the model adds.");
    }
    return warnings;
  }
}
