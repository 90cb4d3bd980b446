package dev.arcuate.engine.accel;

import java.util.Collection;

/**
 * The bytes that, put behind an ONNX graph, make inner tensors outputs of it. Protocol buffers
 * merge when they are concatenated: a second ModelProto that holds nothing but {@code graph.output}
 * entries adds these to the first one's.
 */
final class GraphTrailer {
  private static final int MODEL_GRAPH = 7;
  private static final int GRAPH_OUTPUT = 12;
  private static final int VALUE_INFO_NAME = 1;

  private GraphTrailer() {}

  /** Nothing for no outputs. */
  static byte[] of(Collection<String> outputs) {
    if (outputs.isEmpty()) {
      return new byte[0];
    }
    WireWriter graph = new WireWriter();
    for (String output : outputs) {
      graph.bytes(GRAPH_OUTPUT, new WireWriter().text(VALUE_INFO_NAME, output).toBytes());
    }
    return new WireWriter().bytes(MODEL_GRAPH, graph.toBytes()).toBytes();
  }
}
