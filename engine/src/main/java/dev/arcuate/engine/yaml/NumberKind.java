package dev.arcuate.engine.yaml;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A number in one of the forms of YAML 1.2's core schema, except that it must be finite. */
record NumberKind(Width width, Bounds bounds) implements ScalarKind {

  /** What Java holds it in. */
  enum Width {
    INT("between -2147483648 and 2147483647"),
    LONG("between -9223372036854775808 and 9223372036854775807"),
    DOUBLE("below 1.8e308");

    private final String range;

    Width(String range) {
      this.range = range;
    }
  }

  private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);
  private static final BigInteger INT_MIN = BigInteger.valueOf(Integer.MIN_VALUE);
  private static final BigInteger INT_MAX = BigInteger.valueOf(Integer.MAX_VALUE);

  /** Beyond this many digits no number fits, and parsing would only cost time. */
  private static final int LONGEST = 400;

  private static final Pattern LEADING_ZERO = Pattern.compile("[-+]?0+[0-9].*");
  private static final Pattern NOT_FINITE = Pattern.compile("(?i)[-+]?\\.?(inf|nan|infinity)");
  private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]+");
  private static final Pattern OCTAL = Pattern.compile("0o[0-7]+");
  private static final Pattern HEXADECIMAL = Pattern.compile("0x[0-9a-fA-F]+");
  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]{1,4})?");

  @Override
  public String words() {
    return width == Width.DOUBLE ? "a number" : "a whole number";
  }

  @Override
  public Optional<Object> parse(String name, Node.Scalar scalar, Binding binding) {
    Optional<BigDecimal> number = scalar.quoted() ? Optional.empty() : number(scalar.text());
    if (number.isEmpty() || (width != Width.DOUBLE && !isWhole(scalar.text()))) {
      return hint(scalar)
          .map(hint -> binding.refuse(YamlCode.WRONG_TYPE, scalar, message(name, scalar), hint))
          .orElseGet(() -> binding.refuse(YamlCode.WRONG_TYPE, scalar, message(name, scalar)));
    }
    BigDecimal value = number.get();
    Optional<Object> fitting = fitting(value);
    if (fitting.isEmpty() || !bounds.allow(value)) {
      return binding.refuse(
          YamlCode.OUT_OF_RANGE,
          scalar,
          "'%s' must be %s, not %s"
              .formatted(
                  name,
                  fitting.isEmpty() ? width.range : bounds.words(),
                  Binding.shown(scalar).replace("'", "")));
    }
    return fitting;
  }

  private Optional<Object> fitting(BigDecimal value) {
    switch (width) {
      case INT -> {
        BigInteger whole = value.toBigInteger();
        boolean fits = whole.compareTo(INT_MIN) >= 0 && whole.compareTo(INT_MAX) <= 0;
        return fits ? Optional.of(whole.intValueExact()) : Optional.empty();
      }
      case LONG -> {
        BigInteger whole = value.toBigInteger();
        boolean fits = whole.compareTo(LONG_MIN) >= 0 && whole.compareTo(LONG_MAX) <= 0;
        return fits ? Optional.of(whole.longValueExact()) : Optional.empty();
      }
      case DOUBLE -> {
        double number = value.doubleValue();
        return Double.isFinite(number) ? Optional.of(number) : Optional.empty();
      }
    }
    throw new IllegalStateException("every width is handled");
  }

  private static boolean isWhole(String text) {
    return WHOLE.matcher(text).matches() || OCTAL.matcher(text).matches() || isHexadecimal(text);
  }

  private static boolean isHexadecimal(String text) {
    return HEXADECIMAL.matcher(text).matches();
  }

  private static Optional<BigDecimal> number(String text) {
    if (text.length() > LONGEST || LEADING_ZERO.matcher(text).matches()) {
      return Optional.empty();
    }
    if (OCTAL.matcher(text).matches()) {
      return Optional.of(new BigDecimal(new BigInteger(text.substring(2), 8)));
    }
    if (isHexadecimal(text)) {
      return Optional.of(new BigDecimal(new BigInteger(text.substring(2), 16)));
    }
    return DECIMAL.matcher(text).matches() ? Optional.of(new BigDecimal(text)) : Optional.empty();
  }

  private Optional<String> hint(Node.Scalar scalar) {
    String text = scalar.text();
    if (scalar.quoted() && number(text).isPresent()) {
      return Optional.of("remove the quotes");
    }
    if (NOT_FINITE.matcher(text).matches()) {
      return Optional.of("the number must be finite");
    }
    if (LEADING_ZERO.matcher(text).matches()) {
      return number(text.replaceFirst("^([-+]?)0+(?=[0-9])", "$1"))
          .map(
              plain ->
                  "write %s: tools disagree on what a leading zero means".formatted(shown(plain)));
    }
    if (text.contains("_")) {
      return number(text.replace("_", "")).map(plain -> "write " + shown(plain));
    }
    if (text.contains(",")) {
      return number(text.replace(',', '.')).map(plain -> "write " + shown(plain));
    }
    if (width != Width.DOUBLE) {
      return number(text)
          .filter(number -> number.stripTrailingZeros().scale() <= 0)
          .filter(number -> number.precision() - number.scale() <= 19)
          .map(whole -> "write " + whole.toBigInteger());
    }
    return Optional.empty();
  }

  private static String shown(BigDecimal number) {
    return number.scale() <= 0 && number.precision() - number.scale() <= 19
        ? number.toBigInteger().toString()
        : number.toString();
  }

  @Override
  public Optional<Object> toJson(Object value) {
    return Optional.of(value);
  }

  @Override
  public Map<String, Object> schema() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", width == Width.DOUBLE ? "number" : "integer");
    schema.putAll(bounds.schema());
    return Schemas.orReference(schema);
  }
}
