package dev.arcuate.engine.yaml;

import dev.arcuate.api.settings.InputPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Several values; a lone one counts as a list of one. */
record ListKind(SettingKind of) implements SettingKind {
  @Override
  public String words() {
    return "a list, each item " + of.words();
  }

  @Override
  public Optional<Object> bind(String name, Node node, Binding binding) {
    List<Node> items = node instanceof Node.Sequence sequence ? sequence.items() : List.of(node);
    List<Object> values = new ArrayList<>();
    for (Node item : items) {
      of.bind(name, item, binding).ifPresent(values::add);
    }
    return values.size() == items.size() ? Optional.of(List.copyOf(values)) : Optional.empty();
  }

  @Override
  public Optional<Object> toJson(Object value) {
    return Optional.of(
        ((List<?>) value).stream().map(item -> of.toJson(item).orElseThrow()).toList());
  }

  @Override
  public Map<String, Object> schema() {
    return Schemas.oneOrMany(of.schema());
  }

  @Override
  public void collectPaths(Object value, Consumer<InputPath> to) {
    ((List<?>) value).forEach(item -> of.collectPaths(item, to));
  }
}
