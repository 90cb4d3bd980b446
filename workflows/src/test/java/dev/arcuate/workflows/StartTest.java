package dev.arcuate.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** How quickly a command starts rests on an archive of classes, which a JVM leaves out silently. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher for Windows uses no archive")
class StartTest {
  @TempDir Path folder;

  @Test
  void usesTheClassesThatTheBuildKept() throws Exception {
    Command.Ended ended =
        new Command(folder).with("ARCUATE_JAVA_OPTIONS", "-Xshare:on").run("--version");
    assertThat(ended.all()).startsWith("Arcuate");
    assertThat(ended.status()).isZero();
  }

  @Test
  void startsWithoutThemToo() throws Exception {
    Command.Ended ended =
        new Command(folder).with("ARCUATE_JAVA_OPTIONS", "-Xshare:off").run("--version");
    assertThat(ended.all()).startsWith("Arcuate");
    assertThat(ended.status()).isZero();
  }
}
