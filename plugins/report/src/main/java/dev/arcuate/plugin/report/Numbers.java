package dev.arcuate.plugin.report;

import java.util.Locale;

/** Numbers as a paper prints them. */
final class Numbers {
  private Numbers() {}

  /** Three decimals, with a true minus sign. */
  static String correlation(double value) {
    if (Double.isNaN(value)) {
      return "n/a";
    }
    String text = String.format(Locale.ROOT, "%.3f", value);
    return "-0.000".equals(text) ? "0.000" : minus(text);
  }

  static String p(double value) {
    if (Double.isNaN(value)) {
      return "n/a";
    }
    if (value < 0.001) {
      return "< 0.001";
    }
    return String.format(Locale.ROOT, "%.3f", value);
  }

  /** With two digits that count. */
  static String least(double value) {
    return new java.math.BigDecimal(value)
        .round(new java.math.MathContext(2))
        .stripTrailingZeros()
        .toPlainString();
  }

  static String interval(Estimate estimate) {
    return correlation(estimate.low()) + " to " + correlation(estimate.high());
  }

  static String millimetres(double[] place) {
    return minus(
        String.format(
            Locale.ROOT, "(%.0f, %.0f, %.0f) mm", place[0] + 0.0, place[1] + 0.0, place[2] + 0.0));
  }

  static String rounded(double value, int digits) {
    return minus(String.format(Locale.ROOT, "%." + digits + "f", value));
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.3g", share * 100).replaceAll("\\.0+$", "") + " %";
  }

  private static String minus(String text) {
    return text.replace('-', '\u2212');
  }
}
