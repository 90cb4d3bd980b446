package dev.arcuate.engine.accel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arcuate.api.host.Inference;
import dev.arcuate.api.host.Inference.Options;
import dev.arcuate.api.host.Inference.Session;
import dev.arcuate.api.host.Inference.Weight;
import dev.arcuate.api.host.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeanGraphTest {
  /** Of 20 kB. */
  private static final int MANY = 5000;

  private static final int FLOATS = 4;

  @TempDir Path folder;

  private final Inference inference = Shared.ACCEL.inference();

  @Test
  void leavesLargeWeightsWhereTheyAre() throws IOException {
    float[] shift = counting(0);
    float[] scale = counting(7);
    // At every place relative to the words of memory, and one that no node reads.
    for (String name : List.of("a", "ab", "abc", "abcd")) {
      Path file =
          write(
              OnnxBytes.shiftAndScale(
                  OnnxBytes.weight(name, 1, 2),
                  OnnxBytes.weight("shift", shift),
                  OnnxBytes.weight("scale", scale),
                  OnnxBytes.weight("unread", counting(1))));
      assertThat(lean(file, 4 * MANY + 1000)).containsExactly("shift", "scale");
      try (Session session = inference.open(file, new Options(1, Set.of("shifted")))) {
        float[] x = counting(3);
        float[] shifted = run(session, x, "shifted");
        float[] y = run(session, x, "y");
        for (int i = 0; i < MANY; i++) {
          assertThat(shifted[i]).isEqualTo(x[i] + shift[i]);
          assertThat(y[i]).isEqualTo((x[i] + shift[i]) * scale[i]);
        }
      }
    }
  }

  @Test
  void takesWeightsAsTheyAreWritten() throws IOException {
    Files.write(folder.resolve("weights.bin"), OnnxBytes.raw(counting(2)));
    Path file =
        write(
            OnnxBytes.shiftAndScale(
                // As numbers of the message instead of bytes, and in another file.
                OnnxBytes.message()
                    .bytes(FLOATS, OnnxBytes.raw(counting(1)))
                    .number(1, MANY)
                    .number(2, OnnxBytes.FLOAT)
                    .text(8, "shift"),
                OnnxBytes.externalWeight("scale", MANY, "weights.bin")));
    assertThat(lean(file, 1000)).containsExactly("shift");
    try (Session session = inference.open(file, new Options(1, Set.of()))) {
      float[] y = run(session, counting(3), "y");
      for (int i = 0; i < MANY; i++) {
        assertThat(y[i]).isEqualTo((counting(3)[i] + counting(1)[i]) * counting(2)[i]);
      }
    }
  }

  @Test
  void tellsWhereValuesLie() throws IOException {
    Path beside = Files.write(folder.resolve("weights.bin"), OnnxBytes.raw(4, 5, 6));
    Path file =
        write(
            OnnxBytes.shiftAndScale(
                OnnxBytes.weight("shift", 1, 2, 3),
                OnnxBytes.externalWeight("scale", 3, "weights.bin"),
                // Three announced, two there: not all of them in one piece.
                OnnxBytes.message()
                    .number(1, 3)
                    .number(2, OnnxBytes.FLOAT)
                    .text(8, "short")
                    .bytes(9, OnnxBytes.raw(1, 2))));
    List<Weight> places = inference.places(file);
    assertThat(places)
        .extracting(place -> place.constant().name())
        .containsExactly("shift", "scale");
    assertThat(places).extracting(Weight::file).containsExactly(file, beside);
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(bytes.getFloat((int) places.get(0).offset() + 4)).isEqualTo(2);
    assertThat(places.get(1).offset()).isZero();
  }

  /** Names of what is left out; all else is short. */
  private static List<String> lean(Path file, long below) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      LeanGraph lean = LeanGraph.of(file, OnnxFile.read(file), channel);
      assertThat(lean.size()).isLessThan(below);
      return lean.left().stream().map(weight -> weight.constant().name()).toList();
    }
  }

  private static float[] counting(int from) {
    float[] values = new float[MANY];
    for (int i = 0; i < MANY; i++) {
      values[i] = from + i % 100;
    }
    return values;
  }

  private static float[] run(Session session, float[] x, String output) {
    Tensor input = new Tensor.Floats(new long[] {x.length}, x);
    return ((Tensor.Floats) session.run(Map.of("x", input), Set.of(output)).get(output)).values();
  }

  private Path write(OnnxBytes graph) throws IOException {
    return Files.write(folder.resolve("graph.onnx"), OnnxBytes.model(graph));
  }
}
