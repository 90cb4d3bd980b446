package dev.arcuate.engine.accel;

import ai.onnxruntime.OrtException;
import dev.arcuate.api.Problem;
import java.util.List;
import java.util.Locale;

/** What ONNX Runtime says, without its error codes. */
final class OrtMessages {
  private static final String BEFORE_TEXT = " - message: ";

  /** What allocators on either device say, in lower case; there is no error code for it. */
  private static final List<String> NO_MEMORY =
      List.of(
          "failed to allocate memory",
          "out of memory",
          "bad allocation",
          "bad_alloc",
          "cublas_status_alloc_failed",
          "cudnn_status_alloc_failed");

  private OrtMessages() {}

  static boolean isOutOfMemory(OrtException e) {
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return NO_MEMORY.stream().anyMatch(message::contains);
  }

  static Problem outOfMemory(String name, String reason) {
    return Problem.resource("OUT_OF_MEMORY", "'" + name + "' ran out of memory: " + reason);
  }

  static String reason(OrtException e) {
    String message = String.valueOf(e.getMessage());
    int start = message.indexOf(BEFORE_TEXT);
    String text = start < 0 ? message : message.substring(start + BEFORE_TEXT.length());
    return text.lines().findFirst().orElse(text).strip();
  }
}
