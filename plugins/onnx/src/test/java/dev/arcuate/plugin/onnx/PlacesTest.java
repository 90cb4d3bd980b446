package dev.arcuate.plugin.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arcuate.api.LanguageModel;
import dev.arcuate.api.onnx.OnnxGraph;
import dev.arcuate.api.onnx.OnnxType;
import dev.arcuate.api.onnx.OnnxValue;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Graphs that are told the places of tokens: what the first one is called depends on the model. */
class PlacesTest {
  /** As many rows as RoBERTa's table has for 64 tokens: two are for padding. */
  private static final int ROWS = 66;

  @TempDir Path folder;
  private Path model;

  /** State 0 is the place of each token, as the graph was told it. */
  @BeforeEach
  void writeGraph() throws IOException {
    OnnxGraph graph = new OnnxGraph("places");
    OnnxValue ids = graph.input("input_ids", OnnxType.INT64, "batch", "sequence");
    OnnxValue told = graph.input("position_ids", OnnxType.INT64, "batch", "sequence");
    OnnxValue words = graph.constant("words", new long[] {500, 1}, new float[500]);
    OnnxValue places = graph.constant("position_embeddings", new long[] {ROWS, 1}, numbered());
    OnnxValue rows = graph.call("Gather", words, ids).value();
    OnnxValue state = graph.call("Add", rows, graph.call("Gather", places, told).value()).as("h0");
    graph.output(graph.call("Neg", state).as("h1"));
    model = Models.write(graph, "gpt2", folder.resolve("model"));
  }

  @Test
  void theTableShowsThemWhereNothingElseIsSaid() throws IOException {
    assertPlaces(64, 2, 3, 4);
  }

  @Test
  void theConfigurationStandsBeforeTheTable() throws IOException {
    Files.writeString(model.resolve("config.json"), "{\"model_type\": \"bert\"}");
    assertPlaces(64, 0, 1, 2);
  }

  @Test
  void theConfigurationTellsThePaddingTokenThatTheyFollow() throws IOException {
    Files.writeString(
        model.resolve("config.json"),
        "{\"model_type\": \"roberta\", \"pad_token_id\": 4, \"max_position_embeddings\": 66}");
    assertPlaces(61, 5, 6, 7);
  }

  private void assertPlaces(int contextLength, float... places) throws IOException {
    OnnxSettings settings = Models.settings(model, List.of("h0", "h1"), Map.of(), Map.of());
    try (LanguageModel.Open open =
        Models.component().open(settings, new TestTask(folder.resolve("task")))) {
      assertThat(open.card().contextLength()).isEqualTo(contextLength);
      float[][][] states = open.hiddenStates(new long[][] {{7, 8, 9}, {5}}, new int[] {0});
      assertThat(states[0][0]).containsExactly(places);
      assertThat(states[1][0]).containsExactly(places[0]);
    }
  }

  private static float[] numbered() {
    float[] rows = new float[ROWS];
    for (int row = 0; row < ROWS; row++) {
      rows[row] = row;
    }
    return rows;
  }
}
