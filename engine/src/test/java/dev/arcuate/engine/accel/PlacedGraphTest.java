package dev.arcuate.engine.accel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arcuate.api.ProblemException;
import dev.arcuate.api.host.Inference;
import dev.arcuate.api.host.Inference.Options;
import dev.arcuate.api.host.Inference.Session;
import dev.arcuate.api.host.Inference.Weight;
import dev.arcuate.api.host.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlacedGraphTest {
  private static final int INT4 = 22;

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

  /**
   * Numbers of half a byte, two in each byte: not handed over as they are, and weights all the
   * same.
   */
  @Test
  void countsFilesOfPackedNumbersAndLooksWhetherTheyAreWhole() throws IOException {
    Path packed = Files.write(folder.resolve("packed.bin"), new byte[8]);
    Path floats = Files.write(folder.resolve("floats.bin"), OnnxBytes.raw(4, 5, 6));
    Path file =
        write(
            OnnxBytes.shiftAndScale(
                OnnxBytes.weight("shift", 1, 2, 3),
                OnnxBytes.externalWeight("scale", 3, "floats.bin"),
                OnnxBytes.externalWeight(
                    "quarters", INT4, 16, Map.of("location", "packed.bin", "length", "8"))));
    assertThat(inference.files(file)).containsExactly(file, floats, packed);
    Files.write(packed, new byte[7]);
    assertThatThrownBy(() -> inference.files(file))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(
            "cannot read the weight 'quarters': its bytes 0 to 8 lie beyond the end of the file,"
                + " which has 7");
  }

  /** As a hub's cache keeps them: everything is a link to a file elsewhere. */
  @Test
  void followsLinks() throws IOException {
    Path store = Files.createDirectories(folder.resolve("store"));
    Path model = Files.createDirectories(folder.resolve("model"));
    Files.write(store.resolve("1"), OnnxBytes.raw(counting(2)));
    byte[] graph =
        OnnxBytes.model(
            OnnxBytes.shiftAndScale(
                OnnxBytes.weight("shift", counting(1)),
                OnnxBytes.externalWeight("scale", MANY, "weights.bin")));
    Files.write(store.resolve("2"), graph);
    Files.createSymbolicLink(model.resolve("weights.bin"), Path.of("../store/1"));
    Path file = Files.createSymbolicLink(model.resolve("graph.onnx"), Path.of("../store/2"));
    try (Session session = inference.open(file, new Options(1, Set.of("shifted")))) {
      assertThat(run(session, counting(3), "y")[1]).isEqualTo((4f + 2) * 3);
    }
  }

  @Test
  void readsNoFileOutsideTheFolder() throws IOException {
    Files.write(folder.resolve("secret"), OnnxBytes.raw(1, 2, 3));
    Path file =
        Files.write(
            Files.createDirectories(folder.resolve("model")).resolve("graph.onnx"),
            OnnxBytes.model(
                OnnxBytes.shiftAndScale(
                    OnnxBytes.weight("shift", 1),
                    OnnxBytes.externalWeight("scale", 3, "../secret"))));
    List<ThrowingCallable> readings =
        List.of(
            () -> inference.open(file, new Options(1, Set.of())),
            () -> inference.files(file),
            () -> inference.places(file));
    for (ThrowingCallable reading : readings) {
      assertThatThrownBy(reading)
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining(
              "its weights are in '../secret', which is not in the folder of the graph");
    }
  }

  /** Half a download, which must not be mapped: to read behind its end would end the process. */
  @Test
  void refusesAFileBesideTheGraphThatIsTooShort() throws IOException {
    Files.write(folder.resolve("weights.bin"), OnnxBytes.raw(1, 2, 3));
    Path file =
        write(
            OnnxBytes.shiftAndScale(
                OnnxBytes.weight("shift", counting(1)),
                OnnxBytes.externalWeight("scale", MANY, "weights.bin")));
    assertThatThrownBy(() -> inference.open(file, new Options(1, Set.of())))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(
            "cannot read the weight 'scale': its bytes 0 to 20000 lie beyond the end of the file,"
                + " which has 12");
  }

  /** A weight in the middle of the graph's file, so that the graph itself must be small. */
  @Test
  void copiesAllButTheWeights() throws IOException {
    byte[] graph =
        OnnxBytes.model(
            OnnxBytes.shiftAndScale(
                OnnxBytes.weight("shift", counting(1)), OnnxBytes.weight("scale", 2)));
    Path real = folder.toRealPath().resolve("weights.bin");
    PlacedGraph placed =
        PlacedGraph.of(
            new WireReader(graph),
            constant ->
                constant.signature().name().equals("shift")
                    ? Optional.of(new WeightSource(real, 8, 4 * MANY))
                    : Optional.empty());
    assertThat(placed.folder()).hasValue(folder.toRealPath());
    assertThat(placed.size()).isLessThan(400);
    ByteBuffer bytes = ByteBuffer.allocate((int) placed.size());
    placed.copy(bytes);
    assertThat(bytes.remaining()).isZero();
    OnnxFile copied = OnnxFile.read(bytes.array(), file());
    OnnxFile whole = OnnxFile.read(graph, file());
    assertThat(copied.nodes()).isEqualTo(whole.nodes());
    assertThat(copied.weights()).isEqualTo(whole.weights());
    assertThat(copied.constants().get(0).values())
        .hasValue(new StoredConstant.Values(Optional.of("weights.bin"), 8, 4 * MANY));
  }

  private Path file() {
    return folder.resolve("graph.onnx");
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
    return Files.write(file(), OnnxBytes.model(graph));
  }
}
