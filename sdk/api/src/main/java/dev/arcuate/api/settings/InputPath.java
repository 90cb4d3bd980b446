package dev.arcuate.api.settings;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/**
 * A file or folder that a component reads. Its content is part of the task's key, its place is not:
 * moving a dataset re-runs nothing, changing it does.
 *
 * @param path absolute path on this machine
 * @param logical the path as written in the workflow; the only form that may enter results
 */
public record InputPath(Path path, String logical) {
  public InputPath {
    requireNonNull(path, "path");
    requireNonNull(logical, "logical");
  }

  @Override
  public String toString() {
    return logical;
  }
}
