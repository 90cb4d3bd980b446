package dev.arcuate.engine.yaml;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Optional;

/**
 * One setting of a record.
 *
 * @param name in YAML
 * @param fallback parsed default; empty if it has none
 * @param fallbackText default as its author wrote it
 */
record Setting(
    String name,
    SettingKind kind,
    String doc,
    Optional<Node> fallback,
    Optional<String> fallbackText,
    Method accessor) {

  boolean required() {
    return fallback.isEmpty() && !(kind instanceof OptionalKind);
  }

  Optional<Object> bind(String owner, Node.Mapping with, Binding binding) {
    Optional<Node> written = with.get(name);
    if (written.isPresent()) {
      return bind(written.get(), binding);
    }
    if (fallback.isPresent()) {
      return kind.bind(name, fallback.get(), binding);
    }
    if (kind instanceof OptionalKind) {
      return Optional.of(Optional.empty());
    }
    binding
        .problems()
        .add(
            YamlCode.MISSING_SETTING
                .at(with.position(), "'%s' needs the setting '%s'".formatted(owner, name))
                .hint("add '%s: ...', %s: %s".formatted(name, kind.words(), doc)));
    return Optional.empty();
  }

  private Optional<Object> bind(Node node, Binding binding) {
    boolean empty = node instanceof Node.Scalar scalar && scalar.isNull();
    if (!empty || kind instanceof OptionalKind) {
      return kind.bind(name, node, binding);
    }
    return binding.refuse(
        YamlCode.WRONG_TYPE,
        node,
        "'%s' takes %s, not nothing".formatted(name, kind.words()),
        fallbackText
            .map(text -> "give a value, or remove the line for the default: " + text)
            .orElse("give a value"));
  }

  Object of(Record settings) {
    try {
      return accessor.invoke(settings);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("setting " + name + " cannot be read", e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("setting " + name + " cannot be read", e);
    }
  }
}
