package dev.arcuate.engine.store;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * JSON in one form only, so that equal content has equal bytes on every machine and JDK: keys
 * sorted by UTF-16 units, no whitespace, the shortest digits that name a number, as RFC 8785 has
 * it. {@code 1} and {@code 1.0} are the same number. Where JSON has no number, the YAML form stands
 * in quotes: {@code ".inf"}, {@code "-.inf"}, {@code ".nan"}.
 */
public final class CanonicalJson {
  /** Digits that tell any two doubles apart. */
  private static final int DOUBLE_DIGITS = 17;

  /** Below this, every whole number is a double and a long. */
  private static final double EXACT = 1L << 53;

  /** From here on, RFC 8785 writes integers with an exponent. */
  private static final int PLAIN_DIGITS = 21;

  /** Down to here, RFC 8785 writes fractions without an exponent. */
  private static final int PLAIN_ZEROS = 6;

  private CanonicalJson() {}

  /**
   * The canonical text of a tree of maps with text keys, lists, text, numbers, booleans and nulls.
   *
   * @throws IllegalArgumentException naming the field that holds anything else
   */
  public static String of(Object tree) {
    StringBuilder text = new StringBuilder();
    write(tree, "", text);
    return text.toString();
  }

  private static void write(Object node, String field, StringBuilder text) {
    if (node instanceof Map<?, ?> map) {
      writeMap(map, field, text);
    } else if (node instanceof List<?> list) {
      writeList(list, field, text);
    } else if (node instanceof String string) {
      writeText(string, field, text);
    } else if (node instanceof Number number) {
      writeNumber(number, field, text);
    } else if (node instanceof Boolean || node == null) {
      text.append(node);
    } else {
      throw refuse(field, "a " + node.getClass().getSimpleName() + " has no form in JSON");
    }
  }

  private static void writeMap(Map<?, ?> map, String field, StringBuilder text) {
    Map<String, Object> sorted = new TreeMap<>();
    map.forEach(
        (key, value) -> {
          if (!(key instanceof String name)) {
            throw refuse(field, "the key '" + key + "' is not text");
          }
          sorted.put(name, value);
        });
    text.append('{');
    String separator = "";
    for (Map.Entry<String, Object> entry : sorted.entrySet()) {
      text.append(separator);
      separator = ",";
      String inner = field.isEmpty() ? entry.getKey() : field + "." + entry.getKey();
      writeText(entry.getKey(), inner, text);
      text.append(':');
      write(entry.getValue(), inner, text);
    }
    text.append('}');
  }

  private static void writeList(List<?> list, String field, StringBuilder text) {
    text.append('[');
    for (int i = 0; i < list.size(); i++) {
      if (i > 0) {
        text.append(',');
      }
      write(list.get(i), field + "[" + i + "]", text);
    }
    text.append(']');
  }

  private static void writeText(String string, String field, StringBuilder text) {
    text.append('"');
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      switch (c) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\b' -> text.append("\\b");
        case '\t' -> text.append("\\t");
        case '\n' -> text.append("\\n");
        case '\f' -> text.append("\\f");
        case '\r' -> text.append("\\r");
        default -> {
          if (c < ' ') {
            text.append(String.format("\\u%04x", (int) c));
          } else if (isHalfPair(string, i)) {
            // Encoding would turn it into '?', and two texts into one key.
            throw refuse(field, "the text holds half of a surrogate pair");
          } else {
            text.append(c);
          }
        }
      }
    }
    text.append('"');
  }

  private static boolean isHalfPair(String string, int i) {
    char c = string.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 == string.length() || !Character.isLowSurrogate(string.charAt(i + 1));
    }
    return Character.isLowSurrogate(c)
        && (i == 0 || !Character.isHighSurrogate(string.charAt(i - 1)));
  }

  private static void writeNumber(Number number, String field, StringBuilder text) {
    if (number instanceof Integer
        || number instanceof Long
        || number instanceof Short
        || number instanceof Byte) {
      text.append(number.longValue());
    } else if (number instanceof BigInteger integer) {
      writeDecimal(new BigDecimal(integer), text);
    } else if (number instanceof BigDecimal decimal) {
      writeDecimal(decimal, text);
    } else if (number instanceof Double || number instanceof Float) {
      writeDouble(number.doubleValue(), text);
    } else {
      throw refuse(field, "a " + number.getClass().getSimpleName() + " has no form in JSON");
    }
  }

  private static void writeDouble(double number, StringBuilder text) {
    if (Double.isNaN(number)) {
      text.append("\".nan\"");
    } else if (Double.isInfinite(number)) {
      text.append(number > 0 ? "\".inf\"" : "\"-.inf\"");
    } else if (number == Math.rint(number) && Math.abs(number) < EXACT) {
      text.append((long) number);
    } else {
      writeDecimal(shortest(number), text);
    }
  }

  /** Not {@link Double#toString}: before JDK 19 it writes more digits than are needed. */
  private static BigDecimal shortest(double number) {
    BigDecimal exact = new BigDecimal(number);
    for (int digits = 1; digits < DOUBLE_DIGITS; digits++) {
      BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      if (rounded.doubleValue() == number) {
        return rounded;
      }
    }
    return exact.round(new MathContext(DOUBLE_DIGITS, RoundingMode.HALF_EVEN));
  }

  private static void writeDecimal(BigDecimal number, StringBuilder text) {
    if (number.signum() == 0) {
      text.append('0');
      return;
    }
    BigDecimal stripped = number.stripTrailingZeros();
    // The number is 0.DIGITS times ten to the power of this.
    int point = stripped.precision() - stripped.scale();
    if (point <= PLAIN_DIGITS && point > -PLAIN_ZEROS) {
      text.append(stripped.toPlainString());
      return;
    }
    String digits = stripped.unscaledValue().abs().toString();
    text.append(stripped.signum() < 0 ? "-" : "").append(digits.charAt(0));
    if (digits.length() > 1) {
      text.append('.').append(digits, 1, digits.length());
    }
    text.append('e').append(point > 0 ? "+" : "").append(point - 1);
  }

  private static IllegalArgumentException refuse(String field, String why) {
    return new IllegalArgumentException((field.isEmpty() ? "the value" : field) + ": " + why);
  }
}
