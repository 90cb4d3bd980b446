package dev.arcuate.plugin.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.LanguageModel;
import dev.arcuate.api.value.Json;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real export, against the values that the bert plugin is held to: {@code bench/oracles/bert.py}
 * made them.
 */
class MiniLmStatesTest {
  private static final Path ORACLE = Path.of("../bert/src/test/resources/oracles/minilm.json");
  private static final int WIDTH = 384;
  private static final int[] ALL = IntStream.rangeClosed(0, 6).toArray();

  /** float32 through six layers against float64; the oracles allow 1e-4. */
  private static final double TOLERANCE = 2e-5;

  private final Json.Node oracle = Json.read(ORACLE);

  @TempDir Path folder;

  @Test
  void everyLayerIsThatOfTheDefinition() throws IOException {
    List<?> columns = (List<?>) oracle.fields().get("columns");
    try (LanguageModel.Open model =
        Models.component().open(Models.settings(Models.miniLm()), new TestTask(folder))) {
      assertThat(model.card().layers()).containsExactly("embeddings", "1", "2", "3", "4", "5", "6");
      for (Map<String, Object> entry : texts()) {
        long[] ids = ids(entry);
        assertThat(model.tokenizer().encode((String) entry.get("text"), true).ids())
            .containsExactly(ids);
        float[][] states = model.hiddenStates(new long[][] {ids}, ALL)[0];
        for (int layer : ALL) {
          List<?> rows = (List<?>) ((List<?>) entry.get("values")).get(layer);
          for (int token = 0; token < ids.length; token++) {
            List<?> row = (List<?>) rows.get(token);
            for (int i = 0; i < row.size(); i++) {
              int column = (int) number(columns.get(i));
              assertThat((double) states[layer][token * WIDTH + column])
                  .as("layer %d, token %d, column %d", layer, token, column)
                  .isCloseTo(number(row.get(i)), within(TOLERANCE));
            }
          }
        }
      }
    }
  }

  /** The test kit takes a refusal for an answer; this export has a twin. */
  @Test
  void itsTwinCanBeDrawn() throws IOException {
    TestTask task = new TestTask(folder);
    try (LanguageModel.Open twin =
        Models.component().openUntrained(Models.settings(Models.miniLm()), 1, task)) {
      assertThat(twin.card().layers()).hasSize(7);
    }
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
