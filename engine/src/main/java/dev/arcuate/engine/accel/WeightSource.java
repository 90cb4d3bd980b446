package dev.arcuate.engine.accel;

import dev.arcuate.api.Problem;
import dev.arcuate.api.Problem.Position;
import dev.arcuate.api.host.Inference.Signature;
import dev.arcuate.api.host.Inference.Weight;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Bytes of a file that are the values of a constant.
 *
 * @param file its real path: ONNX Runtime follows no links
 * @param offset of the first byte
 * @param length in bytes; 0 if it is not known, and follows from the constant
 */
record WeightSource(Path file, long offset, long length) {

  /**
   * The source of a weight.
   *
   * @throws dev.arcuate.api.ProblemException {@code ONNX_WEIGHT_UNREADABLE}
   */
  static WeightSource of(Weight weight) {
    return of(weight.constant().name(), weight.file(), weight.offset(), bytes(weight.constant()));
  }

  /**
   * Checks that the bytes are there: what is mapped behind the end of a file ends the process when
   * it is read.
   *
   * @throws dev.arcuate.api.ProblemException {@code ONNX_WEIGHT_UNREADABLE}
   */
  static WeightSource of(String name, Path file, long offset, long length) {
    try {
      Path real = file.toRealPath();
      long size = Files.size(real);
      if (offset < 0 || length < 0 || offset + length > size) {
        throw unreadable(
            name,
            file,
            "its bytes "
                + offset
                + " to "
                + (offset + length)
                + " lie beyond the end of the file, which has "
                + size);
      }
      return new WeightSource(real, offset, length);
    } catch (NoSuchFileException e) {
      throw unreadable(name, file, "there is no such file");
    } catch (IOException e) {
      throw unreadable(name, file, e.getMessage());
    }
  }

  private static long bytes(Signature constant) {
    return StoredConstant.bytes(constant)
        .orElseThrow(() -> new IllegalArgumentException("no values of type " + constant));
  }

  private static RuntimeException unreadable(String name, Path file, String why) {
    return Problem.data("ONNX_WEIGHT_UNREADABLE", "cannot read the weight '" + name + "': " + why)
        .at(new Position(file.toString(), 0, 0))
        .hint("copy the file again and compare its size with the original")
        .exception();
  }
}
