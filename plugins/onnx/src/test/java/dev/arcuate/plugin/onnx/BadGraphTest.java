package dev.arcuate.plugin.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arcuate.api.LanguageModel;
import dev.arcuate.api.LanguageModel.State;
import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.onnx.OnnxGraph;
import dev.arcuate.api.onnx.OnnxType;
import dev.arcuate.api.onnx.OnnxValue;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

  @Test
  void namesThatMeanSomethingElseAreRefused() throws IOException {
    String output = "/model/bert/embeddings/LayerNorm/LayerNormalization_output_0";
    for (String name :
        List.of("1", "-1", "0.5", "embeddings", "token", "heads-1", "attention-2.3", "surprisal")) {
      assertThat(said(tapping(Map.of(name, output))))
          .isEqualTo(
              """
              error ONNX_TAP_NAME: a tap is named '%s', which stands for something else already
              give it another name; numbers, embeddings, token, before-norm, heads-1, attention-1 \
              and the like are names of what a model gives by itself"""
                  .formatted(name));
    }
    String inner = "/model/bert/encoder/layer.*/intermediate/dense/Add_output_0";
    for (Map<String, String> taps :
        List.of(Map.of("mlp", inner), Map.of("mlp-1", output, "mlp-*", inner))) {
      assertThat(said(tapping(taps)))
          .matches(
              """
              error ONNX_TAP_NAME: two tensors are tapped as 'mlp(-1)?'
              give each a name of its own; where the tensor has a '\\*', write one in the name as \
              well""");
    }
  }

  /** Tokens looked up in a shape that is no state are left out, whatever a tap is called. */
  @Test
  void onlyWhatWasTappedIsBlamedOnWhoTappedIt() throws IOException {
    OnnxGraph graph = new OnnxGraph("deep");
    OnnxValue ids = graph.input("input_ids", OnnxType.INT64, "batch", "sequence");
    OnnxValue table = graph.constant("words", new long[] {18, 2}, new float[36]);
    OnnxValue deep = graph.call("Unsqueeze", ids, graph.row(0)).value();
    OnnxValue rows = graph.call("Gather", table, deep).value();
    OnnxValue states = graph.call("Squeeze", rows, graph.row(0)).as("states");
    graph.output(graph.call("Neg", states).as("m0"));
    OnnxSettings settings =
        Models.settings(
            written(graph), List.of("states", "m0"), Map.of("*-tapped", "m*"), Map.of());
    try (LanguageModel.Open model = Models.component().open(settings, task())) {
      assertThat(model.card().states()).extracting(State::name).containsExactly("0-tapped");
    }
  }

  /** Without the size of the vocabulary nobody can tell whether a tokenizer fits the model. */
  @Test
  void theVocabularyIsThatOfTheTableWhereverItIsLookedUp() throws IOException {
    try (LanguageModel.Open fused =
        Models.component().open(Models.settings(Models.export("bert-fused")), task())) {
      assertThat(fused.card().vocabulary().orElseThrow().size()).isEqualTo(18);
    }
    OnnxGraph graph = new OnnxGraph("narrow");
    OnnxValue ids = graph.input("input_ids", OnnxType.INT64, "batch", "sequence");
    OnnxValue table = graph.constant("words", OnnxType.INT8, new long[] {23, 2}, new byte[46]);
    OnnxValue wide = graph.call("Cast", table).with("to", OnnxType.FLOAT32.number()).value();
    OnnxValue states = graph.call("Gather", wide, ids).as("states");
    graph.output(graph.call("Neg", states).as("more"));
    OnnxSettings settings =
        Models.settings(written(graph), List.of("states", "more"), Map.of(), Map.of());
    try (LanguageModel.Open model = Models.component().open(settings, task())) {
      assertThat(model.card().vocabulary().orElseThrow().size()).isEqualTo(23);
    }
  }

  @Test
  void graphsThatComputeInEightBitsAreWarnedOf() throws IOException {
    OnnxGraph graph = new OnnxGraph("quantised");
    OnnxValue ids = graph.input("input_ids", OnnxType.INT64, "batch", "sequence");
    OnnxValue table = graph.constant("words", new long[] {18, 2}, new float[36]);
    OnnxValue states = graph.call("Gather", table, ids).as("states");
    List<OnnxValue> rounded =
        graph.call("DynamicQuantizeLinear", states).as(List.of("q", "s", "z"));
    graph.output(graph.call("DequantizeLinear", rounded).as("more"));
    OnnxSettings settings =
        Models.settings(written(graph), List.of("states", "more"), Map.of(), Map.of());
    TestTask task = task();
    try (LanguageModel.Open model = Models.component().open(settings, task)) {
      assertThat(model.card().layers()).hasSize(2);
    }
    assertThat(task.warnings())
        .singleElement()
        .satisfies(
            warning -> {
              assertThat(warning)
                  .hasToString(
                      "warning ONNX_QUANTISED: the graph of 'model' computes in 8 bits: its hidden"
                          + " states differ visibly from the model's own, and sequences are run one"
                          + " by one, which takes longer");
              assertThat(warning.hint()).hasValue("use the float32 export of the model");
            });
  }

  /** As an exporter that was asked for all of them names them; none is found by structure here. */
  @Test
  void hiddenStatesThatAGraphDeclaresAreItsLayers() throws IOException {
    OnnxGraph graph = new OnnxGraph("declared");
    OnnxValue ids = graph.input("input_ids", OnnxType.INT64, "batch", "sequence");
    float[] rows = new float[36];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = i;
    }
    OnnxValue table = graph.constant("words", new long[] {18, 2}, rows);
    OnnxValue state = graph.call("Gather", table, ids).as("hidden_states.0");
    List<OnnxValue> states = new ArrayList<>(List.of(state));
    for (int layer = 1; layer <= 10; layer++) {
      state = graph.call("Add", state, graph.scalar(100f)).as("hidden_states." + layer);
      states.add(0, state);
    }
    // Last first, and with ten of them: they are ordered by number, not by file or alphabet.
    states.forEach(graph::output);
    try (LanguageModel.Open model =
        Models.component().open(Models.settings(written(graph)), task())) {
      assertThat(model.card().layers())
          .containsExactly("embeddings", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10");
      float[][] given = model.hiddenStates(new long[][] {{3, 1}}, new int[] {0, 2, 10})[0];
      assertThat(given[0]).containsExactly(6, 7, 2, 3);
      assertThat(given[1]).containsExactly(206, 207, 202, 203);
      assertThat(given[2]).containsExactly(1006, 1007, 1002, 1003);
    }
  }

  @Test
  void tapsThatAreNoRowsOfTokensAreRefused() throws IOException {
    assertThat(
            said(
                tapping(
                    Map.of(
                        "*-scores",
                        "/model/bert/encoder/layer.*/attention/self/Softmax_output_0"))))
        .startsWith(
            "error ONNX_LAYERS_NOT_FOUND: tap '0-scores' has shape [1, 4, 3, 3] for 3 tokens");
  }

  private static OnnxSettings tapping(Map<String, String> taps) {
    return Models.settings(Models.export("bert"), List.of(), taps, Map.of());
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
    assertThat(said(Models.settings(written(graph)))).isEqualTo(expected);
  }

  private Path written(OnnxGraph graph) throws IOException {
    return Models.write(graph, "bert", folder.resolve("model"));
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
