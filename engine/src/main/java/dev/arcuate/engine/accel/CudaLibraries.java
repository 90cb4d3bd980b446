package dev.arcuate.engine.accel;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Looks for the libraries that ONNX Runtime's CUDA provider links against, without loading them: a
 * failed load says only that it failed.
 *
 * @param list in the order in which a person would install them: driver first
 */
record CudaLibraries(List<Found> list) {
  /** What the CUDA provider of ONNX Runtime 1.29 asks for. */
  private static final List<String> LINUX =
      List.of(
          "libcuda.so.1",
          "libcudart.so.12",
          "libcublas.so.12",
          "libcublasLt.so.12",
          "libcurand.so.10",
          "libcufft.so.11",
          "libcudnn.so.9");

  private static final List<String> WINDOWS =
      List.of(
          "nvcuda.dll",
          "cudart64_12.dll",
          "cublas64_12.dll",
          "cublasLt64_12.dll",
          "curand64_10.dll",
          "cufft64_11.dll",
          "cudnn64_9.dll");

  /** Folders that hold CUDA on many machines and that the loader does not search by itself. */
  private static final List<Path> USUAL_PLACES =
      List.of(Path.of("/usr/local/cuda/lib64"), Path.of("/opt/cuda/lib64"));

  private static final List<Path> LINUX_SEARCHED =
      List.of(
          Path.of("/lib/x86_64-linux-gnu"),
          Path.of("/usr/lib/x86_64-linux-gnu"),
          Path.of("/lib64"),
          Path.of("/usr/lib64"),
          Path.of("/lib"),
          Path.of("/usr/lib"));

  /**
   * One library.
   *
   * @param searched whether the loader would find it there
   */
  record Found(String name, Optional<Path> place, boolean searched) {
    boolean usable() {
      return place.isPresent() && searched;
    }

    @Override
    public String toString() {
      if (place.isEmpty()) {
        return name + " missing";
      }
      return searched
          ? name + " found"
          : name + " lies in " + place.get().getParent() + ", which is not searched";
    }
  }

  CudaLibraries {
    list = List.copyOf(list);
  }

  /** Looks on this machine. */
  static CudaLibraries locate(Map<String, String> environment, String system) {
    if (system.startsWith("Windows")) {
      return locate(WINDOWS, folders(environment.get("PATH"), ";"), Map.of(), List.of());
    }
    if (system.startsWith("Mac")) {
      return new CudaLibraries(LINUX.stream().map(CudaLibraries::missing).toList());
    }
    List<Path> searched = new ArrayList<>(folders(environment.get("LD_LIBRARY_PATH"), ":"));
    searched.addAll(LINUX_SEARCHED);
    return locate(LINUX, searched, linkerCache(), USUAL_PLACES);
  }

  /**
   * @param searched folders the loader searches
   * @param cached what the loader knows by name
   * @param elsewhere folders worth a hint
   */
  static CudaLibraries locate(
      List<String> names, List<Path> searched, Map<String, Path> cached, List<Path> elsewhere) {
    return new CudaLibraries(
        names.stream()
            .map(
                name ->
                    first(name, searched)
                        .or(() -> Optional.ofNullable(cached.get(name)))
                        .map(place -> new Found(name, Optional.of(place), true))
                        .or(
                            () ->
                                first(name, elsewhere)
                                    .map(place -> new Found(name, Optional.of(place), false)))
                        .orElse(missing(name)))
            .toList());
  }

  boolean complete() {
    return list.stream().allMatch(Found::usable);
  }

  List<Found> unusable() {
    return list.stream().filter(found -> !found.usable()).toList();
  }

  private static Found missing(String name) {
    return new Found(name, Optional.empty(), false);
  }

  private static Optional<Path> first(String name, List<Path> folders) {
    return folders.stream().map(folder -> folder.resolve(name)).filter(Files::exists).findFirst();
  }

  private static List<Path> folders(String list, String separator) {
    if (list == null) {
      return List.of();
    }
    return Stream.of(list.split(separator, -1))
        .filter(entry -> !entry.isBlank())
        .map(Path::of)
        .toList();
  }

  /** What {@code ldconfig -p} prints: {@code name (kind) => path}. */
  private static Map<String, Path> linkerCache() {
    for (String program : List.of("/sbin/ldconfig", "/usr/sbin/ldconfig")) {
      if (Files.isExecutable(Path.of(program))) {
        return parse(Program.output(program, "-p"));
      }
    }
    return Map.of();
  }

  static Map<String, Path> parse(String listing) {
    Map<String, Path> places = new HashMap<>();
    listing
        .lines()
        .forEach(
            line -> {
              int arrow = line.indexOf(" => ");
              int name = line.indexOf(" (");
              if (arrow > 0 && name > 0) {
                places.putIfAbsent(
                    line.substring(0, name).strip(), Path.of(line.substring(arrow + 4).strip()));
              }
            });
    return places;
  }
}
