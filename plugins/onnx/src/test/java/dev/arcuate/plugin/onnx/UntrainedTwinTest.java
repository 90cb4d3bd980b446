package dev.arcuate.plugin.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.arcuate.api.ProblemException;
import dev.arcuate.api.host.Inference;
import dev.arcuate.api.host.Inference.Weight;
import dev.arcuate.api.onnx.OnnxGraph;
import dev.arcuate.api.onnx.OnnxType;
import dev.arcuate.api.onnx.OnnxValue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The numbers that a twin gets in place of what its model has learnt. */
class UntrainedTwinTest {
  private static final double DEVIATION = 0.02;

  @TempDir Path folder;

  /** In these graphs every constant in float32 is a weight, and its name says of which kind. */
  @ParameterizedTest
  @ValueSource(
      strings = {"bert", "bert-fused", "gpt2", "gpt2-external", "gpt2-fused", "gpt2-new", "llama"})
  void everyWeightIsDrawnAnew(String export) throws IOException {
    Path graph = Models.export(export).resolve("model.onnx");
    Map<String, float[]> trained = values(graph);
    Map<String, float[]> drawn = values(twin(graph, 1));
    assertThat(drawn.keySet()).isEqualTo(trained.keySet()).hasSizeGreaterThan(20);
    List<Float> normal = new ArrayList<>();
    drawn.forEach(
        (name, values) -> {
          assertThat(values).as(name).isNotEqualTo(trained.get(name));
          if (name.endsWith("bias")) {
            assertThat(values).as(name).containsOnly(0);
          } else if (name.matches(".*(LayerNorm|ln_\\w|layernorm|norm)\\.weight")) {
            assertThat(values).as(name).containsOnly(1);
          } else {
            assertThat(values.length).as(name).isGreaterThan(30);
            for (float value : values) {
              normal.add(value);
            }
          }
        });
    assertNormal(normal);
  }

  /**
   * Moments of thousands of values, six standard errors wide, and how many lie within one sigma.
   */
  private static void assertNormal(List<Float> values) {
    int count = values.size();
    double mean = values.stream().mapToDouble(value -> value).average().orElseThrow();
    double squares = values.stream().mapToDouble(value -> value * value).sum() / count;
    double within = values.stream().filter(value -> Math.abs(value) < DEVIATION).count();
    assertThat(mean).isCloseTo(0, within(6 * DEVIATION / Math.sqrt(count)));
    assertThat(Math.sqrt(squares)).isCloseTo(DEVIATION, within(6 * DEVIATION / Math.sqrt(count)));
    assertThat(within / count).isCloseTo(0.6827, within(6 * 0.47 / Math.sqrt(count)));
  }

  /** Several twins are baselines only if they have nothing in common. */
  @Test
  void noTwoWeightsOfNeighbouringSeedsAreAlike() throws IOException {
    OnnxGraph graph = new OnnxGraph("small");
    OnnxValue x = graph.input("x", OnnxType.FLOAT32, 1, 4, 4);
    List<String> names = List.of("MatMul_141", "MatMul_151", "MatMul_161", "MatMul_142");
    for (String name : names) {
      x = product(graph, x, name);
    }
    graph.output(graph.call("Identity", x).as("y"));
    Path file = written(graph);
    Set<Float> first = new HashSet<>();
    for (long seed = 0; seed < 5; seed++) {
      values(twin(file, seed)).values().forEach(values -> first.add(values[0]));
    }
    assertThat(first).hasSize(5 * names.size());
  }

  @Test
  void masksAndRotationsStayAndTablesAddedAsTheyAreAreDrawn() throws IOException {
    OnnxGraph graph = new OnnxGraph("small");
    OnnxValue x = graph.input("x", OnnxType.FLOAT32, 1, 4, 4);
    OnnxValue places = graph.input("places", OnnxType.INT64, 1, 4);
    OnnxValue added =
        graph.call("Add", x, graph.constant("positions", new long[] {1, 4, 4}, full(16))).value();
    OnnxValue query = product(graph, added, "query");
    OnnxValue rows =
        graph
            .call("Gather", graph.constant("cosines", new long[] {9, 4}, full(36)), places)
            .value();
    OnnxValue turned = graph.call("Mul", query, rows).value();
    OnnxValue times = graph.call("Cast", places).with("to", OnnxType.FLOAT32.number()).value();
    OnnxValue angles =
        graph
            .call(
                "MatMul",
                graph.call("Unsqueeze", times, graph.row(2)).value(),
                graph.constant("frequencies", new long[] {1, 1, 4}, full(4)))
            .value();
    OnnxValue moved = graph.call("Add", turned, graph.call("Cos", angles).value()).value();
    // A weight as some exporters keep it: with a dimension that is taken off again.
    OnnxValue key = graph.constant("key", new long[] {1, 4, 4}, full(16));
    OnnxValue flat = graph.call("Squeeze", key, graph.row(0)).value();
    OnnxValue scores = graph.call("MatMul", moved, flat).value();
    OnnxValue masked =
        graph.call("Add", scores, graph.constant("mask", new long[] {1, 4, 4}, full(16))).value();
    graph.output(graph.call("Softmax", masked).as("attention"));
    Map<String, float[]> drawn = values(twin(written(graph), 1));
    for (String name : List.of("mask", "cosines", "frequencies")) {
      assertThat(drawn.get(name)).as(name).containsOnly(7);
    }
    for (String name : List.of("positions", "query", "key")) {
      assertThat(drawn.get(name)).as(name).doesNotContain(7f);
    }
  }

  @Test
  void whatComputesInEightBitsIsRefused() throws IOException {
    OnnxGraph graph = new OnnxGraph("quantised");
    OnnxValue x = graph.input("x", OnnxType.FLOAT32, 1, 4);
    OnnxValue first = product(graph, x, "first");
    List<OnnxValue> rounded = graph.call("DynamicQuantizeLinear", first).as(List.of("q", "s", "z"));
    OnnxValue weight =
        graph.constant("layer.1.weight_quantized", OnnxType.INT8, new long[] {4, 4}, new byte[16]);
    graph.output(graph.call("MatMulInteger", rounded.get(0), weight).as("y"));
    assertRefused(graph, "'layer.1.weight_quantized', int8 [4, 4]");
  }

  @Test
  void matricesReadInOtherWaysAreRefused() throws IOException {
    OnnxGraph graph = new OnnxGraph("recurrent");
    OnnxValue x = graph.input("x", OnnxType.FLOAT32, 3, 1, 4);
    OnnxValue y = product(graph, x, "first");
    OnnxValue input = graph.constant("gates", new long[] {1, 16, 4}, full(64));
    OnnxValue state = graph.constant("states", new long[] {1, 16, 4}, full(64));
    graph.output(graph.call("LSTM", y, input, state).with("hidden_size", 4).as("h"));
    assertRefused(graph, "'gates', float32 [1, 16, 4]");

    OnnxGraph half = new OnnxGraph("half");
    OnnxValue kept = product(half, half.input("x", OnnxType.FLOAT32, 1, 4), "first");
    OnnxValue narrow = half.constant("narrow", OnnxType.FLOAT16, new long[] {4, 4}, new byte[32]);
    OnnxValue wide = half.call("Cast", narrow).with("to", OnnxType.FLOAT32.number()).value();
    half.output(half.call("MatMul", kept, wide).as("y"));
    assertRefused(half, "'narrow', float16 [4, 4]");
  }

  @Test
  void graphsWithoutWeightsAreRefused() throws IOException {
    OnnxGraph graph = new OnnxGraph("empty");
    graph.output(graph.call("Neg", graph.input("x", OnnxType.FLOAT32, 4)).as("y"));
    Path file = written(graph);
    assertThatThrownBy(() -> twin(file, 1))
        .hasMessage(
            "error UNTRAINED_UNSUPPORTED: the graph has no weights in float32 that could be drawn"
                + " anew");
  }

  /** Root may write everything, so the permissions themselves are looked at. */
  @Test
  void theTwinOfAModelThatNobodyMayWriteCanBeWritten() throws IOException {
    assumeTrue(
        folder.getFileSystem().supportedFileAttributeViews().contains("posix"),
        "needs POSIX permissions");
    Path model = Files.createDirectories(folder.resolve("model"));
    for (String name : List.of("model.onnx", "weights.bin")) {
      Path file = Files.copy(Models.export("gpt2-external").resolve(name), model.resolve(name));
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
    }
    Path twin = twin(model.resolve("model.onnx"), 1);
    for (Path file : List.of(twin, twin.resolveSibling("weights.bin"))) {
      assertThat(Files.getPosixFilePermissions(file)).contains(PosixFilePermission.OWNER_WRITE);
    }
  }

  private void assertRefused(OnnxGraph graph, String weight) throws IOException {
    Path file = written(graph);
    assertThatThrownBy(() -> twin(file, 1))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e ->
                assertThat(e.problems().get(0).hint())
                    .hasValue(
                        "use the plain float32 export of the model, or leave out 'untrained'"))
        .hasMessage(
            "error UNTRAINED_UNSUPPORTED: "
                + weight
                + ", cannot be drawn anew: the twin would keep a part of what the model has learnt");
  }

  private static OnnxValue product(OnnxGraph graph, OnnxValue x, String weight) {
    return graph.call("MatMul", x, graph.constant(weight, new long[] {4, 4}, full(16))).value();
  }

  private static float[] full(int count) {
    float[] values = new float[count];
    Arrays.fill(values, 7);
    return values;
  }

  private Path written(OnnxGraph graph) throws IOException {
    Path file = Files.createTempDirectory(folder, "graph").resolve("model.onnx");
    graph.write(file);
    return file;
  }

  private Path twin(Path graph, long seed) throws IOException {
    Inference inference = Models.ACCEL.inference();
    return new UntrainedTwin(graph, inference, seed)
        .write(Files.createTempDirectory(folder, "twin"));
  }

  /** Of the constants in float32 with dimensions. */
  private static Map<String, float[]> values(Path graph) throws IOException {
    Map<String, float[]> all = new LinkedHashMap<>();
    for (Weight weight : Models.ACCEL.inference().places(graph)) {
      List<Long> shape = weight.constant().shape();
      if (weight.constant().type().equals("float32") && !shape.isEmpty()) {
        float[] values = new float[shape.stream().reduce(1L, Math::multiplyExact).intValue()];
        ByteBuffer bytes =
            ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(weight.file())) {
          channel.read(bytes, weight.offset());
        }
        bytes.flip().asFloatBuffer().get(values);
        all.put(weight.constant().name(), values);
      }
    }
    return all;
  }
}
