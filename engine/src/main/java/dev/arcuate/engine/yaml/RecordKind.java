package dev.arcuate.engine.yaml;

import dev.arcuate.api.settings.InputPath;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Settings inside a setting. */
record RecordKind(SettingsType<?> of) implements SettingKind {
  @Override
  public String words() {
    return "a mapping";
  }

  @Override
  public Optional<Object> bind(String name, Node node, Binding binding) {
    if (!(node instanceof Node.Mapping mapping)) {
      return binding.refuse(
          YamlCode.WRONG_TYPE,
          node,
          "'%s' takes a mapping, not %s".formatted(name, Binding.shown(node)),
          "write its settings below it: " + String.join(", ", of.names()));
    }
    binding.reportUnknown(name, mapping, of.names());
    return of.bind(name, mapping, binding).map(Object.class::cast);
  }

  @Override
  public Optional<Object> toJson(Object value) {
    return Optional.of(of.toJson((Record) value));
  }

  @Override
  public Map<String, Object> schema() {
    return Schemas.orReference(of.schema());
  }

  @Override
  public void collectPaths(Object value, Consumer<InputPath> to) {
    of.collectPaths((Record) value, to);
  }
}
