package dev.arcuate.engine.accel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When graphs run on CUDA, and what is said where they cannot; needs no GPU. */
class CudaChoiceTest {
  private static final List<String> NAMES = List.of("libcuda.so.1", "libcudart.so.12");
  private static final Path PLACE = Path.of("/usr/lib");
  private static final CudaLibraries ALL =
      located(Map.of(NAMES.get(0), PLACE.resolve(NAMES.get(0)), NAMES.get(1), PLACE));
  private static final CudaLibraries DRIVER_ONLY = located(Map.of(NAMES.get(0), PLACE));
  private static final CudaChoice.Trial SUCCEEDS = () -> {};

  @Test
  void nothingStandsInTheWayWhereAllIsThereAndATrialSucceeds() {
    assertThat(CudaChoice.obstacle(true, ALL, SUCCEEDS)).isEmpty();
  }

  @Test
  void namesEveryLibrary() {
    Problem problem = CudaChoice.obstacle(false, DRIVER_ONLY, CudaChoiceTest::unexpected).get();
    assertThat(problem)
        .hasToString(
            "error CUDA_UNAVAILABLE: CUDA cannot be used: this distribution holds the CPU build of"
                + " ONNX Runtime; libcuda.so.1 found, libcudart.so.12 missing");
    assertThat(problem.kind().exitStatus()).isEqualTo(4);
    assertThat(problem.hint())
        .hasValue(
            "install the NVIDIA driver, CUDA 12 and cuDNN 9, or run with --device cpu or"
                + " --device auto");
  }

  @Test
  void asksForTheOtherDistributionWhenOnlyThatIsMissing() {
    assertThat(CudaChoice.obstacle(false, ALL, CudaChoiceTest::unexpected).get().hint())
        .hasValue("install the CUDA distribution of Arcuate, or run with --device cpu");
  }

  @Test
  void saysWhatATrialObjectsTo() {
    Problem problem =
        CudaChoice.obstacle(
                true,
                ALL,
                () -> {
                  throw new OrtException(
                      "Error code - ORT_FAIL - message: CUDA failure 35: CUDA driver version is"
                          + " insufficient for CUDA runtime version");
                })
            .get();
    assertThat(problem)
        .hasToString(
            "error CUDA_UNAVAILABLE: CUDA cannot be used: all libraries are there, but a trial"
                + " failed: CUDA failure 35: CUDA driver version is insufficient for CUDA runtime"
                + " version");
    assertThat(problem.hint())
        .hasValue(
            "compare the driver with what CUDA 12 asks for ('nvidia-smi' shows it), see whether"
                + " the GPU is free, or run with --device cpu");
  }

  /** What the library itself says where it was built without CUDA. */
  @Test
  void aLibraryWithoutCudaFailsTheTrial() {
    OrtEnvironment environment = environment();
    if (OrtRuntime.hasCudaProvider()) {
      return;
    }
    Optional<Problem> obstacle =
        CudaChoice.obstacle(true, ALL, () -> OrtRuntime.tryCuda(environment));
    assertThat(obstacle.orElseThrow().message())
        .startsWith("CUDA cannot be used: all libraries are there, but a trial failed: ")
        .contains("CUDA");
    // The trial has given its turn back.
    Turns.OF_GPU.take("next").close();
  }

  @Test
  void autoTakesCudaWhereItCanAndTheCpuOtherwise() {
    Optional<Problem> obstacle = Optional.of(CudaChoice.lacking(true, DRIVER_ONLY));
    OrtRuntime cpu = OrtRuntime.choose(environment(), Device.AUTO, obstacle);
    assertThat(cpu.device()).isEqualTo(Device.CPU);
    assertThat(cpu.obstacle()).isEqualTo(obstacle);
    assertThat(cpu.turn("any")).isSameAs(Turns.Turn.NOT_NEEDED);
    for (Device wanted : List.of(Device.AUTO, Device.CUDA)) {
      OrtRuntime cuda = OrtRuntime.choose(environment(), wanted, Optional.empty());
      assertThat(cuda.device()).isEqualTo(Device.CUDA);
      Turns.Turn turn = cuda.turn("one");
      assertThatThrownBy(() -> Turns.OF_GPU.take("other")).hasMessageContaining("'one' is open");
      turn.close();
    }
  }

  @Test
  void cudaAskedForIsNeverReplaced() {
    Problem obstacle = CudaChoice.lacking(true, DRIVER_ONLY);
    assertThatThrownBy(() -> OrtRuntime.choose(environment(), Device.CUDA, Optional.of(obstacle)))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problems()).containsExactly(obstacle));
  }

  /** A session on CUDA is made with these, or not at all: there is no silent fallback. */
  @Test
  void optionsOfTheProvider() throws OrtException {
    assertThat(CudaChoice.OPTIONS)
        .containsOnly(
            Map.entry("use_tf32", "0"), Map.entry("arena_extend_strategy", "kSameAsRequested"));
    if (!OrtRuntime.hasCudaProvider()) {
      OrtRuntime cuda = OrtRuntime.choose(environment(), Device.CUDA, Optional.empty());
      assertThatThrownBy(() -> cuda.options(4)).isInstanceOf(OrtException.class);
    }
    OrtRuntime cpu = new OrtRuntime(environment(), Device.CPU, Optional.empty(), Optional.empty());
    try (SessionOptions options = cpu.options(4)) {
      assertThat(options.getConfigEntries()).containsEntry("session.force_spinning_stop", "1");
    }
  }

  @Test
  void knowsLackOfMemoryFromWhatEachLibrarySays() {
    for (String message :
        List.of(
            "bfc_arena.cc:376 Failed to allocate memory for requested buffer of size 4294967296",
            "CUDA failure 2: out of memory ; GPU=0 ; expr=cudaMalloc((void**)&p, size);",
            "CUBLAS failure 3: CUBLAS_STATUS_ALLOC_FAILED ; GPU=0 ; expr=cublasCreate(&handle);",
            "CUDNN failure 4002: CUDNN_STATUS_ALLOC_FAILED ; GPU=0",
            "std::bad_alloc")) {
      assertThat(OrtMessages.isOutOfMemory(new OrtException(message))).as(message).isTrue();
    }
    assertThat(OrtMessages.isOutOfMemory(new OrtException("CUDA failure 700: illegal address")))
        .isFalse();
  }

  private static void unexpected() {
    throw new AssertionError("a trial although something is missing");
  }

  private static CudaLibraries located(Map<String, Path> cached) {
    return CudaLibraries.locate(NAMES, List.of(), cached, List.of());
  }

  private static OrtEnvironment environment() {
    Shared.ACCEL.warmUp(java.util.EnumSet.of(Library.INFERENCE));
    return OrtEnvironment.getEnvironment();
  }
}
