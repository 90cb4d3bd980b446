package dev.arcuate.engine.yaml;

import dev.arcuate.api.settings.InputPath;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** One kind of value that a setting can take: how it is read, written and described. */
sealed interface SettingKind permits ScalarKind, OptionalKind, ListKind, MapKind, RecordKind {

  /** What the value must be, to follow the word "takes" in a message. */
  String words();

  /**
   * Reads a value.
   *
   * @param name of the setting, for messages
   * @return empty if the node does not fit, which has then been reported
   */
  Optional<Object> bind(String name, Node node, Binding binding);

  /** The value as JSON types, or empty for no value. */
  Optional<Object> toJson(Object value);

  /** JSON Schema of what {@link #bind} takes. */
  Map<String, Object> schema();

  /** Hands over every path inside the value. */
  default void collectPaths(Object value, Consumer<InputPath> to) {}
}
