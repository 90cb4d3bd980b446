package dev.arcuate.engine.yaml;

import dev.arcuate.api.settings.InputPath;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A file or folder that the component reads. */
record PathKind() implements ScalarKind {
  @Override
  public String words() {
    return "a path";
  }

  @Override
  public Optional<Object> parse(String name, Node.Scalar scalar, Binding binding) {
    if (scalar.text().isBlank()) {
      return refuse(name, scalar, binding);
    }
    try {
      return Optional.of(
          scalar.isOverride()
              ? binding.paths().resolveOverride(scalar.text())
              : binding.paths().resolve(scalar.text()));
    } catch (IllegalArgumentException e) {
      return binding.refuse(
          YamlCode.INVALID_PATH,
          scalar,
          "'%s' cannot be %s: %s".formatted(name, Binding.shown(scalar), e.getMessage()));
    }
  }

  @Override
  public Optional<Object> toJson(Object value) {
    return Optional.of(((InputPath) value).logical());
  }

  @Override
  public Map<String, Object> schema() {
    return Schemas.type("string");
  }

  @Override
  public void collectPaths(Object value, Consumer<InputPath> to) {
    to.accept((InputPath) value);
  }
}
