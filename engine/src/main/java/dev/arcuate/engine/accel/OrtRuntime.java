package dev.arcuate.engine.accel;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import dev.arcuate.api.Problem;
import dev.arcuate.api.onnx.OnnxGraph;
import dev.arcuate.api.onnx.OnnxType;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** ONNX Runtime, loaded, and the device it will use. */
final class OrtRuntime {
  private static final Logger LOG = LoggerFactory.getLogger(OrtRuntime.class);

  private final OrtEnvironment environment;
  private final Device device;
  private final Optional<Turns> turns;
  private final Optional<Problem> obstacle;

  /**
   * @param device CPU or CUDA
   * @param turns kept where only one session may be open at a time
   * @param obstacle why it is not CUDA, if that was looked at
   */
  OrtRuntime(
      OrtEnvironment environment,
      Device device,
      Optional<Turns> turns,
      Optional<Problem> obstacle) {
    this.environment = environment;
    this.device = device;
    this.turns = turns;
    this.obstacle = obstacle;
  }

  /**
   * Loads the library and settles the device.
   *
   * @throws dev.arcuate.api.ProblemException {@code CUDA_UNAVAILABLE} if the device is CUDA and it
   *     cannot be used
   */
  static OrtRuntime load(Device wanted) {
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
    if (wanted == Device.CPU) {
      return new OrtRuntime(environment, Device.CPU, Optional.empty(), Optional.empty());
    }
    CudaLibraries libraries = CudaLibraries.locate(System.getenv(), System.getProperty("os.name"));
    return choose(
        environment,
        wanted,
        CudaChoice.obstacle(hasCudaProvider(), libraries, () -> tryCuda(environment)));
  }

  /** CUDA where nothing stands in its way; otherwise the CPU, unless CUDA was asked for. */
  static OrtRuntime choose(OrtEnvironment environment, Device wanted, Optional<Problem> obstacle) {
    if (obstacle.isEmpty()) {
      LOG.info("ONNX graphs run on CUDA");
      return new OrtRuntime(environment, Device.CUDA, Optional.of(Turns.OF_GPU), obstacle);
    }
    if (wanted == Device.CUDA) {
      throw obstacle.get().exception();
    }
    LOG.info("ONNX graphs run on the CPU: {}", obstacle.get().message());
    return new OrtRuntime(environment, Device.CPU, Optional.empty(), obstacle);
  }

  static void tryCuda(OrtEnvironment environment) throws OrtException {
    OnnxGraph graph = new OnnxGraph("trial");
    graph.output(graph.call("Neg", graph.input("x", OnnxType.FLOAT32, 1)).as("y"));
    try (Turns.Turn turn = Turns.OF_GPU.take("trial");
        SessionOptions options = options(Device.CUDA, 1)) {
      environment.createSession(graph.toBytes(), options).close();
    }
  }

  /** Whether this build of the library can use CUDA at all; false if it does not load. */
  static boolean hasCudaProvider() {
    try {
      return OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA);
    } catch (LinkageError e) {
      return false;
    }
  }

  OrtEnvironment environment() {
    return environment;
  }

  /** CPU or CUDA. */
  Device device() {
    return device;
  }

  /** Why graphs do not run on CUDA, if they could have. */
  Optional<Problem> obstacle() {
    return obstacle;
  }

  /** The right to open a session: waits for another session to be closed where that is needed. */
  Turns.Turn turn(String name) {
    return turns.map(held -> held.take(name)).orElse(Turns.Turn.NOT_NEEDED);
  }

  /** Options for a session on the device of this run. */
  SessionOptions options(int threads) throws OrtException {
    return options(device, threads);
  }

  private static SessionOptions options(Device device, int threads) throws OrtException {
    SessionOptions options = new SessionOptions();
    options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
    options.setInterOpNumThreads(1);
    options.setDeterministicCompute(true);
    if (device != Device.CUDA) {
      options.setIntraOpNumThreads(Math.max(1, threads));
      // Threads of a session without work leave their core to other tasks.
      options.addConfigEntry("session.force_spinning_stop", "1");
      return options;
    }
    options.setIntraOpNumThreads(1);
    try (OrtCUDAProviderOptions provider = new OrtCUDAProviderOptions(0)) {
      for (Map.Entry<String, String> option : CudaChoice.OPTIONS.entrySet()) {
        provider.add(option.getKey(), option.getValue());
      }
      options.addCUDA(provider);
    }
    return options;
  }
}
