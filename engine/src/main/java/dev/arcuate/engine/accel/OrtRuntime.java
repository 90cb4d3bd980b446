package dev.arcuate.engine.accel;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import dev.arcuate.api.Problem;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** ONNX Runtime, loaded, and the device it will use. */
final class OrtRuntime {
  private static final Logger LOG = LoggerFactory.getLogger(OrtRuntime.class);

  private final OrtEnvironment environment;
  private final boolean cuda;

  private OrtRuntime(OrtEnvironment environment, boolean cuda) {
    this.environment = environment;
    this.cuda = cuda;
  }

  /**
   * Loads the library and settles the device.
   *
   * @throws dev.arcuate.api.ProblemException {@code CUDA_UNAVAILABLE} if the device is CUDA and it
   *     cannot be used
   */
  static OrtRuntime load(Device device) {
    if (!Telemetry.switchOff()) {
      LOG.warn(
          "ONNX Runtime may send usage data, because {} was not set when Java started. Set {}=1 in"
              + " the environment.",
          Telemetry.VARIABLE,
          Telemetry.VARIABLE);
    }
    OrtLog.bridge();
    // Native code prints to standard error below this level; every failure reaches us as well.
    OrtEnvironment environment =
        OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "arcuate");
    try {
      environment.setTelemetry(false);
    } catch (OrtException e) {
      throw new IllegalStateException("cannot switch off telemetry", e);
    }
    return new OrtRuntime(environment, device != Device.CPU && cudaUsable(device));
  }

  private static boolean cudaUsable(Device device) {
    CudaLibraries libraries = CudaLibraries.locate(System.getenv(), System.getProperty("os.name"));
    boolean provider = hasCudaProvider();
    if (provider && libraries.complete()) {
      LOG.info("ONNX graphs run on CUDA");
      return true;
    }
    if (device == Device.CUDA) {
      throw unavailable(provider, libraries).exception();
    }
    LOG.info("ONNX graphs run on the CPU: {}", unavailable(provider, libraries).message());
    return false;
  }

  /** Whether this build of the library can use CUDA at all; false if it does not load. */
  static boolean hasCudaProvider() {
    try {
      return OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA);
    } catch (LinkageError e) {
      return false;
    }
  }

  /** Says all that CUDA lacks here. */
  static Problem unavailable(boolean provider, CudaLibraries libraries) {
    String build = provider ? "" : "this distribution holds the CPU build of ONNX Runtime; ";
    return Problem.resource(
            "CUDA_UNAVAILABLE",
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

  OrtEnvironment environment() {
    return environment;
  }

  boolean cuda() {
    return cuda;
  }

  /** Options for a session on the device of this run. */
  SessionOptions options(int threads) throws OrtException {
    SessionOptions options = new SessionOptions();
    options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
    options.setInterOpNumThreads(1);
    options.setDeterministicCompute(true);
    if (!cuda) {
      options.setIntraOpNumThreads(Math.max(1, threads));
      // Threads of a session without work leave their core to other tasks.
      options.addConfigEntry("session.force_spinning_stop", "1");
      return options;
    }
    options.setIntraOpNumThreads(1);
    try (OrtCUDAProviderOptions provider = new OrtCUDAProviderOptions(0)) {
      // TF32 rounds factors to 10 bits; the arena by default doubles and never shrinks.
      provider.add("use_tf32", "0");
      provider.add("arena_extend_strategy", "kSameAsRequested");
      options.addCUDA(provider);
    }
    return options;
  }
}
