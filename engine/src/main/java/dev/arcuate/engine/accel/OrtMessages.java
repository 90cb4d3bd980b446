package dev.arcuate.engine.accel;

import ai.onnxruntime.OrtException;

/** What ONNX Runtime says, without its error codes. */
final class OrtMessages {
  private static final String BEFORE_TEXT = " - message: ";

  private OrtMessages() {}

  static String reason(OrtException e) {
    String message = String.valueOf(e.getMessage());
    int start = message.indexOf(BEFORE_TEXT);
    String text = start < 0 ? message : message.substring(start + BEFORE_TEXT.length());
    return text.lines().findFirst().orElse(text).strip();
  }
}
