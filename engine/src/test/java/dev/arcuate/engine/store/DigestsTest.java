package dev.arcuate.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.arcuate.api.ProblemException;
import dev.arcuate.api.settings.InputPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigestsTest {
  @TempDir Path folder;

  private final Instant later = Instant.now().plus(Duration.ofHours(1));

  private Digests digests(Instant now) {
    return Digests.with(
        DigestCache.read(folder.resolve("digests.tsv"), Clock.fixed(now, ZoneOffset.UTC)));
  }

  private static InputPath input(Path path) {
    return new InputPath(path, "data/" + path.getFileName());
  }

  private Path file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  @Test
  void aFileIsItsBytes() throws Exception {
    // printf abc | sha256sum
    assertThat(digests(later).of(input(file("a.txt", "abc"))))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void aFolderIsItsFilesWithTheirNamesAndItsEmptyFolders() throws Exception {
    file("one/x/a.txt", "abc");
    file("two/x/a.txt", "abc");
    Digests digests = digests(later);
    String one = digests.of(input(folder.resolve("one")));
    assertThat(digests.of(input(folder.resolve("two")))).isEqualTo(one);
    Files.createDirectory(folder.resolve("two/empty"));
    assertThat(digests.of(input(folder.resolve("two")))).isNotEqualTo(one);
    Files.move(folder.resolve("one/x/a.txt"), folder.resolve("one/x/b.txt"));
    assertThat(digests.of(input(folder.resolve("one")))).isNotEqualTo(one);
  }

  @Test
  void linksAreFollowed() throws Exception {
    file("plain/a.txt", "abc");
    file("elsewhere.txt", "abc");
    Files.createDirectory(folder.resolve("linked"));
    Files.createSymbolicLink(folder.resolve("linked/a.txt"), folder.resolve("elsewhere.txt"));
    Digests digests = digests(later);
    assertThat(digests.of(input(folder.resolve("linked"))))
        .isEqualTo(digests.of(input(folder.resolve("plain"))));
  }

  @Test
  void aLinkToNothingCountsUntilItLeadsSomewhere() throws Exception {
    Path data = Files.createDirectory(folder.resolve("data"));
    Files.createSymbolicLink(data.resolve("a.nii"), folder.resolve("annex"));
    String before = digests(later).of(input(data));
    file("annex", "fetched");
    assertThat(digests(later).of(input(data))).isNotEqualTo(before);
  }

  @Test
  void aCycleIsRefused() throws Exception {
    Path data = Files.createDirectories(folder.resolve("data/inner"));
    Files.createSymbolicLink(data.resolve("up"), folder.resolve("data"));
    assertProblem(folder.resolve("data"), "INPUT_CYCLE", "inner/up leads back");
  }

  @Test
  void whatIsMissingIsNamedAsInTheWorkflow() {
    assertProblem(folder.resolve("none.tsv"), "INPUT_MISSING", "'data/none.tsv' does not exist");
  }

  @Test
  void devicesAreRefused() {
    Path device = Path.of("/dev/null");
    assumeTrue(Files.exists(device), "no /dev/null on this system");
    assertProblem(device, "INPUT_NOT_A_FILE", "neither a file nor a folder");
  }

  @Test
  void whatMayNotBeReadIsAProblem() throws Exception {
    Path file = file("secret.txt", "abc");
    assumeTrue(file.toFile().setReadable(false), "permissions cannot be set here");
    assumeTrue(!Files.isReadable(file), "skipped: this user may read everything (root)");
    assertProblem(file, "INPUT_UNREADABLE", "no permission to read");
  }

  @Test
  void unchangedFilesAreNotReadAgain() throws Exception {
    Path file = file("a.txt", "abc");
    Digests digests = digests(later);
    String before = digests.of(input(file));
    digests.save();
    assertThat(Files.readString(folder.resolve("digests.tsv"))).contains(before);
    // A digest that only the memory can know.
    Path memory = folder.resolve("digests.tsv");
    Files.writeString(memory, Files.readString(memory).replace(before, "0".repeat(64)));
    assertThat(digests(later).of(input(file))).isEqualTo("0".repeat(64));
  }

  @Test
  void aChangeOfEqualSizeIsSeen() throws Exception {
    Path file = file("a.txt", "abc");
    FileTime time = Files.getLastModifiedTime(file);
    Digests digests = digests(later);
    String before = digests.of(input(file));
    Files.writeString(file, "abd");
    Files.setLastModifiedTime(file, FileTime.from(time.toInstant().plusMillis(10)));
    assertThat(digests.of(input(file))).isNotEqualTo(before);
  }

  @Test
  void aFreshFileIsNotRemembered() throws Exception {
    Path file = file("a.txt", "abc");
    Digests digests = digests(Instant.now());
    assertThat(digests.of(input(file))).isNotEmpty();
    digests.save();
    assertThat(folder.resolve("digests.tsv")).doesNotExist();
  }

  @Test
  void aDamagedMemoryIsIgnored() throws Exception {
    Path file = file("a.txt", "abc");
    file(
        "digests.tsv",
        "arcuate digests 1\nzz\t1\n\n\u0000\n" + "0".repeat(64) + "\tx\t1\t1\t" + file);
    assertThat(digests(later).of(input(file))).startsWith("ba7816bf");
    file("digests.tsv", "something else");
    assertThat(digests(later).of(input(file))).startsWith("ba7816bf");
  }

  @Test
  void manyThreadsMayAskAtOnce() throws Exception {
    for (int i = 0; i < 50; i++) {
      file("many/" + i, "text " + i % 7);
    }
    Digests digests = digests(later);
    String expected = digests(later).of(input(folder.resolve("many")));
    var pool = Executors.newFixedThreadPool(8);
    try {
      List<Callable<String>> calls =
          IntStream.range(0, 16)
              .<Callable<String>>mapToObj(i -> () -> digests.of(input(folder.resolve("many"))))
              .toList();
      for (Future<String> each : pool.invokeAll(calls)) {
        assertThat(each.get()).isEqualTo(expected);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private void assertProblem(Path path, String code, String message) {
    assertThatThrownBy(() -> digests(later).of(input(path)))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problems()).hasSize(1);
              assertThat(e.problems().get(0).code()).isEqualTo(code);
              assertThat(e.problems().get(0).message()).contains(message);
              assertThat(e.problems().get(0).hint()).isPresent();
            });
  }
}
