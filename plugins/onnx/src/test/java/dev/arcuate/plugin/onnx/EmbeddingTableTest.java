package dev.arcuate.plugin.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arcuate.api.LanguageModel;
import dev.arcuate.api.array.Npy;
import dev.arcuate.api.onnx.OnnxGraph;
import dev.arcuate.api.onnx.OnnxType;
import dev.arcuate.api.onnx.OnnxValue;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Graphs that take vectors, which a table gives them for token ids. */
class EmbeddingTableTest {
  private static final int WIDTH = 3;
  private static final int TOKENS = 17;

  @TempDir Path folder;
  private Path model;

  @BeforeEach
  void writeGraph() throws IOException {
    OnnxGraph graph = new OnnxGraph("vectors");
    OnnxValue x = graph.input("inputs_embeds", OnnxType.FLOAT32, "batch", "sequence", WIDTH);
    OnnxValue kept = graph.call("Neg", x).as("kept");
    graph.output(graph.call("Add", kept, graph.scalar(1f)).as("shifted"));
    model = Models.write(graph, "gpt2", folder.resolve("model"));
  }

  @Test
  void everyTokenBringsItsRow() throws IOException {
    try (LanguageModel.Open open = open(Optional.of(table(TOKENS)))) {
      assertThat(open.card().vocabulary().orElseThrow().size()).isEqualTo(TOKENS);
      float[][][] states = open.hiddenStates(new long[][] {{16, 0}, {5}}, new int[] {0, 1});
      assertThat(states[0][0]).containsExactly(-160, -161, -162, -0f, -1, -2);
      assertThat(states[0][1]).containsExactly(-159, -160, -161, 1, 0, -1);
      assertThat(states[1][0]).containsExactly(-50, -51, -52);
    }
  }

  @Test
  void aTokenWithoutARowIsNamed() throws IOException {
    try (LanguageModel.Open open = open(Optional.of(table(5)))) {
      assertThatThrownBy(() -> open.hiddenStates(new long[][] {{4, 5}}, new int[] {0}))
          .hasMessage(
              "error ONNX_EMBEDDINGS_SHORT: the table of embeddings has 5 rows; the tokenizer gives"
                  + " token 5");
    }
  }

  /** Nobody has read a text yet. */
  @Test
  void aTableThatIsNoneOfAVocabularyIsRefused() {
    assertThatThrownBy(() -> open(Optional.of(table(2))))
        .hasMessage(
            "error ONNX_EMBEDDINGS_SHORT: the table of embeddings has 2 rows; one for every token id"
                + " is expected");
  }

  @Test
  void withoutATableTheGraphIsRefused() {
    assertThatThrownBy(() -> open(Optional.empty()))
        .hasMessage("error ONNX_MODEL_INCOMPLETE: the graph takes vectors in place of token ids");
  }

  /** Row r holds 10 r, 10 r + 1 and 10 r + 2. */
  private InputPath table(int rows) throws IOException {
    double[] values = new double[rows * WIDTH];
    for (int i = 0; i < values.length; i++) {
      values[i] = 10 * (i / WIDTH) + i % WIDTH;
    }
    Path file = folder.resolve("table.npy");
    Npy.write(file, values, rows, WIDTH);
    return new InputPath(file, "table.npy");
  }

  private LanguageModel.Open open(Optional<InputPath> table) throws IOException {
    OnnxSettings settings =
        new OnnxSettings(
            new InputPath(model, "model"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of("kept", "shifted"),
            Map.of(),
            Map.of(),
            table);
    return Models.component().open(settings, new TestTask(folder.resolve("task")));
  }
}
