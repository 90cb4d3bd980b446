package dev.arcuate.plugin.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How the numbers came about, by name.
 *
 * @param common facts that hold at every point
 * @param varying facts that differ, one value per point
 */
record FactTable(Map<String, String> common, Map<String, List<String>> varying) {

  static FactTable of(List<Point> points) {
    List<Map<String, String>> all =
        points.stream().map(point -> flatten("", point.entry().scores().facts())).toList();
    Set<String> names = new LinkedHashSet<>();
    all.forEach(facts -> names.addAll(facts.keySet()));
    Map<String, String> common = new LinkedHashMap<>();
    Map<String, List<String>> varying = new LinkedHashMap<>();
    for (String name : names) {
      List<String> values = all.stream().map(facts -> facts.getOrDefault(name, "n/a")).toList();
      if (values.stream().distinct().count() == 1) {
        common.put(name, values.get(0));
      } else {
        varying.put(name, values);
      }
    }
    return new FactTable(common, varying);
  }

  private static Map<String, String> flatten(String prefix, Map<?, ?> facts) {
    Map<String, String> flat = new LinkedHashMap<>();
    facts.forEach(
        (name, value) -> {
          String full = prefix + name;
          if (value instanceof Map<?, ?> nested) {
            flat.putAll(flatten(full + " › ", nested));
          } else {
            flat.put(full, text(value));
          }
        });
    return flat;
  }

  private static String text(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(FactTable::text).collect(Collectors.joining(", "));
    }
    if (value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e15) {
      return Long.toString(number.longValue());
    }
    return String.valueOf(value);
  }

  /** How the numbers were made, in sentences; what is not known is left out. */
  static List<String> method(Findings findings, Prose prose, ReportSettings settings) {
    Map<String, Object> facts = findings.best().entry().scores().facts();
    List<String> method = new ArrayList<>();
    if (facts.containsKey("backend") && facts.containsKey("folds")) {
      method.add(
          "Responses were predicted from features of the stimulus by "
              + facts.get("backend")
              + ", and predictions were scored on samples that had no part in fitting: "
              + facts.get("folds")
              + " "
              + facts.getOrDefault("fold-scheme", "")
              + " folds"
              + gap(facts)
              + ". Scores of the folds were averaged without weights.");
    }
    groups(facts).ifPresent(names -> method.add("Features of the model: " + names + "."));
    if (facts.get("baseline") instanceof Map<?, ?> baseline) {
      groups(baseline).ifPresent(names -> method.add("Features of the baseline: " + names + "."));
    }
    method.add(
        "People count as samples: "
            + prose.test()
            + ", "
            + ("greater".equals(facts.get("alternative")) ? "one-sided" : "two-sided")
            + ". Dividing the rate keeps the chance of finding anything where there is nothing at that rate"
            + " for all points of the sweep together.");
    int chosen = Curves.chosen(findings.geometry(), settings.strongest());
    if (chosen < findings.geometry().targets()) {
      method.add(
          "Curves: averaging all "
              + prose.plural()
              + " would drown a region in the rest of the brain, and averaging those that look best"
              + " would flatter them. So each person's "
              + prose.count(chosen)
              + " are chosen by the mean of the other people, at whichever point it is highest. The"
              + " intervals take that choice as given; the p-value of the curve does not: signs of"
              + " people are flipped and "
              + prose.plural()
              + " chosen anew each time.");
    }
    return method;
  }

  private static String gap(Map<String, Object> facts) {
    if (facts.get("gap-rows") instanceof Number rows
        && facts.get("period-seconds") instanceof Number period) {
      return " with "
          + Numbers.rounded(rows.doubleValue() * period.doubleValue(), 1)
          + " s left out between training and test samples";
    }
    return "";
  }

  private static java.util.Optional<String> groups(Map<?, ?> facts) {
    return java.util.Optional.ofNullable(facts.get("feature-groups"))
        .filter(List.class::isInstance)
        .map(FactTable::text);
  }
}
