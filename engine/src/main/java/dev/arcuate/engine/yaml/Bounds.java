package dev.arcuate.engine.yaml;

import dev.arcuate.api.settings.Range;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The interval a number must lie in; an absent end is open. */
record Bounds(Optional<BigDecimal> min, Optional<BigDecimal> max, boolean above) {
  static final Bounds NONE = new Bounds(Optional.empty(), Optional.empty(), false);

  static Bounds of(Range range) {
    return new Bounds(end(range.min()), end(range.max()), range.above());
  }

  private static Optional<BigDecimal> end(double end) {
    return Double.isInfinite(end)
        ? Optional.empty()
        : Optional.of(BigDecimal.valueOf(end).stripTrailingZeros());
  }

  boolean allow(BigDecimal value) {
    boolean highEnough =
        min.map(end -> above ? value.compareTo(end) > 0 : value.compareTo(end) >= 0).orElse(true);
    return highEnough && max.map(end -> value.compareTo(end) <= 0).orElse(true);
  }

  /** What a number must be, to follow the words "must be". */
  String words() {
    Optional<String> low = min.map(end -> (above ? "above " : "at least ") + end.toPlainString());
    Optional<String> high = max.map(end -> "at most " + end.toPlainString());
    if (low.isPresent() && high.isPresent()) {
      return above
          ? low.get() + " and " + high.get()
          : "between " + min.get().toPlainString() + " and " + max.get().toPlainString();
    }
    return low.or(() -> high).orElseThrow();
  }

  Map<String, Object> schema() {
    Map<String, Object> schema = new LinkedHashMap<>();
    min.ifPresent(end -> schema.put(above ? "exclusiveMinimum" : "minimum", end));
    max.ifPresent(end -> schema.put("maximum", end));
    return schema;
  }
}
