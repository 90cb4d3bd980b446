package dev.arcuate.plugin.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a reader must know before believing the numbers. */
final class Warnings {
  private Warnings() {}

  static List<String> of(Findings findings, Prose prose) {
    List<String> warnings = new ArrayList<>();
    List<Map<String, Object>> facts =
        findings.points().stream().map(point -> point.entry().scores().facts()).toList();
    if (facts.stream().anyMatch(f -> Boolean.TRUE.equals(f.get("leaky")))) {
      warnings.add(
          "The split leaks, as the workflow allowed (allow-leaky): "
              + leaks(facts)
              + ". Scores are too high, and differences between models may come from the leak alone.");
    }
    String quirks = listed(facts, "quirks");
    if (!quirks.isEmpty()) {
      warnings.add(
          "Quirks of published code were followed, as the workflow asked: "
              + quirks
              + ". Numbers are comparable with those of that study, and may be wrong as they are.");
    }
    Beside.leak(findings.best()).ifPresent(warnings::add);
    coarse(findings, prose).ifPresent(warnings::add);
    if (findings.people() < 5) {
      warnings.add(
          "Only "
              + findings.people()
              + " people: intervals are wide and tests can find large effects only.");
    }
    if (findings.best().entry().map().equals("r") && findings.best().baseline().isEmpty()) {
      warnings.add(
          "No baseline was subtracted. Word rate, word length and position alone predict responses;"
              + " write 'baselines: [all]' in the encoding step to see what the model adds.");
    }
    return warnings;
  }

  private static String leaks(List<Map<String, Object>> facts) {
    String named = listed(facts, "leaks");
    return named.isEmpty() ? "training samples tell of test samples" : named;
  }

  private static String listed(List<Map<String, Object>> facts, String list) {
    return facts.stream()
        .filter(f -> f.get(list) instanceof List<?>)
        .flatMap(f -> ((List<?>) f.get(list)).stream())
        .map(String::valueOf)
        .distinct()
        .collect(Collectors.joining("; "));
  }

  /**
   * A rank test has a least p-value, which no effect can go below, and the false discovery rate
   * asks the more of it the fewer targets there are to find.
   */
  private static Optional<String> coarse(Findings findings, Prose prose) {
    Entry best = findings.best().entry();
    Map<String, Object> facts = best.scores().facts();
    boolean ranked = "wilcoxon".equals(facts.get("test")) && "fdr".equals(facts.get("correction"));
    double sides = "greater".equals(facts.get("alternative")) ? 1 : 2;
    double least = sides / Math.pow(2, findings.people());
    double share = least / (best.level() / findings.points().size());
    int targets = findings.geometry().targets();
    int needed = (int) Math.ceil(share * targets - 1e-9);
    if (!ranked || findings.found() || needed <= 1) {
      return Optional.empty();
    }
    return Optional.of(
        "With "
            + findings.people()
            + " people the Wilcoxon test gives no p-value below "
            + Numbers.least(least)
            + ": nothing can be significant at "
            + prose.points()
            + (needed > targets
                ? ""
                : " unless at least "
                    + prose.count(needed)
                    + " of "
                    + Prose.grouped(targets)
                    + " are")
            + ". In the step 'group', 'test: t' or 'correction: max-statistic' with 'sign-flips' can"
            + " find smaller regions.");
  }
}
