package dev.arcuate.engine.yaml;

import java.util.Locale;
import java.util.regex.Pattern;

/** Java names as they are written in YAML. */
final class Kebab {
  private static final Pattern HUMP =
      Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");

  private Kebab() {}

  /** {@code maxDelay} is {@code max-delay}. */
  static String ofName(String camelCase) {
    return HUMP.matcher(camelCase).replaceAll("-").toLowerCase(Locale.ROOT);
  }

  /** {@code LAST_TOKEN} is {@code last-token}. */
  static String ofConstant(String upperSnake) {
    return upperSnake.toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
