package dev.arcuate.engine.accel;

/** Where ONNX graphs run: {@code --device}. */
public enum Device {
  CPU,
  /** A run without a usable GPU is refused. */
  CUDA,
  /** A GPU if one can be used, else the CPU, and says which. */
  AUTO
}
