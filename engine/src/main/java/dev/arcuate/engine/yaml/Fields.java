package dev.arcuate.engine.yaml;

import dev.arcuate.api.Problem.Position;
import dev.arcuate.engine.problem.DidYouMean;
import dev.arcuate.engine.problem.Problems;
import dev.arcuate.engine.problem.Quoted;
import java.util.List;
import java.util.Optional;

/**
 * The keys of one mapping of the workflow format. A key without a value counts as left out, since
 * people comment out what stood below it.
 *
 * @param owner whose keys they are, for messages: {@code a workflow}, {@code step 'words'}
 */
record Fields(String owner, Node.Mapping mapping, Problems problems) {

  /** Reports keys that the format does not have. */
  Fields reportUnknown(List<String> known) {
    return reportUnknown(known, List.of());
  }

  /**
   * Reports keys that the format does not have.
   *
   * @param elsewhere keys that are wrong here, too, but for another reason
   */
  Fields reportUnknown(List<String> known, List<String> elsewhere) {
    for (Node.Entry entry : mapping.entries()) {
      String key = entry.key().text();
      if (!known.contains(key) && !elsewhere.contains(key)) {
        problems.add(
            YamlCode.UNKNOWN_KEY
                .at(entry.key().position(), "%s has no key %s".formatted(owner, Quoted.of(key)))
                .hint(DidYouMean.hint(key, "keys", known)));
      }
    }
    return this;
  }

  Optional<Node> node(String key) {
    return mapping
        .get(key)
        .filter(node -> !(node instanceof Node.Scalar scalar && scalar.isNull()));
  }

  /** Where a key stands, or else the mapping. */
  Position place(String key) {
    return mapping.entry(key).map(entry -> entry.key().position()).orElse(mapping.position());
  }

  Optional<Node.Scalar> scalar(String key) {
    return node(key).flatMap(node -> scalar(key, node));
  }

  /** One word of a list or a mapping below a key. */
  Optional<Node.Scalar> scalar(String key, Node node) {
    if (node instanceof Node.Scalar scalar && !scalar.isNull()) {
      return Optional.of(scalar);
    }
    String found = node instanceof Node.Scalar ? "nothing" : node.kind();
    return wrong(node, "'%s' of %s takes text, not %s".formatted(key, owner, found));
  }

  Optional<Node.Scalar> requiredScalar(String key, String hint) {
    return required(key, hint) ? scalar(key) : Optional.empty();
  }

  /** Whether a key is there; reports it if not. */
  boolean required(String key, String hint) {
    if (node(key).isPresent()) {
      return true;
    }
    problems.add(
        YamlCode.MISSING_KEY
            .at(mapping.position(), "%s needs the key '%s'".formatted(owner, key))
            .hint(hint));
    return false;
  }

  Optional<Node.Mapping> mapping(String key) {
    Optional<Node> node = node(key);
    if (node.isEmpty()) {
      return Optional.empty();
    }
    if (node.get() instanceof Node.Mapping found) {
      return Optional.of(found);
    }
    problems.add(
        YamlCode.WRONG_TYPE
            .at(
                node.get().position(),
                "'%s' of %s takes a mapping of names to values, not %s"
                    .formatted(key, owner, Binding.shown(node.get())))
            .hint(
                "write lines such as 'name: value' below it"
                    + (node.get() instanceof Node.Sequence ? ", without '- '" : "")));
    return Optional.empty();
  }

  /** Entries of the mapping below a key; none if it is left out. */
  List<Node.Entry> entries(String key) {
    return mapping(key).map(Node.Mapping::entries).orElse(List.of());
  }

  /** Items below a key; a lone one counts as a list of one. */
  List<Node> items(String key) {
    return node(key).map(Fields::items).orElse(List.of());
  }

  static List<Node> items(Node node) {
    return node instanceof Node.Sequence sequence ? sequence.items() : List.of(node);
  }

  <T> Optional<T> wrong(Node node, String message) {
    problems.add(YamlCode.WRONG_TYPE.at(node.position(), message));
    return Optional.empty();
  }
}
