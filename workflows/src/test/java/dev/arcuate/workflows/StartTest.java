package dev.arcuate.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How quickly a command starts rests on an archive of classes, which a JVM leaves out silently. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher for Windows uses no archive")
class StartTest {
  @TempDir Path folder;

  /** With {@code on} a JVM that cannot use the archive does not start. */
  @ParameterizedTest
  @ValueSource(strings = {"-Xshare:on", "-Xshare:off"})
  void startsWithTheClassesThatTheBuildKeptAndWithout(String sharing) throws Exception {
    Command.Ended ended =
        new Command(folder).with("ARCUATE_JAVA_OPTIONS", sharing).run("--version");
    assertThat(ended.all()).startsWith("Arcuate");
    assertThat(ended.status()).isZero();
  }
}
