package dev.arcuate.api.value;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/**
 * What a regression backend computed of a design and its folds, in a form of its own.
 *
 * @param folder read-only
 */
public record Prepared(Path folder) implements Value {
  public Prepared {
    requireNonNull(folder, "folder");
  }
}
