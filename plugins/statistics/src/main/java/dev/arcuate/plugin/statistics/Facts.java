package dev.arcuate.plugin.statistics;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What several scores have to say about how they were made, said once. */
final class Facts {
  private static final String LEAKY = "leaky";

  /** Lists of what a reader must know of any. */
  private static final List<String> LISTS = List.of("leaks", "quirks");

  private Facts() {}

  /**
   * Facts that all agree on, as they are; numbers that differ, as their range; {@code leaky} if any
   * is; leaks and quirks of any. Everything else that differs is left out.
   */
  static Map<String, Object> common(List<Map<String, Object>> all) {
    Map<String, Object> common = new LinkedHashMap<>();
    for (String name : all.get(0).keySet()) {
      List<Object> values = all.stream().map(facts -> facts.get(name)).toList();
      if (values.stream().allMatch(value -> Objects.equals(value, values.get(0)))) {
        common.put(name, values.get(0));
      } else if (values.stream().allMatch(Number.class::isInstance)) {
        common.put(name, range(values));
      }
    }
    if (all.stream().anyMatch(facts -> Boolean.TRUE.equals(facts.get(LEAKY)))) {
      common.put(LEAKY, true);
    }
    for (String list : LISTS) {
      List<?> union =
          all.stream()
              .map(facts -> facts.get(list))
              .filter(List.class::isInstance)
              .flatMap(found -> ((List<?>) found).stream())
              .distinct()
              .toList();
      if (!union.isEmpty()) {
        common.put(list, union);
      }
    }
    return common;
  }

  private static Map<String, Object> range(Collection<Object> values) {
    double least = Double.POSITIVE_INFINITY;
    double greatest = Double.NEGATIVE_INFINITY;
    for (Object value : values) {
      least = Math.min(least, ((Number) value).doubleValue());
      greatest = Math.max(greatest, ((Number) value).doubleValue());
    }
    Map<String, Object> range = new LinkedHashMap<>();
    range.put("least", least);
    range.put("greatest", greatest);
    return range;
  }
}
