package dev.arcuate.plugin.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arcuate.api.LanguageModel;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.host.Inference.Signature;
import dev.arcuate.api.host.Tensor;
import dev.arcuate.api.onnx.OnnxGraph;
import dev.arcuate.api.onnx.OnnxType;
import dev.arcuate.api.onnx.OnnxValue;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the inputs of a graph are taken for, and what they are given. */
class GraphInputsTest {
  private static final long[][] BATCH = {{7, 8, 9}, {5}};
  private static final int WIDTH = 2;
  private static final int TOKENS = 18;

  @TempDir Path folder;

  @Test
  void idsMaskSegmentsAndPositionsAreFilled() {
    Map<String, Tensor> given =
        given(
            Map.of(),
            table("input_ids"),
            table("attention_mask"),
            table("token_type_ids"),
            table("position_ids"));
    assertThat(given.keySet())
        .containsExactly("input_ids", "attention_mask", "token_type_ids", "position_ids");
    assertThat(longs(given, "input_ids")).containsExactly(7, 8, 9, 5, 0, 0);
    assertThat(longs(given, "attention_mask")).containsExactly(1, 1, 1, 1, 0, 0);
    assertThat(longs(given, "token_type_ids")).containsOnly(0).hasSize(6);
    assertThat(longs(given, "position_ids")).containsExactly(0, 1, 2, 0, 1, 2);
    given.values().forEach(tensor -> assertThat(tensor.shape()).containsExactly(2, 3));
  }

  @ParameterizedTest
  @CsvSource({
    "input_word_ids, IDS",
    "Input_Ids, IDS",
    "input_mask, MASK",
    "segment_ids, SEGMENTS",
    "input_type_positions, POSITIONS"
  })
  void otherNamesAreKnown(String name, GraphInputs.Role role) {
    Signature[] inputs =
        role == GraphInputs.Role.IDS
            ? new Signature[] {table(name)}
            : new Signature[] {table("input_ids"), table(name)};
    assertThat(GraphInputs.of(List.of(inputs), Map.of(), 0).has(role)).isTrue();
  }

  @Test
  void theOnlyTableOfIntegersIsTheOneOfIds() {
    Map<String, Tensor> given =
        given(Map.of(), new Signature("x", "int32", List.of(-1L, -1L)), table("mask"));
    assertThat(longs(given, "x")).containsExactly(7, 8, 9, 5, 0, 0);
  }

  @Test
  void aMaskOfNumbersWithAPointGetsSuch() {
    Map<String, Tensor> given =
        given(
            Map.of(),
            table("input_ids"),
            new Signature("attention_mask", "float32", List.of(-1L, -1L)));
    assertThat(((Tensor.Floats) given.get("attention_mask")).values())
        .containsExactly(1, 1, 1, 1, 0, 0);
  }

  @Test
  void onePositionForAllRowsIsGivenOnce() {
    Map<String, Tensor> one =
        given(
            Map.of(), table("input_ids"), new Signature("position_ids", "int64", List.of(1L, -1L)));
    assertThat(one.get("position_ids").shape()).containsExactly(1, 3);
    assertThat(longs(one, "position_ids")).containsExactly(0, 1, 2);
    Map<String, Tensor> row =
        given(Map.of(), table("input_ids"), new Signature("cache_position", "int64", List.of(-1L)));
    assertThat(row.get("cache_position").shape()).containsExactly(3);
    assertThat(longs(row, "cache_position")).containsExactly(0, 1, 2);
  }

  @Test
  void cachesAreEmptyAndSwitchedOff() {
    Map<String, Tensor> given =
        given(
            Map.of(),
            table("input_ids"),
            new Signature("past_key_values.0.key", "float32", List.of(-1L, 4L, -1L, 16L)),
            new Signature("past_key_values.0.value", "float32", List.of(2L, 4L, -1L, 16L)),
            new Signature("use_cache_branch", "bool", List.of(1L)));
    for (String name : List.of("past_key_values.0.key", "past_key_values.0.value")) {
      assertThat(given.get(name).shape()).containsExactly(2, 4, 0, 16);
      assertThat(((Tensor.Floats) given.get(name)).values()).isEmpty();
    }
    assertThat(longs(given, "use_cache_branch")).containsExactly(0);
  }

  @Test
  void namesThatSayNothingAreTakenFromTheSettings() {
    Map<String, Tensor> given =
        given(
            Map.of("ids", "a", "mask", "b", "segments", "c", "positions", "d"),
            table("d"),
            table("c"),
            table("b"),
            table("a"));
    assertThat(longs(given, "a")).containsExactly(7, 8, 9, 5, 0, 0);
    assertThat(longs(given, "b")).containsExactly(1, 1, 1, 1, 0, 0);
    assertThat(longs(given, "c")).containsOnly(0);
    assertThat(longs(given, "d")).containsExactly(0, 1, 2, 0, 1, 2);
    GraphInputs vectors =
        GraphInputs.of(
            List.of(new Signature("x", "float32", List.of(-1L, -1L, 2L))),
            Map.of("vectors", "x"),
            0);
    assertThat(vectors.tokens()).isEqualTo("x");
    assertThat(vectors.has(GraphInputs.Role.IDS)).isFalse();
  }

  @Test
  void aKindOfInputThatIsNoneIsRefused() {
    assertThatThrownBy(() -> given(Map.of("tokens", "a"), table("a")))
        .hasMessage("error ONNX_INPUT_ROLE: 'tokens' is no kind of input");
  }

  @Test
  void fixedSizesAreTold() {
    GraphInputs fixed =
        GraphInputs.of(List.of(new Signature("input_ids", "int64", List.of(4L, 8L))), Map.of(), 0);
    assertThat(fixed.fixedRows()).isEqualTo(4);
    assertThat(fixed.fixedLength()).isEqualTo(8);
    // Rows that are too many repeat the last sequence.
    assertThat(longs(fixed.tensors(BATCH, 4, 4, Optional.empty()), "input_ids"))
        .containsExactly(7, 8, 9, 0, 5, 0, 0, 0, 5, 0, 0, 0, 5, 0, 0, 0);
    GraphInputs untold =
        GraphInputs.of(List.of(new Signature("input_ids", "int64", List.of())), Map.of(), 0);
    assertThat(untold.fixedRows()).isEqualTo(-1);
    assertThat(untold.fixedLength()).isEqualTo(-1);
  }

  @Test
  void tokensThatAreNoTableAreRefused() {
    assertThatThrownBy(() -> given(Map.of(), new Signature("input_ids", "int64", List.of(-1L))))
        .isInstanceOf(ProblemException.class)
        .hasMessage(
            "error ONNX_WITHOUT_TOKENS: input 'input_ids' of the graph has shape [-1]; token ids are"
                + " [sequences × tokens]");
    assertThatThrownBy(
            () -> given(Map.of(), new Signature("inputs_embeds", "float32", List.of(-1L, 8L))))
        .hasMessage(
            "error ONNX_WITHOUT_TOKENS: input 'inputs_embeds' of the graph has shape [-1, 8];"
                + " vectors of tokens are [sequences × tokens × width]");
  }

  /** A decoder that read the encoder's text would give numbers, and nobody would notice. */
  @Test
  void decodersBesideAnEncoderAreRefused() {
    assertThatThrownBy(
            () ->
                given(
                    Map.of(),
                    table("input_ids"),
                    table("attention_mask"),
                    table("decoder_input_ids"),
                    table("decoder_attention_mask")))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e ->
                assertThat(e.problems().get(0).hint())
                    .hasValue(
                        "it is an encoder with a decoder, which writes a text of its own: use the"
                            + " encoder alone, which 'optimum-cli export onnx' writes as"
                            + " encoder_model.onnx"))
        .hasMessage(
            "error ONNX_INPUTS_UNKNOWN: the graph also asks for decoder_input_ids,"
                + " decoder_attention_mask; known are token ids, attention mask, token types,"
                + " positions and empty caches");
    assertThatThrownBy(() -> given(Map.of(), table("input_ids"), table("text_input_ids")))
        .hasMessageContaining("the graph also asks for text_input_ids; known are");
  }

  /** All of it as the runtime takes it: int32, numbers with a point, truth values, no rows. */
  @Test
  void theRuntimeTakesWhatItIsGiven() throws IOException {
    OnnxGraph graph = new OnnxGraph("all");
    OnnxValue ids = graph.input("input_ids", OnnxType.INT32, "batch", "sequence");
    OnnxValue positions = graph.input("position_ids", OnnxType.INT64, "batch", "sequence");
    OnnxValue mask = graph.input("attention_mask", OnnxType.FLOAT32, "batch", "sequence");
    OnnxValue cache = graph.input("past_key_values.0.key", OnnxType.FLOAT32, "batch", 1, "p", 2);
    OnnxValue cached = graph.input("use_cache_branch", OnnxType.BOOL, 1);
    OnnxValue rows = graph.call("Gather", numbered(graph, "words", TOKENS), ids).value();
    OnnxValue placed =
        graph
            .call(
                "Add", rows, graph.call("Gather", numbered(graph, "places", 9), positions).value())
            .value();
    OnnxValue kept =
        graph.call("Mul", placed, graph.call("Unsqueeze", mask, graph.row(-1)).value()).as("kept");
    // The cache adds as many tokens as it holds; the switch would make all 0.
    OnnxValue none =
        graph.call("ReduceSum", cache, graph.row(0, 1, 2, 3)).with("keepdims", 0).value();
    OnnxValue all = graph.call("Add", kept, none).value();
    OnnxValue zero = graph.call("Mul", all, graph.scalar(0f)).value();
    graph.output(graph.call("Where", cached, zero, all).as("shown"));
    try (LanguageModel.Open model = open(graph, "{}")) {
      float[][][] states = model.hiddenStates(BATCH, new int[] {1});
      assertThat(states[0][0]).containsExactly(7, 7, 9, 9, 11, 11);
      assertThat(states[1][0]).containsExactly(5, 5);
    }
  }

  @Test
  void relativesOfRobertaCountPositionsFromBehindTheirPadding() throws IOException {
    OnnxGraph graph = placed("sequence");
    String config =
        "{\"model_type\": \"%s\", \"pad_token_id\": %d, \"max_position_embeddings\": 9}";
    try (LanguageModel.Open model = open(graph, config.formatted("roberta", 1))) {
      assertThat(model.card().contextLength()).isEqualTo(7);
      assertThat(model.hiddenStates(BATCH, new int[] {1})[0][0])
          .containsExactly(9, 9, 11, 11, 13, 13);
      assertThat(model.hiddenStates(new long[][] {{1, 1, 1, 1, 1, 1, 1}}, new int[] {1})[0][0])
          .endsWith(9, 9);
    }
    try (LanguageModel.Open model = open(graph, config.formatted("bert", 1))) {
      assertThat(model.card().contextLength()).isEqualTo(9);
      assertThat(model.hiddenStates(BATCH, new int[] {1})[0][0])
          .containsExactly(7, 7, 9, 9, 11, 11);
    }
  }

  @Test
  void graphsOfOneShapeArePaddedToIt() throws IOException {
    try (LanguageModel.Open model = open(placed(4), "{}")) {
      assertThat(model.card().contextLength()).isEqualTo(4);
      float[][][] states = model.hiddenStates(BATCH, new int[] {1});
      assertThat(states[0][0]).containsExactly(7, 7, 9, 9, 11, 11);
      assertThat(states[1][0]).containsExactly(5, 5);
    }
    assertThatThrownBy(() -> open(placed(2), "{}"))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e ->
                assertThat(e.problems().get(0).hint())
                    .hasValue("export the model with an open sequence length"))
        .hasMessage("error ONNX_FIXED_LENGTH: the graph takes sequences of 2 tokens only");
  }

  /** A token's id and its position are added up. */
  private static OnnxGraph placed(Object length) {
    OnnxGraph graph = new OnnxGraph("placed");
    OnnxValue ids = graph.input("input_ids", OnnxType.INT64, "batch", length);
    OnnxValue positions = graph.input("position_ids", OnnxType.INT64, "batch", length);
    OnnxValue rows = graph.call("Gather", numbered(graph, "words", TOKENS), ids).as("kept");
    OnnxValue places = graph.call("Gather", numbered(graph, "places", 9), positions).value();
    graph.output(graph.call("Add", rows, places).as("shown"));
    return graph;
  }

  /** Row r holds r. */
  private static OnnxValue numbered(OnnxGraph graph, String name, int rows) {
    float[] values = new float[rows * WIDTH];
    IntStream.range(0, values.length).forEach(i -> values[i] = i / WIDTH);
    return graph.constant(name, new long[] {rows, WIDTH}, values);
  }

  private LanguageModel.Open open(OnnxGraph graph, String config) throws IOException {
    Path model = Models.write(graph, "gpt2", Files.createTempDirectory(folder, "model"));
    Files.writeString(model.resolve("config.json"), config);
    return Models.component()
        .open(
            Models.settings(model, List.of("kept", "shown"), Map.of(), Map.of()),
            new TestTask(folder.resolve("task")));
  }

  private static Map<String, Tensor> given(Map<String, String> named, Signature... inputs) {
    return GraphInputs.of(Arrays.asList(inputs), named, 0).tensors(BATCH, 2, 3, Optional.empty());
  }

  private static Signature table(String name) {
    return new Signature(name, "int64", List.of(-1L, -1L));
  }

  private static long[] longs(Map<String, Tensor> given, String name) {
    return ((Tensor.Longs) given.get(name)).values();
  }
}
