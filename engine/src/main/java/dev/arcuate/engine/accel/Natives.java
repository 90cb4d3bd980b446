package dev.arcuate.engine.accel;

import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Tells each library where its native part lies, before the first class of it is touched. What the
 * launcher or an embedder has set already is left alone.
 */
final class Natives {
  /** Begins the names of properties that say where each library of ONNX Runtime lies. */
  private static final String INFERENCE = "onnxruntime.native.";

  private static final String INFERENCE_FOLDER = INFERENCE + "path";
  private static final String CUDA_PROVIDER = "onnxruntime_providers_cuda";

  private final NativeCache cache;
  private final ClassLoader loader;
  private final String system;
  private final boolean arm;

  Natives(NativeCache cache) {
    this.cache = cache;
    this.loader = Natives.class.getClassLoader();
    this.system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    this.arm = List.of("aarch64", "arm64").contains(System.getProperty("os.arch"));
  }

  NativeCache cache() {
    return cache;
  }

  /** Points ONNX Runtime at its unpacked libraries. */
  void prepareInference() {
    if (System.getProperty(INFERENCE_FOLDER) != null) {
      return;
    }
    List<URL> files =
        resources(
            inferenceResource("onnxruntime"),
            inferenceResource("onnxruntime4j_jni"),
            inferenceResource("onnxruntime_providers_shared"),
            inferenceResource(CUDA_PROVIDER));
    if (!files.isEmpty()) {
      setDefault(INFERENCE_FOLDER, cache.unpack("onnxruntime", files).toString());
    }
  }

  /**
   * Whether ONNX Runtime may have what it needs for CUDA, as far as can be told without loading it:
   * true also where somebody has named its libraries one by one.
   */
  boolean mayUseCuda() {
    String unpacked = System.getProperty(INFERENCE_FOLDER);
    return (unpacked != null && Files.exists(Path.of(unpacked, file(CUDA_PROVIDER))))
        || loader.getResource(inferenceResource(CUDA_PROVIDER)) != null
        || System.getProperties().stringPropertyNames().stream()
            .anyMatch(name -> name.startsWith(INFERENCE) && !name.equals(INFERENCE_FOLDER));
  }

  private String inferenceResource(String library) {
    return "ai/onnxruntime/native/"
        + named("linux", "osx", "win")
        + (arm ? "-aarch64/" : "-x64/")
        + file(library);
  }

  /** Keeps the tokenizer library from the network and lets it unpack into our cache. */
  void prepareTokenizers() {
    setDefault("ai.djl.offline", "true");
    setDefault("OPT_OUT_TRACKING", "true");
    // Elsewhere it would look for a build for the GPU at hand, and download it.
    setDefault("RUST_FLAVOR", "cpu");
    if (System.getenv("ENGINE_CACHE_DIR") == null && System.getenv("DJL_CACHE_DIR") == null) {
      setDefault("ENGINE_CACHE_DIR", cache.folder("djl").toString());
    }
    // It looks for a GPU through JNA.
    prepareJna();
  }

  /** Points JNA at its unpacked part; left to itself it unpacks anew for each JVM. */
  void prepareJna() {
    if (System.getProperty("jna.boot.library.path") != null) {
      return;
    }
    String file =
        "com/sun/jna/"
            + named("linux", "darwin", "win32")
            + (arm ? "-aarch64/" : "-x86-64/")
            + named("libjnidispatch.so", "libjnidispatch.jnilib", "jnidispatch.dll");
    List<URL> files = resources(file);
    if (!files.isEmpty()) {
      setDefault("jna.boot.library.path", cache.unpack("jna", files).toString());
    }
  }

  /**
   * Lets JavaCPP unpack into our cache. Its memory outside the heap is freed by us, so it neither
   * watches nor limits it.
   */
  void prepareJavaCpp() {
    if (System.getProperty("org.bytedeco.javacpp.cachedir") == null) {
      setDefault("org.bytedeco.javacpp.cachedir", cache.folder("javacpp").toString());
    }
    setDefault("org.bytedeco.javacpp.nopointergc", "true");
    setDefault("org.bytedeco.javacpp.maxbytes", "0");
    setDefault("org.bytedeco.javacpp.maxphysicalbytes", "0");
  }

  private String file(String library) {
    return named("lib" + library + ".so", "lib" + library + ".dylib", library + ".dll");
  }

  private String named(String linux, String mac, String windows) {
    if (system.startsWith("windows")) {
      return windows;
    }
    return system.startsWith("mac") ? mac : linux;
  }

  private List<URL> resources(String... names) {
    return Stream.of(names).map(loader::getResource).filter(Objects::nonNull).toList();
  }

  private static void setDefault(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
