package dev.arcuate.engine.yaml;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a length of time is written. */
final class Durations {
  /** As a regular expression, for schemas too. */
  static final String PATTERN = "^([0-9]{1,12}(\\.[0-9]{1,9})?) ?(ms|s|min|h)$";

  private static final Pattern WRITTEN = Pattern.compile(PATTERN);
  private static final Pattern NUMBER = Pattern.compile("[0-9]+(\\.[0-9]+)?");
  private static final Map<String, Duration> UNITS =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "min", Duration.ofMinutes(1),
          "h", Duration.ofHours(1));

  private Durations() {}

  static Optional<Duration> parse(String text) {
    Matcher written = WRITTEN.matcher(text);
    if (!written.matches()) {
      return Optional.empty();
    }
    Duration unit = UNITS.get(written.group(3));
    BigDecimal seconds = new BigDecimal(written.group(1)).multiply(seconds(unit));
    long whole = seconds.longValue();
    BigDecimal rest = seconds.subtract(BigDecimal.valueOf(whole)).movePointRight(9);
    return Optional.of(Duration.ofSeconds(whole, rest.longValue()));
  }

  /** The shortest way to write it that {@link #parse} reads back to the same. */
  static String text(Duration duration) {
    if (duration.isZero()) {
      return "0s";
    }
    for (String unit : new String[] {"h", "min", "s"}) {
      Duration one = UNITS.get(unit);
      if (duration.getNano() == 0 && duration.getSeconds() % one.getSeconds() == 0) {
        return duration.getSeconds() / one.getSeconds() + unit;
      }
    }
    return seconds(duration).movePointRight(3).stripTrailingZeros().toPlainString() + "ms";
  }

  static String hint(String text) {
    if (NUMBER.matcher(text).matches()) {
      return "add a unit, such as %ss; units are ms, s, min and h".formatted(text);
    }
    if (text.endsWith("m") && NUMBER.matcher(text.substring(0, text.length() - 1)).matches()) {
      return "write %sin for minutes or %ss for milliseconds".formatted(text, text);
    }
    return "write a number and a unit, ms, s, min or h, such as 10s";
  }

  private static BigDecimal seconds(Duration duration) {
    return BigDecimal.valueOf(duration.getSeconds()).add(BigDecimal.valueOf(duration.getNano(), 9));
  }
}
