package dev.arcuate.engine.yaml;

import dev.arcuate.api.settings.InputPath;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A value that may be left out; {@code null} leaves it out too. */
record OptionalKind(SettingKind of) implements SettingKind {
  @Override
  public String words() {
    return of.words();
  }

  @Override
  public Optional<Object> bind(String name, Node node, Binding binding) {
    if (node instanceof Node.Scalar scalar && scalar.isNull()) {
      return Optional.of(Optional.empty());
    }
    return of.bind(name, node, binding).map(Optional::of);
  }

  @Override
  public Optional<Object> toJson(Object value) {
    return ((Optional<?>) value).flatMap(of::toJson);
  }

  @Override
  public Map<String, Object> schema() {
    return Schemas.anyOf(of.schema(), Schemas.type("null"));
  }

  @Override
  public void collectPaths(Object value, Consumer<InputPath> to) {
    ((Optional<?>) value).ifPresent(present -> of.collectPaths(present, to));
  }
}
