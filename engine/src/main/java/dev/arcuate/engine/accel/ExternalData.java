package dev.arcuate.engine.accel;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** Files beside an ONNX graph that hold its weights. */
final class ExternalData {
  private ExternalData() {}

  /**
   * Checks that they are there, and beside it: a graph from anywhere must not read just any file.
   *
   * @param names relative to the folder of the graph
   * @throws dev.arcuate.api.ProblemException {@code ONNX_UNREADABLE}
   */
  static void require(Path onnx, Set<String> names) {
    Path folder = onnx.toAbsolutePath().normalize().getParent();
    for (String name : names) {
      Path file = folder.resolve(name);
      if (!file.normalize().startsWith(folder)) {
        throw OnnxFile.unreadable(
                onnx, "its weights are in '" + name + "', which is not in the folder of the graph")
            .hint("export the model again, with its weights beside it")
            .exception();
      }
      if (!Files.exists(file)) {
        throw OnnxFile.unreadable(onnx, "its weights are in '" + name + "', which is not beside it")
            .hint("copy '" + name + "' into the folder of the graph")
            .exception();
      }
    }
  }
}
