package dev.arcuate.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StoreLocksTest {
  @TempDir Path folder;

  /** Holds a lock until it is killed. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] arguments) throws Exception {
      StoreLocks locks = StoreLocks.open(Path.of(arguments[0]));
      System.out.println(locks.tryHold(arguments[1]).isPresent());
      System.in.read();
    }
  }

  private Path file() {
    return folder.resolve("locks");
  }

  private Process holder(String name) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Holder.class.getName(),
            file().toString(),
            name)
        .start();
  }

  @Test
  void aLockOfAnotherProcessIsSeenAndFreedWhenThatDies() throws Exception {
    Process other = holder("key a");
    try (BufferedReader lines = other.inputReader();
        StoreLocks locks = StoreLocks.open(file())) {
      assertThat(lines.readLine()).isEqualTo("true");
      assertThat(locks.tryHold("key a")).isEmpty();
      assertThat(locks.tryHold("key b")).isPresent();
      other.destroyForcibly();
      assertThat(other.waitFor()).isNotZero();
      assertThat(locks.tryHold("key a")).isPresent();
    }
  }

  /** With locks of the process this fails quietly if each opens and closes the file by itself. */
  @Test
  void closingOneOfTwoUsersFreesNothingOfTheOther() throws Exception {
    try (StoreLocks one = StoreLocks.open(file())) {
      Optional<StoreLocks.Hold> hold = one.tryHold("key a");
      assertThat(hold).isPresent();
      try (StoreLocks two = StoreLocks.open(folder.resolve(".").resolve("locks"))) {
        assertThat(two.tryHold("key a")).isEmpty();
      }
      Process other = holder("key a");
      try (BufferedReader lines = other.inputReader()) {
        assertThat(lines.readLine()).isEqualTo("false");
      } finally {
        other.destroyForcibly();
      }
    }
  }

  @Test
  void aLockIsFreeAfterItsHoldIsClosed() throws Exception {
    try (StoreLocks locks = StoreLocks.open(file())) {
      try (StoreLocks.Hold hold = locks.tryHold("a").orElseThrow()) {
        assertThat(hold).isNotNull();
        assertThat(locks.tryHold("a")).isEmpty();
      }
      assertThat(locks.tryHold("a")).isPresent();
    }
  }
}
