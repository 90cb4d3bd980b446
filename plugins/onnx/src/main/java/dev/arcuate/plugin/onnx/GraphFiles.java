package dev.arcuate.plugin.onnx;

import dev.arcuate.api.host.Inference;
import dev.arcuate.api.host.Inference.Signature;
import dev.arcuate.api.onnx.OnnxType;
import dev.arcuate.api.settings.InputPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files that a graph consists of: its own, and those beside it that hold its weights. */
public final class GraphFiles {
  private GraphFiles() {}

  /**
   * Finds them, and looks whether they are whole.
   *
   * @param named what the settings name: the graph or a folder around it
   * @throws dev.arcuate.api.ProblemException {@code ONNX_UNREADABLE} if the graph is cut or a file
   *     of weights is missing, {@code ONNX_WEIGHT_UNREADABLE} if one is cut
   */
  public static List<InputPath> of(Inference inference, InputPath named, Path graph) {
    return inference.files(graph).stream().map(file -> near(named, file)).toList();
  }

  /** What the values of a constant take; at least that, for types that are packed. */
  static long bytes(Signature constant) {
    long size = OnnxType.of(constant.type()).map(OnnxType::bytes).orElse(1);
    for (long dimension : constant.shape()) {
      size *= dimension;
    }
    return size;
  }

  /** A file in or beside what the settings name, as a workflow would write it. */
  static InputPath near(InputPath named, Path file) {
    Path path = named.path().toAbsolutePath().normalize();
    boolean folder = Files.isDirectory(path);
    Path from = folder ? path : path.getParent();
    String inner = from.relativize(file.toAbsolutePath().normalize()).toString().replace('\\', '/');
    return new InputPath(file, folder ? named.logical() + "/" + inner : beside(named, inner));
  }

  private static String beside(InputPath named, String inner) {
    String logical = named.logical();
    int end = Math.max(logical.lastIndexOf('/'), logical.lastIndexOf('\\'));
    if (inner.equals(String.valueOf(named.path().getFileName()))) {
      return logical;
    }
    // A name of the catalogue stands for the graph: models:NAME.
    return end < 0 && logical.contains(":")
        ? logical + "/" + inner
        : logical.substring(0, end + 1) + inner;
  }
}
