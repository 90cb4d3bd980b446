package dev.arcuate.engine.accel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.host.Inference;
import dev.arcuate.api.host.Inference.Node;
import dev.arcuate.api.host.Inference.Options;
import dev.arcuate.api.host.Inference.Session;
import dev.arcuate.api.host.Inference.Signature;
import dev.arcuate.api.host.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrtInferenceTest {
  private static final float[] X = {1, 2, 3};

  @TempDir Path folder;

  private final Inference inference = Shared.ACCEL.inference();

  @Test
  void runsAGraph() throws IOException {
    try (Session session = inference.open(shiftAndScale(), new Options(1, Set.of()))) {
      assertThat(session.inputs()).containsExactly(new Signature("x", "float32", List.of(-1L)));
      assertThat(session.outputs()).containsExactly(new Signature("y", "float32", List.of(-1L)));
      assertThat(run(session, "y")).containsExactly(20, 30, 40);
    }
  }

  @Test
  void makesInnerTensorsOutputsWithoutTouchingTheFile() throws IOException {
    Path file = shiftAndScale();
    byte[] before = Files.readAllBytes(file);
    try (Session session = inference.open(file, new Options(1, Set.of("shifted", "y")))) {
      assertThat(session.outputs()).extracting(Signature::name).containsExactly("y", "shifted");
      assertThat(run(session, "shifted")).containsExactly(2, 3, 4);
      assertThat(run(session, "y")).containsExactly(20, 30, 40);
    }
    assertThat(file).hasBinaryContent(before);
    assertThat(folder).isDirectoryContaining(path -> path.equals(file));
  }

  @Test
  void tapsGraphsWhoseWeightsLieInAnotherFile() throws IOException {
    Files.write(folder.resolve("weights.bin"), OnnxBytes.raw(5, 5, 5));
    Path file =
        write(
            OnnxBytes.model(
                OnnxBytes.shiftAndScale(
                    OnnxBytes.externalWeight("shift", 3, "weights.bin"),
                    OnnxBytes.weight("scale", 2))));
    for (Set<String> taps : List.of(Set.<String>of(), Set.of("shifted"))) {
      try (Session session = inference.open(file, new Options(1, taps))) {
        assertThat(run(session, "y")).containsExactly(12, 14, 16);
      }
    }
  }

  @Test
  void namesTheFileOfWeightsThatIsMissing() throws IOException {
    Path file =
        write(
            OnnxBytes.model(
                OnnxBytes.shiftAndScale(
                    OnnxBytes.externalWeight("shift", 3, "weights.bin"),
                    OnnxBytes.weight("scale", 2))));
    assertThat(problem(() -> inference.open(file, new Options(1, Set.of()))).message())
        .isEqualTo(
            "cannot read the model: its weights are in 'weights.bin', which is not beside it");
  }

  @Test
  void listsNodesAndWeightsInFileOrder() throws IOException {
    Path file = shiftAndScale();
    assertThat(inference.nodes(file))
        .containsExactly(
            new Node("shifted", "Add", List.of("x", "shift"), List.of("shifted")),
            new Node("y", "Mul", List.of("shifted", "scale"), List.of("y")));
    assertThat(inference.weights(file))
        .containsExactly(
            new Signature("shift", "float32", List.of(1L)),
            new Signature("scale", "float32", List.of(1L)));
  }

  @Test
  void countsInInt32WhereTheGraphDoes() throws IOException {
    OnnxBytes graph =
        OnnxBytes.message()
            .message(1, OnnxBytes.node("Add", "i", "i", "twice"))
            .text(2, "int32")
            .message(11, OnnxBytes.vector("i", 6))
            .message(12, OnnxBytes.vector("twice", 6));
    try (Session session =
        inference.open(write(OnnxBytes.model(graph)), new Options(1, Set.of()))) {
      Tensor input = new Tensor.Longs(new long[] {2}, new long[] {3, -4});
      Tensor output = session.run(Map.of("i", input), Set.of("twice")).get("twice");
      assertThat(((Tensor.Longs) output).values()).containsExactly(6, -8);
    }
  }

  @Test
  void refusesATapThatTheGraphLacks() throws IOException {
    Path file = shiftAndScale();
    Problem problem = problem(() -> inference.open(file, new Options(1, Set.of("shift"))));
    assertThat(problem.code()).isEqualTo("ONNX_UNREADABLE");
    assertThat(problem.message()).endsWith("the graph computes no tensor named 'shift'");
    assertThat(problem.hint()).hasValue("did you mean 'shifted'?");
  }

  @Test
  void refusesEveryTruncationOfAFile() throws IOException {
    byte[] whole = Files.readAllBytes(shiftAndScale());
    // Where only the last field is cut off, the operator set, it is the library that refuses.
    for (int length = 0; length < whole.length; length++) {
      Path file = write(Arrays.copyOf(whole, length));
      Problem problem = problem(() -> inference.open(file, new Options(1, Set.of())));
      assertThat(problem.code()).as("cut to %d bytes", length).isEqualTo("ONNX_UNREADABLE");
      assertThat(problem.kind()).isEqualTo(Problem.Kind.DATA);
    }
  }

  @Test
  void refusesWhatIsNoGraph() throws IOException {
    Path text = write("step: 3\n".repeat(100).getBytes(StandardCharsets.UTF_8));
    assertThat(problem(() -> inference.nodes(text)).code()).isEqualTo("ONNX_UNREADABLE");
    assertThat(problem(() -> inference.nodes(folder)).message())
        .isEqualTo("cannot read the model: it is a folder, not an ONNX file");
    assertThat(problem(() -> inference.nodes(folder.resolve("absent.onnx"))).message())
        .isEqualTo("cannot read the model: there is no such file");
  }

  @Test
  void refusesCudaNamingWhatIsMissing() throws IOException {
    assumeFalse(Cuda.usable(), "CUDA can be used here");
    Path file = shiftAndScale();
    try (Accel accel = new Accel(new Accel.Options(Device.CUDA, Shared.OPTIONS.cache(), 1))) {
      Problem problem =
          problem(() -> accel.inference().open(file, new Options(1, Set.of())).close());
      assertThat(problem(accel::requireDevice)).isEqualTo(problem);
      assertThat(problem.code()).isEqualTo("CUDA_UNAVAILABLE");
      assertThat(problem.kind()).isEqualTo(Problem.Kind.RESOURCE);
      assertThat(problem.message()).contains("cudart", "cublas");
      assertThat(problem.message().contains("CPU build of ONNX Runtime"))
          .isEqualTo(!OrtRuntime.hasCudaProvider());
    }
  }

  @Test
  void fallsBackToTheCpuWhenLeftToChoose() throws IOException {
    assumeFalse(Cuda.usable(), "CUDA can be used here");
    try (Accel accel = new Accel(new Accel.Options(Device.AUTO, Shared.OPTIONS.cache(), 1));
        Session session = accel.inference().open(shiftAndScale(), new Options(1, Set.of()))) {
      accel.requireDevice();
      assertThat(accel.device()).isEqualTo(Device.CPU);
      assertThat(accel.gpus()).isZero();
      assertThat(run(session, "y")).containsExactly(20, 30, 40);
    }
  }

  @Test
  void runsForSeveralThreadsAtOnce() throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(4);
    try (Session session = inference.open(shiftAndScale(), new Options(2, Set.of("shifted")))) {
      List<Callable<float[]>> work =
          IntStream.range(0, 200)
              .<Callable<float[]>>mapToObj(i -> () -> run(session, i % 2 == 0 ? "y" : "shifted"))
              .toList();
      List<Future<float[]>> results = executor.invokeAll(work);
      for (int i = 0; i < results.size(); i++) {
        float[] expected = i % 2 == 0 ? new float[] {20, 30, 40} : new float[] {2, 3, 4};
        assertThat(results.get(i).get()).containsExactly(expected);
      }
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void saysWhatAGraphObjectsTo() throws IOException {
    try (Session session = inference.open(shiftAndScale(), new Options(1, Set.of()))) {
      Tensor matrix = new Tensor.Floats(new long[] {1, 2}, new float[2]);
      Problem problem = problem(() -> session.run(Map.of("x", matrix), Set.of("y")));
      assertThat(problem.code()).isEqualTo("ONNX_FAILED");
      assertThat(problem.message()).startsWith("'graph.onnx' failed: ").contains("rank");
    }
  }

  @Test
  void tellsLackOfMemoryFromOtherFailures() throws IOException {
    OnnxBytes graph =
        OnnxBytes.message()
            .message(1, OnnxBytes.node("Expand", "one", "shape", "large"))
            .message(5, OnnxBytes.weight("one", 1))
            .message(11, OnnxBytes.vector("shape", OnnxBytes.INT64))
            .message(12, OnnxBytes.vector("large", OnnxBytes.FLOAT));
    try (Session session =
        inference.open(write(OnnxBytes.model(graph)), new Options(1, Set.of()))) {
      Map<String, Tensor> petabytes =
          Map.of("shape", new Tensor.Longs(new long[] {2}, new long[] {1L << 24, 1L << 24}));
      assertThatThrownBy(() -> session.run(petabytes, Set.of("large")))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("error OUT_OF_MEMORY: 'graph.onnx' ran out of memory");
    }
  }

  @Test
  void refusesUseAfterClose() throws IOException {
    Session session = inference.open(shiftAndScale(), new Options(1, Set.of()));
    session.close();
    session.close();
    assertThatThrownBy(() -> run(session, "y"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("'graph.onnx' has been closed");
  }

  private static float[] run(Session session, String output) {
    Tensor x = new Tensor.Floats(new long[] {X.length}, X);
    return ((Tensor.Floats) session.run(Map.of("x", x), Set.of(output)).get(output)).values();
  }

  private static Problem problem(Runnable action) {
    try {
      action.run();
    } catch (ProblemException e) {
      assertThat(e.problems()).hasSize(1);
      return e.problems().get(0);
    }
    throw new AssertionError("nothing was refused");
  }

  private Path shiftAndScale() throws IOException {
    return write(
        OnnxBytes.model(
            OnnxBytes.shiftAndScale(OnnxBytes.weight("shift", 1), OnnxBytes.weight("scale", 10))));
  }

  private Path write(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("graph.onnx"), bytes);
  }
}
