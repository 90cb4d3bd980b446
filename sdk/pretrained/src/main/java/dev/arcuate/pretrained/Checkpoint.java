package dev.arcuate.pretrained;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tensors of a model and the files that they are in. Only headers are read.
 *
 * @param tensors by name, in a defined order
 * @param files all files that belong to it
 */
public record Checkpoint(Map<String, StoredTensor> tensors, List<Path> files) {
  public Checkpoint {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    files = List.copyOf(files);
  }

  /** Bytes of all its files together. */
  public long size() throws IOException {
    long size = 0;
    for (Path file : files) {
      size += Files.size(file);
    }
    return size;
  }

  /**
   * Reads whichever form the weights have.
   *
   * @param weights a {@code .safetensors} file, the {@code .index.json} of several, or the {@code
   *     .index} of a TensorFlow checkpoint
   * @throws dev.arcuate.api.ProblemException {@code PRETRAINED_WEIGHTS_UNREADABLE}
   */
  public static Checkpoint read(Path weights) throws IOException {
    String name = weights.getFileName().toString();
    if (name.endsWith(".index.json")) {
      return Safetensors.sharded(weights);
    }
    if (name.endsWith(".index")) {
      return TensorFlowBundle.read(weights);
    }
    return new Checkpoint(Safetensors.read(weights), List.of(weights));
  }

  /** Names for messages: the first few. */
  static String some(List<String> names) {
    int shown = 4;
    List<String> first = new ArrayList<>(names.subList(0, Math.min(shown, names.size())));
    String more = names.size() > shown ? " and " + (names.size() - shown) + " more" : "";
    return "'" + String.join("', '", first) + "'" + more;
  }
}
