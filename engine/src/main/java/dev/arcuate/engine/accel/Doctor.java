package dev.arcuate.engine.accel;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Looks at all of this machine that Arcuate depends on, and says what to do about each fault. */
public final class Doctor {
  private static final int OLDEST_JAVA = 17;
  private static final long SMALL_MEMORY = 4L << 30;

  /** How bad a finding is. */
  public enum Status {
    OK,
    /** Something runs slower, not at all on a GPU, or less privately than it could. */
    WARNING,
    /** Some workflows cannot run. */
    FAILED
  }

  /**
   * One finding.
   *
   * @param name what was looked at, one or two words
   * @param finding what was found, with figures
   * @param cure the next action, empty if there is nothing to do
   */
  public record Check(String name, Status status, String finding, Optional<String> cure) {
    public Check {
      requireNonNull(name, "name");
      requireNonNull(status, "status");
      requireNonNull(finding, "finding");
      requireNonNull(cure, "cure");
    }

    static Check ok(String name, String finding) {
      return new Check(name, Status.OK, finding, Optional.empty());
    }

    static Check of(String name, Status status, String finding, String cure) {
      return new Check(name, status, finding, Optional.of(cure));
    }
  }

  private final Accel accel;
  private final Accel.Options options;

  public Doctor(Accel accel, Accel.Options options) {
    this.accel = requireNonNull(accel, "accel");
    this.options = requireNonNull(options, "options");
  }

  /**
   * Makes all checks; never throws for what it finds. Loads every native library.
   *
   * @param folders where results and intermediate values will be written, such as the store
   */
  public List<Check> examine(List<Path> folders) {
    List<Check> checks = new ArrayList<>();
    checks.add(java(Runtime.version().feature(), System.getProperty("java.vendor")));
    checks.add(CLibrary.check());
    for (Library library : Library.values()) {
      checks.add(library(library));
    }
    checks.add(cuda());
    checks.add(telemetry(Telemetry.switchOff()));
    checks.add(memory());
    checks.add(Folders.check("native cache", options.cache(), 200L << 20));
    checks.add(Folders.check("temporary folder", Path.of(System.getProperty("java.io.tmpdir")), 1));
    for (Path folder : folders) {
      checks.add(Folders.check("storage", folder, 5L << 30));
    }
    return List.copyOf(checks);
  }

  static Check java(int feature, String vendor) {
    String finding = "Java " + feature + " (" + vendor + ")";
    return feature >= OLDEST_JAVA
        ? Check.ok("java", finding)
        : Check.of("java", Status.FAILED, finding, "install Java " + OLDEST_JAVA + " or later");
  }

  private Check library(Library library) {
    String name = library.name().toLowerCase(Locale.ROOT).replace('_', '-');
    try {
      accel.warmUp(EnumSet.of(library));
      return Check.ok(name, library.label() + " loaded");
    } catch (ProblemException e) {
      Problem problem = e.problems().get(0);
      if (problem.code().equals("CUDA_UNAVAILABLE")) {
        // The library is there; the check on CUDA says what is not.
        return Check.ok(name, library.label() + " loaded");
      }
      return Check.of(
          name,
          Status.FAILED,
          problem.message(),
          problem.code().equals("NATIVE_LIBRARY_UNLOADABLE")
              ? "see the finding on the C library; supported are Linux (x86-64, aarch64), macOS"
                  + " (Apple silicon) and Windows (x86-64)"
              : problem.hint().orElse(""));
    }
  }

  /** A machine without a GPU is healthy unless the user asked for one. */
  private Check cuda() {
    Device device = options.device();
    CudaLibraries libraries = CudaLibraries.locate(System.getenv(), System.getProperty("os.name"));
    boolean driver = libraries.list().get(0).usable();
    Optional<Problem> obstacle =
        CudaChoice.obstacle(OrtRuntime.hasCudaProvider(), libraries, () -> {})
            .or(this::failedTrial);
    if (obstacle.isEmpty()) {
      return Check.ok("cuda", "all libraries found: " + names(libraries.list()));
    }
    Problem lacking = obstacle.get();
    if (device == Device.CUDA) {
      return Check.of("cuda", Status.FAILED, lacking.message(), lacking.hint().orElse(""));
    }
    return driver
        ? Check.of("cuda", Status.WARNING, lacking.message(), lacking.hint().orElse(""))
        : Check.ok("cuda", "no NVIDIA driver; graphs run on the CPU");
  }

  /** What stood in the way of CUDA although nothing is missing. */
  private Optional<Problem> failedTrial() {
    try {
      return accel.obstacleToCuda();
    } catch (ProblemException e) {
      return Optional.of(e.problems().get(0));
    }
  }

  private static String names(List<CudaLibraries.Found> list) {
    return list.stream().map(CudaLibraries.Found::name).collect(Collectors.joining(", "));
  }

  static Check telemetry(boolean switchedOff) {
    return switchedOff
        ? Check.ok("telemetry", "ONNX Runtime sends no usage data")
        : Check.of(
            "telemetry",
            Status.WARNING,
            "ONNX Runtime may send usage data",
            "set " + Telemetry.VARIABLE + "=1 in the environment before Java starts");
  }

  private static Check memory() {
    long heap = Runtime.getRuntime().maxMemory();
    long machine = heap;
    if (ManagementFactory.getOperatingSystemMXBean()
        instanceof com.sun.management.OperatingSystemMXBean system) {
      machine = system.getTotalMemorySize();
    }
    return memory(machine, heap, Runtime.getRuntime().availableProcessors());
  }

  static Check memory(long machine, long heap, int cores) {
    String finding =
        Folders.gib(machine) + " memory, heap up to " + Folders.gib(heap) + ", " + cores + " cores";
    if (machine < SMALL_MEMORY) {
      return Check.of(
          "memory", Status.WARNING, finding, "whole-brain workflows need 4 GiB and more");
    }
    if (heap > machine / 4 * 3) {
      return Check.of(
          "memory",
          Status.WARNING,
          finding,
          "lower ARCUATE_HEAP: models and matrices live outside the heap and need memory too");
    }
    return Check.ok("memory", finding);
  }
}
