package dev.arcuate.engine.accel;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.Problem;
import dev.arcuate.api.host.Inference;
import dev.arcuate.api.host.LinearAlgebra;
import dev.arcuate.api.host.Tokenizers;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;

/**
 * The services made of native code. Making one loads nothing; each library is loaded at its first
 * use or by {@link #warmUp}, always on a thread of the engine, so that no plugin is kept in memory
 * by a library it happened to touch first. Make it before plugin code runs. Safe for concurrent
 * use.
 */
public final class Accel implements AutoCloseable {
  private final EngineThread thread = new EngineThread();
  private final Device wanted;
  private final Natives natives;
  private final Crew crew;
  private final Once<OrtRuntime> ort;
  private final Once<Boolean> djl;
  private final Once<LinearAlgebra> blas;
  private final Inference inference;
  private final Tokenizers tokenizers;
  private final LinearAlgebra linearAlgebra;
  private Optional<Boolean> cuda = Optional.empty();

  /**
   * What a run may use.
   *
   * @param device where graphs run
   * @param cache folder for unpacked libraries, kept from run to run
   * @param threads cores that all products together may keep busy
   */
  public record Options(Device device, Path cache, int threads) {
    public Options {
      requireNonNull(device, "device");
      requireNonNull(cache, "cache");
      if (threads < 1) {
        throw new IllegalArgumentException("threads must be at least 1, not " + threads);
      }
    }
  }

  public Accel(Options options) {
    wanted = options.device();
    natives = new Natives(new NativeCache(options.cache()));
    crew = new Crew(options.threads());
    ort = new Once<>(thread, () -> load(Library.INFERENCE, this::loadOrt));
    djl = new Once<>(thread, () -> load(Library.TOKENIZERS, this::loadTokenizers));
    blas = new Once<>(thread, () -> load(Library.LINEAR_ALGEBRA, this::loadBlas));
    inference = new OrtInference(ort);
    tokenizers = new HuggingFaceTokenizers(djl::get);
    linearAlgebra = new LazyAlgebra(blas);
  }

  public Inference inference() {
    return inference;
  }

  public Tokenizers tokenizers() {
    return tokenizers;
  }

  public LinearAlgebra linearAlgebra() {
    return linearAlgebra;
  }

  /**
   * Loads libraries now.
   *
   * @throws dev.arcuate.api.ProblemException {@code NATIVE_LIBRARY_UNLOADABLE}, {@code
   *     NATIVES_CACHE_UNWRITABLE} or {@code CUDA_UNAVAILABLE}
   */
  public void warmUp(Set<Library> libraries) {
    for (Library library : Library.values()) {
      if (libraries.contains(library)) {
        switch (library) {
          case INFERENCE -> ort.get();
          case TOKENIZERS -> djl.get();
          case LINEAR_ALGEBRA -> blas.get();
        }
      }
    }
  }

  /**
   * The device that graphs run on, never {@link Device#AUTO}. Loads ONNX Runtime.
   *
   * @throws dev.arcuate.api.ProblemException {@code CUDA_UNAVAILABLE} if CUDA was asked for and
   *     cannot be used
   */
  public Device device() {
    return ort.get().device();
  }

  /** Why graphs run on the CPU although CUDA might have been used. Loads ONNX Runtime. */
  Optional<Problem> obstacleToCuda() {
    return ort.get().obstacle();
  }

  /**
   * Refuses what was asked for at the start of a run rather than in its middle. Loads nothing
   * unless CUDA was asked for.
   *
   * @throws dev.arcuate.api.ProblemException {@code CUDA_UNAVAILABLE}
   */
  public void requireDevice() {
    if (wanted == Device.CUDA) {
      ort.get();
    }
  }

  /** GPUs that tasks can ask for. Loads nothing where CUDA cannot be used anyway. */
  public int gpus() {
    return switch (wanted) {
      case CPU -> 0;
      case CUDA -> 1;
      case AUTO -> mayUseCuda() && device() == Device.CUDA ? 1 : 0;
    };
  }

  /** Looked for once: it starts a program. */
  private synchronized boolean mayUseCuda() {
    if (cuda.isEmpty()) {
      cuda =
          Optional.of(
              natives.mayUseCuda()
                  && CudaLibraries.locate(System.getenv(), System.getProperty("os.name"))
                      .complete());
    }
    return cuda.get();
  }

  private OrtRuntime loadOrt() {
    natives.prepareInference();
    natives.prepareJna();
    natives.prepareJavaCpp();
    // Graphs are handed over in its memory.
    Loader.load(BytePointer.class);
    return OrtRuntime.load(wanted);
  }

  private boolean loadTokenizers() {
    natives.prepareTokenizers();
    HuggingFaceTokenizers.warmUp();
    return true;
  }

  private LinearAlgebra loadBlas() {
    natives.prepareJavaCpp();
    Loader.load(openblas.class);
    return new OpenBlas(crew);
  }

  /** Turns what a loader throws into what a person can act on. */
  private <T> T load(Library library, Supplier<T> loading) {
    try {
      return loading.get();
    } catch (LinkageError e) {
      throw Problem.resource(
              "NATIVE_LIBRARY_UNLOADABLE",
              library.label() + " cannot be loaded on this machine: " + rootMessage(e))
          .hint("'arcuate doctor' checks what it needs")
          .exception(e);
    }
  }

  private static String rootMessage(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }

  /** Sessions and tokenizers that are open stay usable; nothing new is loaded. */
  @Override
  public void close() {
    crew.close();
    thread.close();
  }
}
