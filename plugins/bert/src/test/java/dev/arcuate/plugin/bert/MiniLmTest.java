package dev.arcuate.plugin.bert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.LanguageModel;
import dev.arcuate.api.Resources;
import dev.arcuate.api.host.Tokenizer.Encoding;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.value.Json;
import dev.arcuate.pretrained.Precision;
import dev.arcuate.pretrained.graph.Graph;
import dev.arcuate.pretrained.graph.Structure;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against values from {@code bench/oracles/bert.py}. */
class MiniLmTest {
  private static final int WIDTH = 384;
  private static final int[] ALL = IntStream.rangeClosed(0, 6).toArray();

  /** float32 through six layers against float64; the oracles allow 1e-4. */
  private static final double TOLERANCE = 2e-5;

  private static final double NORM_TOLERANCE = 1e-4;

  /** Padding takes other kernels; masked positions themselves weigh exactly nothing. */
  private static final float BATCH_TOLERANCE = 1e-5f;

  private final Json.Node oracle = Json.read(Path.of("src/test/resources/oracles/minilm.json"));

  @TempDir Path folder;

  @Test
  void describesTheModel() throws IOException {
    try (LanguageModel.Open model = open()) {
      assertThat(model.card())
          .isEqualTo(
              new LanguageModel.Card(
                      "all-minilm-l6-v2",
                      List.of("embeddings", "1", "2", "3", "4", "5", "6"),
                      WIDTH,
                      512,
                      false)
                  .withVocabulary(
                      new LanguageModel.Vocabulary(
                          30522, OptionalLong.empty(), OptionalLong.empty()),
                      false));
    }
  }

  @Test
  void tokenisesAsTheReferenceDoes() throws IOException {
    try (LanguageModel.Open model = open()) {
      for (Map<String, Object> entry : texts()) {
        Encoding encoding = model.tokenizer().encode((String) entry.get("text"), true);
        assertThat(encoding.ids()).containsExactly(ids(entry));
        List<?> spans = (List<?>) entry.get("spans");
        for (int token = 0; token < spans.size(); token++) {
          assertThat(List.of(encoding.starts()[token], encoding.ends()[token]))
              .as("token %d of '%s'", token, entry.get("text"))
              .isEqualTo(spans.get(token));
        }
      }
    }
  }

  @Test
  void givesTheHiddenStatesThatTheDefinitionGives() throws IOException {
    List<?> columns = (List<?>) oracle.fields().get("columns");
    try (LanguageModel.Open model = open()) {
      for (Map<String, Object> entry : texts()) {
        long[] ids = ids(entry);
        float[][] states = model.hiddenStates(new long[][] {ids}, ALL)[0];
        for (int layer : ALL) {
          List<?> values = (List<?>) ((List<?>) entry.get("values")).get(layer);
          List<?> norms = (List<?>) ((List<?>) entry.get("norms")).get(layer);
          assertThat(states[layer]).hasSize(ids.length * WIDTH);
          for (int token = 0; token < ids.length; token++) {
            double squares = 0;
            for (int i = 0; i < WIDTH; i++) {
              squares += Math.pow(states[layer][token * WIDTH + i], 2);
            }
            String place = "layer " + layer + ", token " + token;
            assertThat(Math.sqrt(squares))
                .as(place)
                .isCloseTo(number(norms.get(token)), within(NORM_TOLERANCE));
            List<?> row = (List<?>) values.get(token);
            for (int i = 0; i < row.size(); i++) {
              int column = (int) number(columns.get(i));
              assertThat((double) states[layer][token * WIDTH + column])
                  .as("%s, column %d", place, column)
                  .isCloseTo(number(row.get(i)), within(TOLERANCE));
            }
          }
        }
      }
    }
  }

  @Test
  void endsWithWhatTheGraphItselfGives() {
    List<String> states =
        HiddenStates.of(
            new Structure(new Graph(MiniLm.ACCEL.inference().nodes(graph()))), List.of());
    assertThat(states)
        .hasSize(7)
        .startsWith(
            "/embeddings/LayerNorm/Add_1_output_0",
            "/encoder/layer.0/output/LayerNorm/Add_1_output_0")
        .endsWith("last_hidden_state");
  }

  @Test
  void findsTheSameLayersByAPattern() throws IOException {
    BertSettings named =
        new BertSettings(
            new InputPath(MiniLm.FOLDER, "minilm"),
            Optional.of("mine"),
            Optional.empty(),
            Optional.of(128),
            List.of(
                "/embeddings/LayerNorm/Add_1_output_0",
                "/encoder/layer.*/output/LayerNorm/Add_1_output_0",
                "last_hidden_state"),
            Precision.FLOAT32);
    long[][] ids = {ids(texts().get(0))};
    try (LanguageModel.Open model = MiniLm.component().open(named, new TestTask(folder));
        LanguageModel.Open found = open()) {
      assertThat(model.card().name()).isEqualTo("mine");
      assertThat(model.card().contextLength()).isEqualTo(128);
      assertThat(model.hiddenStates(ids, ALL)).isDeepEqualTo(found.hiddenStates(ids, ALL));
    }
  }

  @Test
  void paddingChangesNothing() throws IOException {
    long[][] batch = texts().stream().map(MiniLmTest::ids).toArray(long[][]::new);
    try (LanguageModel.Open model = open()) {
      float[][][] together = model.hiddenStates(batch, ALL);
      for (int sequence = 0; sequence < batch.length; sequence++) {
        float[][] alone = model.hiddenStates(new long[][] {batch[sequence]}, ALL)[0];
        for (int layer : ALL) {
          assertThat(greatestDifference(together[sequence][layer], alone[layer]))
              .isLessThan(BATCH_TOLERANCE);
        }
      }
    }
  }

  @Test
  void givesTheSameBytesOnMoreThreads() throws IOException {
    long[][] ids = {ids(texts().get(2))};
    float[][][] first = null;
    for (int threads : new int[] {1, 2, 3}) {
      TestTask task = new TestTask(folder).with(Resources.of(threads, 512));
      try (LanguageModel.Open model = MiniLm.component().open(MiniLm.settings(), task)) {
        float[][][] states = model.hiddenStates(ids, ALL);
        first = first == null ? states : first;
        assertThat(states).isDeepEqualTo(first);
      }
    }
  }

  @Test
  void takesAsManyTokensAsItSays() throws IOException {
    try (LanguageModel.Open model = open()) {
      long[] ids = new long[model.card().contextLength()];
      Arrays.fill(ids, 2000);
      assertThat(model.hiddenStates(new long[][] {ids}, new int[] {6})[0][0])
          .hasSize(512 * WIDTH)
          .doesNotContain(Float.NaN);
    }
  }

  @Test
  void asksForMemoryByTheSizeOfTheModel() {
    Resources resources = MiniLm.component().resources(MiniLm.settings());
    // Its graph has 90 MB: as they are, and laid out for products with a batch beside them.
    assertThat(resources.nativeBytes()).isBetween(160L << 20, 200L << 20);
    assertThat(resources.heapBytes()).isBetween(256L << 20, 512L << 20);
  }

  private static float greatestDifference(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    float greatest = 0;
    for (int i = 0; i < actual.length; i++) {
      greatest = Math.max(greatest, Math.abs(actual[i] - expected[i]));
    }
    return greatest;
  }

  private LanguageModel.Open open() throws IOException {
    return MiniLm.component().open(MiniLm.settings(), new TestTask(folder));
  }

  private static Path graph() {
    return MiniLm.FOLDER.resolve("all-minilm-l6-v2.onnx");
  }

  @SuppressWarnings("unchecked")
  private List<Map<String, Object>> texts() {
    return (List<Map<String, Object>>) oracle.fields().get("texts");
  }

  private static long[] ids(Map<String, Object> entry) {
    return ((List<?>) entry.get("ids")).stream().mapToLong(id -> (long) number(id)).toArray();
  }

  private static double number(Object value) {
    return ((Number) value).doubleValue();
  }
}
