package dev.arcuate.engine.yaml;

import dev.arcuate.api.settings.InputPath;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Values by names that the author of the workflow chooses. Sorted by name: their order in the file
 * does not enter keys, so it must not reach the component either.
 */
record MapKind(SettingKind of) implements SettingKind {
  @Override
  public String words() {
    return "a mapping, each value " + of.words();
  }

  @Override
  public Optional<Object> bind(String name, Node node, Binding binding) {
    if (!(node instanceof Node.Mapping mapping)) {
      return binding.refuse(
          YamlCode.WRONG_TYPE,
          node,
          "'%s' takes %s, not %s".formatted(name, words(), Binding.shown(node)));
    }
    Map<String, Object> values = new TreeMap<>();
    for (Node.Entry entry : mapping.entries()) {
      String key = entry.key().text();
      of.bind(name + "." + key, entry.value(), binding).ifPresent(value -> values.put(key, value));
    }
    return values.size() == mapping.entries().size()
        ? Optional.of(Collections.unmodifiableMap(values))
        : Optional.empty();
  }

  @Override
  public Optional<Object> toJson(Object value) {
    Map<String, Object> json = new TreeMap<>();
    ((Map<?, ?>) value)
        .forEach((key, item) -> json.put((String) key, of.toJson(item).orElseThrow()));
    return Optional.of(json);
  }

  @Override
  public Map<String, Object> schema() {
    return Schemas.orReference(Schemas.object(Map.of(), of.schema()));
  }

  @Override
  public void collectPaths(Object value, Consumer<InputPath> to) {
    ((Map<?, ?>) value).values().forEach(item -> of.collectPaths(item, to));
  }
}
