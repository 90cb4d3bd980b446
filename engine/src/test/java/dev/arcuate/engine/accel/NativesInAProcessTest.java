package dev.arcuate.engine.accel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What native libraries leave behind in a process, on disk and on the network. */
@EnabledOnOs(
    value = {OS.LINUX, OS.MAC},
    disabledReason = "a loaded library cannot be deleted with its folder on Windows")
class NativesInAProcessTest {
  @TempDir Path folder;

  @BeforeEach
  void writeModel() throws IOException {
    Files.write(
        folder.resolve("graph.onnx"),
        OnnxBytes.model(
            OnnxBytes.shiftAndScale(OnnxBytes.weight("shift", 1), OnnxBytes.weight("scale", 2))));
    TokenizerJson.write(
        folder.resolve("tokenizer.json"),
        List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "brain"));
  }

  @Test
  void pluginsThatUsedThemCanBeUnloaded() throws Exception {
    // Without a warm-up, the first plugin's call is what makes the engine load everything.
    for (String[] arguments : new String[][] {{folder.toString()}, {folder.toString(), "cold"}}) {
      ChildJvm.Outcome outcome = new ChildJvm(folder).run(NativesProbe.class, arguments);
      assertThat(outcome.output().lines())
          .as("standard error: %s", outcome.errors())
          .containsExactly(
              "result 3.0 5 200.0",
              "plugin 0 collected",
              "result 3.0 5 200.0",
              "plugin 1 collected",
              "result 3.0 5 200.0",
              "plugin 2 collected",
              "connections 0");
    }
  }

  @Test
  void theyAreUnpackedOnceAndWriteNowhereElse() throws Exception {
    ChildJvm child = new ChildJvm(folder);
    assertThat(child.run(NativesProbe.class, folder.toString()).output())
        .endsWith("connections 0\n");
    List<String> unpacked = ChildJvm.files(child.cache());
    assertThat(unpacked)
        .anyMatch(file -> file.contains("onnxruntime"))
        .anyMatch(file -> file.contains("tokenizers"))
        .anyMatch(file -> file.contains("openblas"))
        .anyMatch(file -> file.contains("jnidispatch"));

    assertThat(child.run(NativesProbe.class, folder.toString()).output())
        .endsWith("connections 0\n");
    assertThat(ChildJvm.files(child.cache())).isEqualTo(unpacked);
    assertThat(ChildJvm.files(child.home())).isEmpty();
    assertThat(ChildJvm.files(child.temporary())).isEmpty();
  }

  @Test
  void usageDataIsNotCollectedInAnEmbeddedEngineEither() throws Exception {
    // An embedder's JVM does not come from our launcher. The long command line is what the
    // collecting code chokes on.
    ChildJvm child = new ChildJvm(folder).without(Telemetry.VARIABLE);
    ChildJvm.Outcome outcome =
        child.option("-Dlong=" + "x".repeat(20_000)).run(NativesProbe.class, folder.toString());
    assertThat(outcome.output()).as(outcome.errors()).endsWith("connections 0\n");
    assertThat(outcome.status()).isZero();
    assertThat(ChildJvm.files(child.home())).isEmpty();
  }

  @Test
  void aGraphLargerThanTheHeapIsTapped() throws Exception {
    float[] values = new float[16 << 20];
    Files.write(
        folder.resolve("graph.onnx"),
        OnnxBytes.model(
            OnnxBytes.shiftAndScale(
                OnnxBytes.weight("shift", 1),
                OnnxBytes.weight("scale", 2),
                OnnxBytes.weight("large", values))));
    ChildJvm.Outcome outcome =
        new ChildJvm(folder).option("-Xmx40m").run(NativesProbe.class, folder.toString());
    assertThat(outcome.output()).as(outcome.errors()).startsWith("result 3.0 5 200.0");
  }

  @Test
  void namesTheLibraryThatDoesNotLoad() throws Exception {
    Path broken = Files.createDirectories(folder.resolve("broken"));
    for (String name : List.of("libonnxruntime.so", "libonnxruntime.dylib")) {
      Files.writeString(broken.resolve(name), "no library");
    }
    ChildJvm.Outcome outcome =
        new ChildJvm(folder)
            .option("-Donnxruntime.native.path=" + broken)
            .run(NativesProbe.class, folder.toString());
    assertThat(outcome.output())
        .startsWith(
            "error NATIVE_LIBRARY_UNLOADABLE: ONNX Runtime cannot be loaded on this machine:");
  }

  @Test
  void namesTheFolderThatCannotBeWritten() throws Exception {
    ChildJvm child = new ChildJvm(folder);
    Files.writeString(child.cache(), "a file where the folder should be");
    assertThat(child.run(NativesProbe.class, folder.toString()).output())
        .startsWith(
            "error NATIVES_CACHE_UNWRITABLE: native libraries cannot be unpacked into '"
                + child.cache());
  }
}
