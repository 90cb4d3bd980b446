package dev.arcuate.engine.accel;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;

/**
 * The bytes that, put behind an ONNX file, make inner tensors outputs of its graph. Protocol
 * buffers merge when they are concatenated: a second ModelProto that holds nothing but {@code
 * graph.output} entries adds these to the first one's, so that no file is rewritten and no weight
 * is decoded by us.
 */
final class GraphTrailer {
  private static final int MODEL_GRAPH = 7;
  private static final int GRAPH_OUTPUT = 12;
  private static final int VALUE_INFO_NAME = 1;

  private GraphTrailer() {}

  static byte[] of(Collection<String> outputs) {
    ByteArrayOutputStream graph = new ByteArrayOutputStream();
    for (String output : outputs) {
      ByteArrayOutputStream info = new ByteArrayOutputStream();
      write(info, VALUE_INFO_NAME, output.getBytes(StandardCharsets.UTF_8));
      write(graph, GRAPH_OUTPUT, info.toByteArray());
    }
    ByteArrayOutputStream model = new ByteArrayOutputStream();
    write(model, MODEL_GRAPH, graph.toByteArray());
    return model.toByteArray();
  }

  private static void write(ByteArrayOutputStream out, int field, byte[] content) {
    out.write((field << 3) | WireReader.LENGTH_DELIMITED);
    int rest = content.length;
    while (rest > 0x7f) {
      out.write((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
    out.writeBytes(content);
  }
}
