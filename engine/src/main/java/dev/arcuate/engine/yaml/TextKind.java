package dev.arcuate.engine.yaml;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Text; a plain scalar counts as typed, so that a subject {@code 01} keeps its zero. */
record TextKind() implements ScalarKind {
  @Override
  public String words() {
    return "text";
  }

  @Override
  public Optional<Object> parse(String name, Node.Scalar scalar, Binding binding) {
    return Optional.of(scalar.text());
  }

  @Override
  public Optional<Object> toJson(Object value) {
    return Optional.of(value);
  }

  /** Editors take an unquoted {@code 01} for a number. */
  @Override
  public Map<String, Object> schema() {
    return Schemas.of("type", List.of("string", "number", "boolean"));
  }
}
