package dev.arcuate.engine.yaml;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** {@code true} or {@code false}, as YAML 1.2 has it. */
record FlagKind() implements ScalarKind {
  @Override
  public String words() {
    return "true or false";
  }

  @Override
  public Optional<Object> parse(String name, Node.Scalar scalar, Binding binding) {
    boolean plain = !scalar.quoted();
    return switch (scalar.text()) {
      case "true", "True", "TRUE" -> plain ? Optional.of(true) : refuse(name, scalar, binding);
      case "false", "False", "FALSE" -> plain ? Optional.of(false) : refuse(name, scalar, binding);
      default -> refuse(name, scalar, binding);
    };
  }

  private Optional<Object> refuse(String name, Node.Scalar scalar, Binding binding) {
    return binding.refuse(YamlCode.WRONG_TYPE, scalar, message(name, scalar), hint(scalar));
  }

  private static String hint(Node.Scalar scalar) {
    return switch (scalar.text().toLowerCase(Locale.ROOT)) {
      case "true", "false" -> "remove the quotes";
      case "yes", "on", "y", "1" -> "write true";
      case "no", "off", "n", "0" -> "write false";
      default -> "write true or false";
    };
  }

  @Override
  public Optional<Object> toJson(Object value) {
    return Optional.of(value);
  }

  @Override
  public Map<String, Object> schema() {
    return Schemas.orReference(Schemas.type("boolean"));
  }
}
