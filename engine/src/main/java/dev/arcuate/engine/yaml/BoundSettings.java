package dev.arcuate.engine.yaml;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * The settings of one step.
 *
 * @param own the component's
 * @param common the extension point's, if it has any
 */
public record BoundSettings(Record own, Optional<Record> common) {
  public BoundSettings {
    requireNonNull(own, "own");
    requireNonNull(common, "common");
  }
}
