package dev.arcuate.api.value;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/**
 * A folder of files in a form of their own, such as a BIDS dataset or a report.
 *
 * @param folder read-only
 */
public record Files(Path folder) implements Value {
  public Files {
    requireNonNull(folder, "folder");
  }
}
