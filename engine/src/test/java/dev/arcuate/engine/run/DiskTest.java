package dev.arcuate.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.engine.run.Plans.Needs;
import dev.arcuate.engine.store.RunRecord.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Disks that are full or may not be written to. */
@Timeout(60)
class DiskTest {
  private static final int ROWS_OF_A_MEGABYTE = 100_000;

  @TempDir Path folder;
  private Path mounted;

  /** A disk of one mebibyte, where the user of this test may mount one. */
  private Path smallDisk() throws Exception {
    Path place = Files.createDirectory(folder.resolve("small"));
    boolean done = call("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", place.toString());
    assumeTrue(done, "skipped: mounting a small disk needs root and the right to mount");
    mounted = place;
    return place;
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted != null) {
      // Lazily: what fails to flush its last bytes may keep its file open until it is collected.
      assertThat(call("umount", "-l", mounted.toString())).isTrue();
    }
  }

  private static boolean call(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static Plans plans() {
    return new Plans()
        .echo("small", "x")
        .task(
            "echo", "large", Map.of("text", "0123456789", "rows", ROWS_OF_A_MEGABYTE), Needs.USUAL);
  }

  @Test
  void aResultThatDoesNotFitFailsItsTaskAndLeavesNothing() throws Exception {
    Path disk = smallDisk();
    Lab lab = new Lab(disk.resolve("store"), FakeStep.echo());
    lab.options = lab.options.keepGoing(true);
    Plans plans = plans();
    RunSummary summary = lab.run(plans);
    assertThat(summary.status()).isEqualTo(Status.FAILED);
    assertThat(summary.exitStatus()).isEqualTo(4);
    Problem problem = Lab.only(summary, "large");
    assertThat(problem.code()).isEqualTo("STORE_DISK_FULL");
    assertThat(problem.message()).contains(disk.resolve("store").toString(), "bytes are free");
    assertThat(lab.store.contains(plans.key("small"))).isTrue();
    assertThat(lab.store.contains(plans.key("large"))).isFalse();
    assertThat(lab.store.root().resolve("staging")).isEmptyDirectory();
  }

  @Test
  void aDiskThatIsFullFromTheStartIsSaidAndTheNextRunGoesOn() throws Exception {
    Path disk = smallDisk();
    Lab lab = new Lab(disk.resolve("store"), FakeStep.echo());
    Plans plans = new Plans().echo("a", "x").echo("b", "y", "a");
    lab.run(plans);
    Path filler = fill(disk);
    Plans more = new Plans().echo("a", "x").echo("b", "y", "a").echo("c", "z", "b");
    assertThat(codes(lab, more)).containsOnly("STORE_DISK_FULL");
    assertThat(lab.store.damage(plans.key("b"))).isEmpty();
    assertThat(lab.store.contains(more.key("c"))).isFalse();

    Files.delete(filler);
    RunSummary summary = lab.run(more);
    assertThat(summary.status()).isEqualTo(Status.SUCCEEDED);
    assertThat(lab.finished()).containsExactly("c");
  }

  private static List<String> codes(Lab lab, Plans plans) {
    try {
      RunSummary summary = lab.run(plans);
      assertThat(summary.exitStatus()).isEqualTo(4);
      return summary.problems().values().stream().flatMap(List::stream).map(Problem::code).toList();
    } catch (ProblemException e) {
      return e.problems().stream().map(Problem::code).toList();
    }
  }

  private static Path fill(Path disk) throws IOException {
    Path filler = disk.resolve("filler");
    try (var out = Files.newOutputStream(filler)) {
      byte[] block = new byte[4096];
      while (true) {
        out.write(block);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left");
    }
    return filler;
  }

  @Test
  void aDiskThatIsMountedReadOnlyIsSaid() throws Exception {
    Path disk = smallDisk();
    Lab lab = new Lab(disk.resolve("store"), FakeStep.echo());
    Plans plans = new Plans().echo("a", "x");
    lab.run(plans);
    assertThat(call("mount", "-o", "remount,ro", disk.toString())).isTrue();
    assertNotWritable(lab, plans);
    // Looking needs no permission to write.
    assertThat(lab.store.find(plans.key("a"))).isPresent();
    assertThat(lab.store.runs().list()).hasSize(1);
  }

  @Test
  void aFolderWithoutPermissionIsSaid() throws Exception {
    Path place = Files.createDirectory(folder.resolve("locked"));
    Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("r-xr-xr-x"));
    assumeTrue(!Files.isWritable(place), "skipped: this user may write anywhere (root)");
    assertNotWritable(new Lab(place.resolve("store"), FakeStep.echo()), new Plans().echo("a", "x"));
  }

  private static void assertNotWritable(Lab lab, Plans plans) {
    assertThatThrownBy(() -> lab.run(plans))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              Problem problem = e.problems().get(0);
              assertThat(problem.code()).isEqualTo("STORE_NOT_WRITABLE");
              assertThat(problem.message()).contains(lab.store.root().toString());
              assertThat(problem.hint().orElseThrow()).contains("--store");
            });
  }
}
