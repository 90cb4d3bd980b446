package dev.arcuate.pretrained;

import dev.arcuate.api.Problem;
import dev.arcuate.api.host.Inference;
import dev.arcuate.api.host.Inference.Device;
import dev.arcuate.api.onnx.OnnxType;

/** What a model computes in. */
public enum Precision {
  FLOAT32(OnnxType.FLOAT32),
  FLOAT16(OnnxType.FLOAT16);

  private final OnnxType type;

  Precision(OnnxType type) {
    this.type = type;
  }

  OnnxType type() {
    return type;
  }

  /**
   * Refuses half precision where nothing is faster for it.
   *
   * @throws dev.arcuate.api.ProblemException {@code PRETRAINED_FLOAT16_ON_CPU}
   */
  public void requireDevice(Inference inference) {
    if (this == FLOAT16 && inference.device() != Device.CUDA) {
      throw Problem.user(
              "PRETRAINED_FLOAT16_ON_CPU",
              "'precision: float16' needs CUDA, and this run uses the CPU")
          .hint("leave out 'precision', or run with --device cuda on a machine that has it")
          .exception();
    }
  }
}
