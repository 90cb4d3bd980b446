package dev.arcuate.engine.accel;

import ai.onnxruntime.OrtException;
import dev.arcuate.api.Problem;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether CUDA can be used here, and how. */
final class CudaChoice {
  /**
   * Options of the provider. TF32 would round factors to 10 bits; the arena would double its size
   * each time.
   */
  static final Map<String, String> OPTIONS =
      Map.of("use_tf32", "0", "arena_extend_strategy", "kSameAsRequested");

  private static final String UNAVAILABLE = "CUDA_UNAVAILABLE";

  private CudaChoice() {}

  /** Runs something small on the GPU. */
  interface Trial {
    void run() throws OrtException;
  }

  /**
   * Why CUDA cannot be used; empty if it can.
   *
   * @param provider whether this build of the library can use CUDA at all
   * @param trial tried only if nothing is missing: an old driver shows itself then
   */
  static Optional<Problem> obstacle(boolean provider, CudaLibraries libraries, Trial trial) {
    if (!provider || !libraries.complete()) {
      return Optional.of(lacking(provider, libraries));
    }
    try {
      trial.run();
      return Optional.empty();
    } catch (OrtException e) {
      return Optional.of(
          Problem.resource(
                  UNAVAILABLE,
                  "CUDA cannot be used: all libraries are there, but a trial failed: "
                      + OrtMessages.reason(e))
              .hint(
                  "compare the driver with what CUDA 12 asks for ('nvidia-smi' shows it), see"
                      + " whether the GPU is free, or run with --device cpu"));
    }
  }

  /** Says all that CUDA lacks here. */
  static Problem lacking(boolean provider, CudaLibraries libraries) {
    String build = provider ? "" : "this distribution holds the CPU build of ONNX Runtime; ";
    return Problem.resource(
            UNAVAILABLE,
            "CUDA cannot be used: "
                + build
                + libraries.list().stream()
                    .map(CudaLibraries.Found::toString)
                    .collect(Collectors.joining(", ")))
        .hint(
            libraries.complete()
                ? "install the CUDA distribution of Arcuate, or run with --device cpu"
                : "install the NVIDIA driver, CUDA 12 and cuDNN 9, or run with --device cpu or"
                    + " --device auto");
  }
}
