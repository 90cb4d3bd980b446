package dev.arcuate.engine.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arcuate.api.ProblemException;
import dev.arcuate.engine.testing.PluginJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LockFileTest {
  @TempDir Path temp;

  @Test
  void isTheSameTextForTheSamePlugins() {
    LockFile lock =
        new LockFile(
            "0.1.0",
            List.of(
                new LockFile.Entry("words", "1.0.0", "b".repeat(64)),
                new LockFile.Entry("bert", "0.1.0", "a".repeat(64))));
    assertThat(lock.text())
        .isEqualTo(
            """
            {
              "arcuate-lock" : 1,
              "arcuate" : "0.1.0",
              "plugins" : [ {
                "id" : "bert",
                "version" : "0.1.0",
                "sha256" : "%s"
              }, {
                "id" : "words",
                "version" : "1.0.0",
                "sha256" : "%s"
              } ]
            }
            """
                .formatted("a".repeat(64), "b".repeat(64)));
  }

  @Test
  void readsWhatItWrites() {
    LockFile lock =
        new LockFile("0.1.0", List.of(new LockFile.Entry("words", "1.0.0", "b".repeat(64))));
    Path file = temp.resolve("results").resolve(LockFile.NAME);
    lock.write(file);
    lock.write(file);
    assertThat(LockFile.read(file)).isEqualTo(lock);
    assertThat(file.getParent().toFile().list()).containsExactly(LockFile.NAME);
  }

  @Test
  void agreesWithThePluginsItLocked() {
    Folders folders = new Folders(temp);
    PluginJar.of("words").step("words", "").in(folders.user);
    Path file = temp.resolve(LockFile.NAME);
    try (PluginHost host = folders.open()) {
      LockFile.of("0.1.0", host.catalog().plugins()).write(file);
      assertThat(LockFile.verify(file, host.catalog().plugins())).isEmpty();
      assertThat(LockFile.verify(file, List.of())).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no json",
        "[]",
        "{}",
        "{\"arcuate-lock\": 1}",
        "{\"arcuate-lock\": 1, \"arcuate\": \"1\", \"plugins\": 3}",
        "{\"arcuate-lock\": 1, \"arcuate\": \"1\", \"plugins\": [3]}",
        "{\"arcuate-lock\": 1, \"arcuate\": \"1\", \"plugins\": [{\"id\": \"a\"}]}",
        "{\"arcuate-lock\": 1, \"plugins\": []} {}",
      })
  void refusesOtherFiles(String text) throws IOException {
    Path file = temp.resolve(LockFile.NAME);
    Files.writeString(file, text);
    assertThatThrownBy(() -> LockFile.read(file))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("LOCK_FILE_UNREADABLE");
  }
}
