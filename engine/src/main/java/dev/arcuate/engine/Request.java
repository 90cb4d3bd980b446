package dev.arcuate.engine;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A workflow as somebody wants it.
 *
 * @param file the workflow
 * @param sets other values for params, each {@code name=value} with the value as YAML
 * @param uses other components by step id
 */
public record Request(Path file, List<String> sets, Map<String, String> uses) {
  public Request {
    requireNonNull(file, "file");
    sets = List.copyOf(sets);
    uses = Collections.unmodifiableMap(new LinkedHashMap<>(uses));
  }

  /** The workflow as it is written. */
  public static Request of(Path file) {
    return new Request(file, List.of(), Map.of());
  }
}
