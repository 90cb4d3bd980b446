package dev.arcuate.api.onnx;

import static java.util.Objects.requireNonNull;

/**
 * A tensor of a graph.
 *
 * @param name unique within the graph
 */
public record OnnxValue(String name) {
  /** In place of an optional input that is left out. */
  public static final OnnxValue NONE = new OnnxValue("");

  public OnnxValue {
    requireNonNull(name, "name");
  }
}
