package dev.arcuate.engine.accel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arcuate.api.ProblemException;
import dev.arcuate.api.host.Inference.Signature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxFilesTest {
  @TempDir Path folder;

  private final OnnxFiles files = new OnnxFiles();

  @Test
  void readsAFileOnceWhileItStaysAsItIs() throws IOException {
    Path file = write("model.onnx", "first");
    OnnxFile read = files.read(file);
    assertThat(files.read(file)).isSameAs(read);
    Path other = write("other.onnx", "other");
    assertThat(names(files.read(other))).contains("other");
    assertThat(names(files.read(file))).contains("first");
  }

  @Test
  void readsAgainWhatWasWrittenOrPutInPlace() throws IOException {
    Path file = write("model.onnx", "first");
    FileTime time = Files.getLastModifiedTime(file);
    assertThat(names(files.read(file))).contains("first");
    write("model.onnx", "later");
    Files.setLastModifiedTime(file, FileTime.fromMillis(time.toMillis() + 1));
    assertThat(names(files.read(file))).contains("later");

    // Of the same size and time, as some tools that copy keep it.
    Path next = write("next.onnx", "third");
    Files.setLastModifiedTime(next, Files.getLastModifiedTime(file));
    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
    assertThat(names(files.read(file))).contains("third");

    Files.delete(file);
    assertThatThrownBy(() -> files.read(file))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("there is no such file");
  }

  private static List<String> names(OnnxFile file) {
    return file.weights().stream().map(Signature::name).toList();
  }

  private Path write(String name, String weight) throws IOException {
    return Files.write(
        folder.resolve(name),
        OnnxBytes.model(
            OnnxBytes.shiftAndScale(OnnxBytes.weight(weight, 1), OnnxBytes.weight("scale", 2))));
  }
}
