package dev.arcuate.api.value;

import java.nio.file.Path;
import java.util.List;

/** A value between steps, backed by a folder. Immutable and safe for concurrent use. */
public sealed interface Value
    permits Words, Activations, Design, Targets, Prepared, Scores, Table, Files {

  /** All kinds of value, in the order of the reference page. */
  static List<Class<? extends Value>> types() {
    return List.of(
        Words.class,
        Activations.class,
        Design.class,
        Recording.class,
        Epochs.class,
        Prepared.class,
        Scores.class,
        Table.class,
        Files.class);
  }

  /**
   * Opens a folder as a value of the given type.
   *
   * @throws dev.arcuate.api.ProblemException {@code VALUE_UNREADABLE} if the folder holds no such
   *     value
   */
  static <V extends Value> V open(Class<V> type, Path folder) {
    Value value;
    if (type == Words.class) {
      value = Words.open(folder);
    } else if (type == Activations.class) {
      value = Activations.open(folder);
    } else if (type == Design.class) {
      value = Design.open(folder);
    } else if (type == Recording.class) {
      value = Recording.open(folder);
    } else if (type == Epochs.class) {
      value = Epochs.open(folder);
    } else if (type == Targets.class) {
      value = Targets.open(folder);
    } else if (type == Prepared.class) {
      value = new Prepared(folder);
    } else if (type == Scores.class) {
      value = Scores.open(folder);
    } else if (type == Table.class) {
      value = Table.open(folder);
    } else if (type == Files.class) {
      value = new Files(folder);
    } else {
      throw new IllegalArgumentException("not a kind of value: " + type);
    }
    return type.cast(value);
  }
}
