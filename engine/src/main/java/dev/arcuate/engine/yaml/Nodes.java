package dev.arcuate.engine.yaml;

import dev.arcuate.api.Problem.Position;
import java.util.List;
import java.util.Optional;

/** Trees of nodes made from others. */
final class Nodes {
  private static final int COST_OF_A_NODE = 20;

  private Nodes() {}

  /** The same tree with every node at one place. */
  static Node moved(Node node, Position place) {
    return rebuilt(node, place, false);
  }

  /** The same tree at the place of a reference; its scalars remember where they were written. */
  static Node referenced(Node node, Position place) {
    return rebuilt(node, place, true);
  }

  /** About how much memory a tree takes, in characters; counting stops beyond a limit. */
  static long size(Node node, long limit) {
    long size = COST_OF_A_NODE;
    if (node instanceof Node.Scalar scalar) {
      return size + scalar.text().length();
    }
    if (node instanceof Node.Sequence sequence) {
      for (int i = 0; i < sequence.items().size() && size <= limit; i++) {
        size += size(sequence.items().get(i), limit - size);
      }
      return size;
    }
    List<Node.Entry> entries = ((Node.Mapping) node).entries();
    for (int i = 0; i < entries.size() && size <= limit; i++) {
      Node.Entry entry = entries.get(i);
      size += size(entry.key(), limit - size) + size(entry.value(), limit - size);
    }
    return size;
  }

  private static Node rebuilt(Node node, Position place, boolean remember) {
    if (node instanceof Node.Scalar scalar) {
      Optional<Position> origin =
          remember ? scalar.definedAt().or(() -> Optional.of(scalar.position())) : Optional.empty();
      return new Node.Scalar(place, scalar.text(), scalar.quoted(), origin);
    }
    if (node instanceof Node.Sequence sequence) {
      return new Node.Sequence(
          place, sequence.items().stream().map(item -> rebuilt(item, place, remember)).toList());
    }
    return new Node.Mapping(
        place,
        ((Node.Mapping) node)
            .entries().stream()
                .map(
                    entry ->
                        new Node.Entry(
                            (Node.Scalar) rebuilt(entry.key(), place, remember),
                            rebuilt(entry.value(), place, remember)))
                .toList());
  }
}
