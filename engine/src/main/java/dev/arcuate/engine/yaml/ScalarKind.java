package dev.arcuate.engine.yaml;

import java.util.Optional;

/** A value that is written as one word or number. */
sealed interface ScalarKind extends SettingKind
    permits TextKind, FlagKind, NumberKind, ChoiceKind, DurationKind, PathKind {

  /** Reads a scalar that is not null. */
  Optional<Object> parse(String name, Node.Scalar scalar, Binding binding);

  @Override
  default Optional<Object> bind(String name, Node node, Binding binding) {
    if (!(node instanceof Node.Scalar scalar)) {
      return refuse(name, node, binding);
    }
    if (scalar.isNull()) {
      return binding.refuse(
          YamlCode.WRONG_TYPE, node, "'%s' takes %s, not nothing".formatted(name, words()));
    }
    return parse(name, scalar, binding);
  }

  /** Says that this kind of node does not fit at all. */
  default Optional<Object> refuse(String name, Node node, Binding binding) {
    return binding.refuse(YamlCode.WRONG_TYPE, node, message(name, node));
  }

  default String message(String name, Node node) {
    return "'%s' takes %s, not %s".formatted(name, words(), Binding.shown(node));
  }
}
