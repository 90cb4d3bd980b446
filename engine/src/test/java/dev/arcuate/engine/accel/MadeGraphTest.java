package dev.arcuate.engine.accel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arcuate.api.ProblemException;
import dev.arcuate.api.host.Inference;
import dev.arcuate.api.host.Inference.Options;
import dev.arcuate.api.host.Inference.Room;
import dev.arcuate.api.host.Inference.Session;
import dev.arcuate.api.host.Inference.Signature;
import dev.arcuate.api.host.Inference.Weight;
import dev.arcuate.api.host.Tensor;
import dev.arcuate.api.onnx.OnnxGraph;
import dev.arcuate.api.onnx.OnnxType;
import dev.arcuate.api.onnx.OnnxValue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Graphs made in memory by the API's writer, run for real. */
class MadeGraphTest {
  private static final Options PLAIN = new Options(1, Set.of());

  @TempDir Path folder;

  private final Inference inference = Shared.ACCEL.inference();

  @Test
  void runsAGraphWithConstantsOfItsOwn() {
    OnnxGraph graph = new OnnxGraph("affine");
    OnnxValue x = graph.input("x", OnnxType.FLOAT32, "rows", 2);
    OnnxValue weights = graph.constant("weights", new long[] {2, 1}, new float[] {10, 1});
    OnnxValue product = graph.call("MatMul", x, weights).as("product");
    OnnxValue y = graph.call("Add", product, graph.scalar(0.5f)).value();
    OnnxValue flat = graph.call("Reshape", y, graph.row(-1)).as("y");
    graph.output(flat, OnnxType.FLOAT32, "rows");
    try (Session session = inference.open(graph.toBytes(), List.of(), PLAIN)) {
      assertThat(session.inputs()).containsExactly(new Signature("x", "float32", List.of(-1L, 2L)));
      assertThat(session.outputs()).containsExactly(new Signature("y", "float32", List.of(-1L)));
      assertThat(floats(session, "y", 1, 2, 3, 4)).containsExactly(12.5f, 34.5f);
    }
    assertThat(inference.device()).isEqualTo(Inference.Device.CPU);
  }

  @Test
  void takesAttributesOfEveryKindAndOperatorsOfTheRuntime() {
    OnnxGraph graph = new OnnxGraph("attributes");
    OnnxValue x = graph.input("x", OnnxType.FLOAT32, "rows", 2);
    OnnxValue turned = graph.call("Transpose", x).with("perm", new long[] {1, 0}).value();
    OnnxValue kinked = graph.call("LeakyRelu", turned).with("alpha", 0.5f).value();
    OnnxValue smooth = graph.call("Gelu", kinked).with("approximate", "tanh").as("smooth");
    OnnxValue same = graph.call("Gelu", kinked).domain(OnnxGraph.MICROSOFT).as("erf");
    OnnxValue whole = graph.call("Cast", smooth).with("to", OnnxType.INT64.number()).as("whole");
    graph.output(whole);
    graph.output(same);
    try (Session session = inference.open(graph.toBytes(), List.of(), PLAIN)) {
      assertThat(((Tensor.Longs) run(session, "whole", 10, -8, 20, 30)).values())
          .containsExactly(10, 20, 0, 30);
      assertThat(floats(session, "erf", 10, -8, 20, 30)[2]).isBetween(-2e-4f, -1e-4f);
    }
  }

  @Test
  void mapsWeightsFromAnyPlaceOfAFileAndTapsInnerTensors() throws IOException {
    Path file = weights(0, 2, 3, 5);
    OnnxGraph graph = scaled();
    List<Weight> weights = List.of(weight(file, 4, 3));
    for (Set<String> taps : List.of(Set.<String>of(), Set.of("scaled"))) {
      try (Session session = inference.open(graph.toBytes(), weights, new Options(1, taps))) {
        assertThat(floats(session, "y", 1, 1, 1)).containsExactly(-2, -3, -5);
        if (!taps.isEmpty()) {
          assertThat(floats(session, "scaled", 1, 1, 1)).containsExactly(2, 3, 5);
        }
      }
    }
  }

  /** The same numbers, in a part of memory that the caller has and uses again. */
  @Test
  void runsIntoMemoryOfTheCaller() throws IOException {
    FloatBuffer memory =
        ByteBuffer.allocateDirect(5 * Float.BYTES).order(ByteOrder.nativeOrder()).asFloatBuffer();
    memory.put(4, 7);
    long[] shape = {3};
    Room room = new Room(shape, memory.slice(1, 3));
    try (Session session =
        inference.open(scaled().toBytes(), List.of(weight(weights(0, 2, 3, 5), 4, 3)), PLAIN)) {
      for (float x : new float[] {1, 2}) {
        session.run(
            Map.of("x", new Tensor.Floats(shape, new float[] {x, x, x})), Map.of("y", room));
        float[] values = new float[5];
        memory.get(0, values);
        assertThat(values).containsExactly(0, -2 * x, -3 * x, -5 * x, 7);
      }
      Map<String, Tensor> one = Map.of("x", new Tensor.Floats(shape, new float[3]));
      Room heap = new Room(shape, FloatBuffer.allocate(3));
      assertThatThrownBy(() -> session.run(one, Map.of("y", heap)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("is no direct buffer of 3 floats");
      Room small = new Room(shape, memory.slice(0, 2));
      assertThatThrownBy(() -> session.run(one, Map.of("y", small)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("is no direct buffer of 3 floats");
    }
  }

  @Test
  void namesAWeightWhoseFileIsTooShortOrAbsent() throws IOException {
    Path file = weights(0, 2, 3);
    assertThatThrownBy(() -> inference.open(scaled().toBytes(), List.of(weight(file, 4, 3)), PLAIN))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("cannot read the weight 'w': its bytes 4 to 16 lie beyond the end");
    Path absent = folder.resolve("absent");
    assertThatThrownBy(
            () -> inference.open(scaled().toBytes(), List.of(weight(absent, 0, 3)), PLAIN))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("there is no such file");
  }

  @Test
  void refusesToWriteAGraphThatCannotBe() {
    OnnxGraph graph = new OnnxGraph("wrong");
    OnnxValue x = graph.input("x", OnnxType.FLOAT32, 2);
    assertThatThrownBy(() -> graph.call("Add", x, new OnnxValue("nowhere")))
        .hasMessage("the graph has no tensor 'nowhere'");
    assertThatThrownBy(() -> graph.call("Relu", x).as("x"))
        .hasMessage("the graph already has a tensor 'x'");
    assertThatThrownBy(() -> graph.constant("c", new long[] {3}, new float[2]))
        .hasMessageContaining("shape [3] does not hold 8 bytes");
  }

  private static OnnxGraph scaled() {
    OnnxGraph graph = new OnnxGraph("scaled");
    OnnxValue x = graph.input("x", OnnxType.FLOAT32, 3);
    OnnxValue scaled = graph.call("Mul", x, graph.external("w", OnnxType.FLOAT32, 3)).as("scaled");
    graph.output(graph.call("Neg", scaled).as("y"));
    return graph;
  }

  private static Weight weight(Path file, long offset, long count) {
    return new Weight(new Signature("w", "float32", List.of(count)), file, offset);
  }

  private Path weights(float... values) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return Files.write(folder.resolve("weights.bin"), bytes.array());
  }

  private static float[] floats(Session session, String output, float... x) {
    return ((Tensor.Floats) run(session, output, x)).values();
  }

  private static Tensor run(Session session, String output, float... x) {
    int dimensions = session.inputs().get(0).shape().size();
    long[] shape = dimensions == 1 ? new long[] {x.length} : new long[] {x.length / 2, 2};
    return session.run(Map.of("x", new Tensor.Floats(shape, x)), Set.of(output)).get(output);
  }
}
