package dev.arcuate.engine.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arcuate.api.Inspector.Inspection;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.array.Npy;
import dev.arcuate.api.onnx.OnnxGraph;
import dev.arcuate.api.onnx.OnnxType;
import dev.arcuate.api.onnx.OnnxValue;
import dev.arcuate.engine.accel.Accel;
import dev.arcuate.engine.accel.Device;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectorsTest {
  @TempDir Path folder;

  @Test
  void arraysAreDescribed() throws IOException {
    Path file = folder.resolve("a.npy");
    Npy.write(file, new float[] {1, 2, Float.NaN, 5}, 2, 2);
    Inspection found = inspect(file);
    assertThat(found.format()).isEqualTo("NumPy array");
    assertThat(found.facts())
        .containsEntry("shape", "[2, 2]")
        .containsEntry("not finite", "1")
        .containsEntry("greatest", "5.00000");
  }

  @Test
  void weightsAreListedAndTruncationIsFound() throws IOException {
    Path file = folder.resolve("w.safetensors");
    Files.write(file, safetensors(16));
    Inspection found = inspect(file);
    assertThat(found.facts()).containsEntry("tensors", "1").containsEntry("values", "4");
    assertThat(found.parts().get(0).table().cells())
        .containsExactly(List.of("a.weight", "F32", "[2,2]"));
    Files.write(file, safetensors(15));
    assertThatThrownBy(() -> inspect(file))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("SAFETENSORS_UNREADABLE: cannot read the weights: it is truncated: ");
  }

  private static byte[] safetensors(int bytes) {
    byte[] header =
        "{\"a.weight\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,16]}}"
            .getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(Long.BYTES + header.length + bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(header.length)
        .put(header)
        .array();
  }

  @Test
  void graphsAreListedWithAllThatCanBeTapped() throws IOException {
    OnnxGraph graph = new OnnxGraph("g");
    OnnxValue x = graph.input("x", OnnxType.FLOAT32, "rows", 3);
    OnnxValue w = graph.constant("w", new long[] {3, 1}, new float[] {1, 2, 3});
    graph.output(graph.call("Relu", graph.call("MatMul", x, w).as("inner")).as("y"));
    Path file = folder.resolve("g.onnx");
    graph.write(file);
    Inspection found = inspect(file);
    assertThat(found.facts()).containsEntry("operators", "MatMul 1, Relu 1");
    assertThat(found.parts().get(0).table().cells())
        .containsExactly(List.of("x", "float32", "[open, 3]"));
    assertThat(found.parts().get(2).table().cells())
        .containsExactly(List.of("inner", "MatMul"), List.of("y", "Relu"));
  }

  @Test
  void otherFilesAreRefusedNamingWhatIsKnown() throws IOException {
    Path file = Files.writeString(folder.resolve("a.txt"), "text");
    assertThatThrownBy(() -> inspect(file))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e ->
                assertThat(e.problems().get(0).hint())
                    .hasValue(
                        "known are NumPy arrays (.npy); weights (.safetensors); graphs (.onnx);"
                            + " plugins may add others"));
    assertThatThrownBy(() -> inspect(folder.resolve("none")))
        .hasMessageContaining("INSPECT_MISSING");
  }

  private static Inspection inspect(Path file) throws IOException {
    try (Accel accel = new Accel(new Accel.Options(Device.CPU, Path.of("target", "natives"), 1))) {
      return new Inspectors(List.of(), accel.inference()).inspect(file);
    }
  }
}
