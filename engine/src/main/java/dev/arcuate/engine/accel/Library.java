package dev.arcuate.engine.accel;

/** The native libraries, by what they do. */
public enum Library {
  INFERENCE("ONNX Runtime"),
  TOKENIZERS("the tokenizer library"),
  LINEAR_ALGEBRA("OpenBLAS");

  private final String label;

  Library(String label) {
    this.label = label;
  }

  /** Its name in a sentence. */
  String label() {
    return label;
  }
}
