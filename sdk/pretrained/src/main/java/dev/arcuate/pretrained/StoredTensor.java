package dev.arcuate.pretrained;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A tensor of a checkpoint: where its values lie, little-endian and row-major.
 *
 * @param name in the checkpoint
 * @param type such as float32
 * @param shape sizes of its dimensions
 * @param file that holds it
 * @param offset of its first byte
 */
public record StoredTensor(String name, String type, List<Long> shape, Path file, long offset) {
  public StoredTensor {
    shape = List.copyOf(shape);
  }

  /** A shape for messages, such as 768 × 3072. */
  static String text(List<Long> shape) {
    return shape.isEmpty()
        ? "a single number"
        : shape.stream().map(String::valueOf).collect(Collectors.joining(" × "));
  }
}
