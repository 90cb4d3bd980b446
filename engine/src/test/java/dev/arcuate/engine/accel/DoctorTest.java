package dev.arcuate.engine.accel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.arcuate.engine.accel.Doctor.Check;
import dev.arcuate.engine.accel.Doctor.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
  @TempDir Path folder;

  @Test
  void findsNothingAmissWhereTheTestsRun() {
    List<Check> checks = new Doctor(Shared.ACCEL, Shared.OPTIONS).examine(List.of(folder));
    assertThat(checks)
        .extracting(Check::name)
        .containsExactly(
            "java",
            "c library",
            "inference",
            "tokenizers",
            "linear-algebra",
            "cuda",
            "telemetry",
            "memory",
            "native cache",
            "temporary folder",
            "storage");
    assertThat(checks).noneMatch(check -> check.status() == Status.FAILED);
    assertThat(checks).allMatch(check -> check.status() == Status.OK || check.cure().isPresent());
  }

  @Test
  void askedForCudaItListsWhatIsMissing() {
    assumeFalse(Cuda.usable(), "CUDA can be used here");
    Accel.Options cuda = new Accel.Options(Device.CUDA, Shared.OPTIONS.cache(), 1);
    try (Accel accel = new Accel(cuda)) {
      List<Check> failed =
          new Doctor(accel, cuda)
              .examine(List.of()).stream()
                  .filter(found -> found.status() == Status.FAILED)
                  .toList();
      assertThat(failed).extracting(Check::name).containsExactly("cuda");
      Check check = failed.get(0);
      assertThat(check.status()).isEqualTo(Status.FAILED);
      assertThat(check.finding()).contains("cudart", "cudnn");
      assertThat(check.finding().contains("CPU build")).isEqualTo(!OrtRuntime.hasCudaProvider());
    }
  }

  @Test
  void knowsWhichJavaIsOldEnough() {
    assertThat(Doctor.java(17, "X")).isEqualTo(Check.ok("java", "Java 17 (X)"));
    assertThat(Doctor.java(11, "X").status()).isEqualTo(Status.FAILED);
  }

  @Test
  void knowsWhichCLibraryTokenizersNeed() {
    assertThat(CLibrary.check("glibc 2.34").status()).isEqualTo(Status.OK);
    assertThat(CLibrary.check("glibc 3.0").status()).isEqualTo(Status.OK);
    assertThat(CLibrary.check("glibc 2.28"))
        .isEqualTo(
            Check.of(
                "c library",
                Status.FAILED,
                "glibc 2.28 is older than 2.34: tokenizers do not load",
                "use a newer system (RHEL 9, Ubuntu 22.04, Debian 12) or the container"));
    assertThat(CLibrary.check("").status()).isEqualTo(Status.WARNING);
  }

  @Test
  void warnsOfTooLargeAHeapAndTooSmallAMachine() {
    long gib = 1L << 30;
    assertThat(Doctor.memory(16 * gib, gib, 8))
        .isEqualTo(Check.ok("memory", "16.0 GiB memory, heap up to 1.0 GiB, 8 cores"));
    assertThat(Doctor.memory(16 * gib, 15 * gib, 8).cure())
        .hasValueSatisfying(cure -> assertThat(cure).contains("ARCUATE_HEAP"));
    assertThat(Doctor.memory(2 * gib, gib, 1).status()).isEqualTo(Status.WARNING);
  }

  @Test
  void warnsOfUsageData() {
    assertThat(Doctor.telemetry(true).status()).isEqualTo(Status.OK);
    assertThat(Doctor.telemetry(false).cure())
        .hasValueSatisfying(cure -> assertThat(cure).contains("ORT_DISABLE_TELEMETRY=1"));
  }

  @Test
  void triesWhetherAFolderCanBeWritten() throws IOException {
    Path absent = folder.resolve("a/b");
    assertThat(Folders.check("storage", absent, 1).status()).isEqualTo(Status.OK);
    assertThat(absent).doesNotExist();
    assertThat(Folders.check("storage", folder, Long.MAX_VALUE).status()).isEqualTo(Status.WARNING);
    Path file = Files.createFile(folder.resolve("file"));
    assertThat(Folders.check("storage", file, 1).status()).isEqualTo(Status.FAILED);
    try (var left = Files.list(folder)) {
      assertThat(left).containsExactly(file);
    }
  }
}
