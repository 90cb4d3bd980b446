package dev.arcuate.api;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A value of a gathered input with where it came from.
 *
 * @param step id of the step that made it
 * @param labels the sweep variables it was made under, such as {@code layer → 3, subject → 01}, in
 *     the order of the workflow
 * @param value the value itself
 */
public record Labelled<V>(String step, Map<String, String> labels, V value) {
  public Labelled {
    requireNonNull(step, "step");
    requireNonNull(value, "value");
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
  }
}
