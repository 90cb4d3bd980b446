package dev.arcuate.engine.yaml;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How an amount of memory is written. */
final class ByteSizes {
  static final String PATTERN = "^([0-9]{1,9}(\\.[0-9]{1,3})?) ?([KMGT]i?B|kB)$";

  private static final Pattern WRITTEN = Pattern.compile(PATTERN);
  private static final Map<String, Long> UNITS =
      Map.of(
          "kB", 1_000L,
          "KB", 1_000L,
          "MB", 1_000_000L,
          "GB", 1_000_000_000L,
          "TB", 1_000_000_000_000L,
          "KiB", 1L << 10,
          "MiB", 1L << 20,
          "GiB", 1L << 30,
          "TiB", 1L << 40);

  private ByteSizes() {}

  static Optional<Long> parse(String text) {
    Matcher written = WRITTEN.matcher(text);
    if (!written.matches()) {
      return Optional.empty();
    }
    BigDecimal bytes =
        new BigDecimal(written.group(1)).multiply(BigDecimal.valueOf(UNITS.get(written.group(3))));
    return bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
        ? Optional.empty()
        : Optional.of(bytes.longValue());
  }
}
