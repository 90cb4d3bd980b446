package dev.arcuate.engine.yaml;

import dev.arcuate.api.Problem.Position;
import java.util.List;
import java.util.Optional;

/** A piece of YAML with its place and its raw text; nothing has been interpreted yet. */
public sealed interface Node {
  Position position();

  /**
   * A scalar.
   *
   * @param text raw text: {@code 007} and {@code no} stay as typed
   * @param quoted whether it was written in quotes or as a block, hence text for certain
   */
  record Scalar(Position position, String text, boolean quoted) implements Node {}

  record Sequence(Position position, List<Node> items) implements Node {
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /** Entries in file order, keys unique. */
  record Mapping(Position position, List<Entry> entries) implements Node {
    public Mapping {
      entries = List.copyOf(entries);
    }

    public Optional<Node> get(String key) {
      return entries.stream()
          .filter(entry -> entry.key().text().equals(key))
          .map(Entry::value)
          .findFirst();
    }
  }

  record Entry(Scalar key, Node value) {}
}
