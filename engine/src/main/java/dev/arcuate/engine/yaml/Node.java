package dev.arcuate.engine.yaml;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.Problem.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A piece of YAML with its place and its raw text; nothing has been interpreted yet. */
public sealed interface Node {
  /** What stands in place of a file's name for a value given with the command. */
  String OVERRIDE = "--set ";

  Position position();

  /** What it is, in words a message can use: text, a list or a mapping. */
  String kind();

  /**
   * A scalar.
   *
   * @param position where it stands, or where the reference stands that it was put in for
   * @param text raw text: {@code 007} and {@code no} stay as typed
   * @param quoted whether it was written in quotes or as a block, hence text for certain
   * @param definedAt where it was written, if a reference brought it to {@code position}
   */
  record Scalar(Position position, String text, boolean quoted, Optional<Position> definedAt)
      implements Node {
    public Scalar {
      requireNonNull(position, "position");
      requireNonNull(text, "text");
      requireNonNull(definedAt, "definedAt");
    }

    public Scalar(Position position, String text, boolean quoted) {
      this(position, text, quoted, Optional.empty());
    }

    /** Whether YAML takes this for no value at all: nothing, {@code ~} or {@code null}. */
    public boolean isNull() {
      return !quoted
          && switch (text) {
            case "", "~", "null", "Null", "NULL" -> true;
            default -> false;
          };
    }

    /** Whether it was given with the command, not written in a file. */
    public boolean isOverride() {
      return definedAt.orElse(position).file().startsWith(OVERRIDE);
    }

    @Override
    public String kind() {
      return "text";
    }
  }

  record Sequence(Position position, List<Node> items) implements Node {
    public Sequence {
      requireNonNull(position, "position");
      items = List.copyOf(items);
    }

    @Override
    public String kind() {
      return "a list";
    }
  }

  /** Entries in file order, keys unique. */
  record Mapping(Position position, List<Entry> entries) implements Node {
    public Mapping {
      requireNonNull(position, "position");
      entries = List.copyOf(entries);
    }

    public Optional<Node> get(String key) {
      return entry(key).map(Entry::value);
    }

    public Optional<Entry> entry(String key) {
      return entries.stream().filter(entry -> entry.key().text().equals(key)).findFirst();
    }

    /** This mapping, with those entries of the other one whose keys are missing here. */
    public Mapping withDefaults(Mapping defaults) {
      List<Entry> missing =
          defaults.entries.stream().filter(entry -> get(entry.key().text()).isEmpty()).toList();
      if (missing.isEmpty()) {
        return this;
      }
      List<Entry> all = new ArrayList<>(entries);
      all.addAll(missing);
      return new Mapping(position, all);
    }

    @Override
    public String kind() {
      return "a mapping";
    }
  }

  record Entry(Scalar key, Node value) {
    public Entry {
      requireNonNull(key, "key");
      requireNonNull(value, "value");
    }
  }
}
