package dev.arcuate.engine.accel;

import dev.arcuate.api.Problem;
import dev.arcuate.api.Problem.Position;
import dev.arcuate.api.host.Inference.Signature;
import dev.arcuate.api.host.Inference.Weight;
import dev.arcuate.api.onnx.OnnxType;
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
    try {
      WeightSource source =
          new WeightSource(weight.file().toRealPath(), weight.offset(), bytes(weight.constant()));
      long size = Files.size(source.file());
      if (source.offset() < 0 || source.offset() + source.length() > size) {
        throw unreadable(
            weight,
            "its bytes "
                + source.offset()
                + " to "
                + (source.offset() + source.length())
                + " lie beyond the end of the file, which has "
                + size);
      }
      return source;
    } catch (NoSuchFileException e) {
      throw unreadable(weight, "there is no such file");
    } catch (IOException e) {
      throw unreadable(weight, e.getMessage());
    }
  }

  private static long bytes(Signature constant) {
    OnnxType type =
        OnnxType.of(constant.type())
            .orElseThrow(() -> new IllegalArgumentException("no values of type " + constant));
    return constant.shape().stream().reduce((long) type.bytes(), Math::multiplyExact);
  }

  private static RuntimeException unreadable(Weight weight, String why) {
    return Problem.data(
            "ONNX_WEIGHT_UNREADABLE",
            "cannot read the weight '" + weight.constant().name() + "': " + why)
        .at(new Position(weight.file().toString(), 0, 0))
        .hint("copy the file again and compare its size with the original")
        .exception();
  }
}
