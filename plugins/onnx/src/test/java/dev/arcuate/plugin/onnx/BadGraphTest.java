package dev.arcuate.plugin.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arcuate.api.LanguageModel;
import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.onnx.OnnxGraph;
import dev.arcuate.api.onnx.OnnxType;
import dev.arcuate.api.onnx.OnnxValue;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of graphs that are no language models, or not without help. */
class BadGraphTest {
  @TempDir Path folder;

  @Test
  void graphsWithoutTokensAreRefused() throws IOException {
    OnnxGraph graph = new OnnxGraph("image");
    OnnxValue pixels = graph.input("pixels", OnnxType.FLOAT32, "batch", 3, 32, 100);
    graph.output(graph.call("Relu", pixels).as("features"));
    assertRefused(
        graph,
        """
        error ONNX_WITHOUT_TOKENS: the graph takes no token ids: its inputs are pixels
        a language model takes a table of integers [sequences × tokens]; if one of these inputs is \
        that, say so with 'inputs: {ids: NAME}'""");
  }

  @Test
  void inputsNobodyKnowsAreRefused() throws IOException {
    OnnxGraph graph = ids();
    OnnxValue speaker = graph.input("speaker", OnnxType.FLOAT32, "batch", 64);
    graph.output(graph.call("Relu", speaker).as("loud"));
    assertRefused(
        graph,
        """
        error ONNX_INPUTS_UNKNOWN: the graph also asks for speaker; known are token ids, attention \
        mask, token types, positions and empty caches
        export the model for the task 'feature-extraction', or say what an input is with 'inputs'""");
  }

  @Test
  void graphsWithoutLayersAreRefused() throws IOException {
    assertRefused(
        ids(),
        """
        error ONNX_LAYERS_NOT_FOUND: the graph does not show the layers of a transformer: \
        attention and feed-forward parts with a normalisation each
        name the hidden states with 'tensors', embeddings first; 'arcuate inspect' lists what the \
        graph computes""");
  }

  @Test
  void tensorsThatAreNoStatesAreRefused() throws IOException {
    Path model = Models.export("bert");
    assertThat(said(Models.settings(model, List.of("nowhere"), Map.of(), Map.of())))
        .startsWith("error ONNX_LAYERS_NOT_FOUND: the graph computes no tensor 'nowhere'\n")
        .contains("its normalisations give ");
    assertThat(said(Models.settings(model, List.of(), Map.of("mlp-*", "/layer.*/mlp"), Map.of())))
        .isEqualTo(
            """
            error ONNX_TAP_UNKNOWN: the graph computes no tensor '/layer.*/mlp', which tap 'mlp-*' \
            names
            'arcuate inspect' lists what the graph computes""");
    assertThat(said(Models.settings(model, List.of(), Map.of(), Map.of("ids", "tokens"))))
        .startsWith(
            "error ONNX_INPUT_ROLE: the graph has no input 'tokens'; it has input_ids,"
                + " attention_mask");
  }

  @Test
  void halfPrecisionIsRefusedOnACpu() throws IOException {
    OnnxGraph graph = ids();
    graph.constant("half.weight", OnnxType.FLOAT16, new long[] {2, 2}, new byte[8]);
    assertRefused(
        graph,
        """
        error ONNX_HALF_ON_CPU: 'model' is stored in float16, which runs on CUDA; this run is on \
        the CPU
        use the float32 export of the model, or run with --device cuda""");
  }

  @Test
  void foldersWithoutAModelAreRefused() throws IOException {
    Path empty = Files.createDirectories(folder.resolve("model"));
    assertThat(said(Models.settings(empty)))
        .isEqualTo(
            """
            error ONNX_MODEL_INCOMPLETE: 'model' holds no .onnx file
            export the model to ONNX, for example with 'optimum-cli export onnx'""");
    ids().write(empty.resolve("model.onnx"));
    assertThat(said(Models.settings(empty)))
        .startsWith("error ONNX_MODEL_INCOMPLETE: there is no tokenizer.json beside 'model'");
    ids().write(empty.resolve("other.onnx"));
    Files.delete(empty.resolve("model.onnx"));
    ids().write(empty.resolve("another.onnx"));
    assertThat(said(Models.settings(empty)))
        .isEqualTo(
            """
            error ONNX_MODEL_INCOMPLETE: 'model' holds several graphs: another.onnx, other.onnx
            say which one with 'file'""");
  }

  /** Taps by pattern are numbered states; layers named one by one are those found by structure. */
  @Test
  void tensorsAndTapsAreTakenByName() throws IOException {
    Path model = Models.export("bert");
    String output = "/model/bert/encoder/layer.*/output/LayerNorm/LayerNormalization_output_0";
    String inner = "/model/bert/encoder/layer.*/intermediate/dense/Add_output_0";
    OnnxSettings named = Models.settings(model, List.of(output), Map.of("mlp-*", inner), Map.of());
    long[][] ids = {{13, 0, 2, 14}};
    try (LanguageModel.Open byName = Models.component().open(named, task());
        LanguageModel.Open found = Models.component().open(Models.settings(model), task())) {
      assertThat(byName.card().layers()).containsExactly("embeddings", "1");
      assertThat(byName.card().place("mlp-0")).isPositive();
      assertThat(byName.card().at(byName.card().place("mlp-1")).width()).isEqualTo(32);
      assertThat(byName.hiddenStates(ids, new int[] {1})[0][0])
          .containsExactly(found.hiddenStates(ids, new int[] {2})[0][0]);
    }
  }

  /** Ids are doubled and come out again: tokens without a transformer. */
  private static OnnxGraph ids() {
    OnnxGraph graph = new OnnxGraph("ids");
    OnnxValue ids = graph.input("input_ids", OnnxType.INT64, "batch", "sequence");
    graph.output(graph.call("Add", ids, ids).as("twice"));
    return graph;
  }

  private void assertRefused(OnnxGraph graph, String expected) throws IOException {
    Path model = Files.createDirectories(folder.resolve("model"));
    graph.write(model.resolve("model.onnx"));
    Files.copy(Models.export("bert").resolve("tokenizer.json"), model.resolve("tokenizer.json"));
    assertThat(said(Models.settings(model))).isEqualTo(expected);
  }

  private String said(OnnxSettings settings) throws IOException {
    try (LanguageModel.Open model = Models.component().open(settings, task())) {
      return "opened " + model.card().name();
    } catch (ProblemException e) {
      Problem problem = e.problems().get(0);
      return problem + problem.hint().map(hint -> "\n" + hint).orElse("");
    }
  }

  private TestTask task() {
    return new TestTask(folder.resolve("task"));
  }
}
