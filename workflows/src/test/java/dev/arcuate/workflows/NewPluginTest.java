package dev.arcuate.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A third party's first hour: a new project, its build, its jar in a workflow. */
class NewPluginTest {
  @TempDir Path folder;

  @Test
  void aNewPluginBuildsPassesItsContractsAndIsUsedByAWorkflow() throws Exception {
    Command command = new Command(folder).with("XDG_DATA_HOME", folder.resolve("data").toString());
    Command.Ended written =
        command.run("new", "plugin", "sentence-length", "--package", "org.example.sentences");
    assertThat(written.status()).as(written.all()).isZero();
    Path project = folder.resolve("sentence-length");

    Path log = folder.resolve("maven.log");
    Process maven =
        new ProcessBuilder("mvn", "-B", "-ntp", "verify")
            .directory(project.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(maven.waitFor()).as(Files.readString(log)).isZero();
    assertThat(log).content().contains("Failures: 0, Errors: 0, Skipped: 0");

    Command.Ended installed =
        command.run("plugins", "install", "sentence-length/target/sentence-length-0.1.0.jar");
    assertThat(installed.status()).as(installed.all()).isZero();
    Command.Ended run = command.run("run", "sentence-length/workflow.yaml", "--out", "out");
    assertThat(run.status()).as(run.all()).isZero();
    assertThat(Files.readAllLines(folder.resolve("out/lengths/table.tsv")))
        .isEqualTo(List.of("sentence\twords", "0\t4", "1\t2"));

    Command.Ended verified = command.run("plugins", "verify", "out/arcuate.lock");
    assertThat(verified.status()).as(verified.all()).isZero();
  }
}
