package dev.arcuate.plugin.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.LanguageModel;
import dev.arcuate.api.LanguageModel.Prediction;
import dev.arcuate.api.LanguageModel.Query;
import dev.arcuate.api.LanguageModel.State;
import dev.arcuate.api.value.Json;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Everything that is found in exports of four kinds, against transformers. The values and the
 * script that made them: {@code bench/oracles/onnx_exports.py}.
 */
class ExportsTest {
  /** float32 through two blocks, as ONNX Runtime and PyTorch order their sums. */
  private static final double TOLERANCE = 2e-5;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {"gpt2", "gpt2-new", "gpt2-external", "gpt2-fused", "bert", "bert-fused", "llama"})
  void everyHiddenStateIsThatOfTransformers(String export) throws IOException {
    Json.Node golden = golden(export);
    try (LanguageModel.Open model = open(export)) {
      assertThat(model.card().layers()).containsExactly("embeddings", "1", "2");
      assertThat(model.card().width()).isEqualTo(16);
      assertThat(model.card().causal()).isEqualTo(!export.startsWith("bert"));
      float[][] states = model.hiddenStates(new long[][] {ids(golden)}, new int[] {0, 1, 2})[0];
      for (int layer = 0; layer < 3; layer++) {
        assertClose(states[layer], values(golden, "hidden", layer));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpt2", "gpt2-new", "gpt2-external", "gpt2-fused", "bert", "llama"})
  void headsAndAttentionAreThoseOfTransformers(String export) throws IOException {
    Json.Node golden = golden(export);
    try (LanguageModel.Open model = open(export)) {
      LanguageModel.Card card = model.card();
      assertThat(card.heads()).isEqualTo(4);
      for (int block = 1; block <= 2; block++) {
        int[] places = {card.place(State.HEADS + block), card.place(State.ATTENTION + block)};
        assertThat(places).doesNotContain(-1);
        float[][] states = model.hiddenStates(new long[][] {ids(golden)}, places)[0];
        assertClose(states[0], values(golden, "heads", block - 1));
        assertClose(states[1], values(golden, "attention", block - 1));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpt2", "gpt2-new", "gpt2-external", "bert", "llama"})
  void probabilitiesAndEntropiesAreThoseOfTransformers(String export) throws IOException {
    Json.Node golden = golden(export);
    double[] logs = golden.numbers("log_probabilities");
    double[] entropies = golden.numbers("entropies");
    long[] ids = ids(golden);
    try (LanguageModel.Open model = open(export)) {
      int vocabulary = model.card().vocabulary().orElseThrow().size();
      assertThat(vocabulary).isEqualTo(logs.length / ids.length);
      for (int position = 0; position < ids.length; position++) {
        int[] positions = new int[vocabulary];
        Arrays.fill(positions, position);
        Prediction answer =
            model
                .predict(
                    List.of(new Query(ids, positions, LongStream.range(0, vocabulary).toArray())))
                .get(0);
        assertThat(answer.entropies()[0]).isCloseTo(entropies[position], within(TOLERANCE));
        for (int token = 0; token < vocabulary; token++) {
          assertThat(answer.logProbabilities()[token])
              .isCloseTo(logs[position * vocabulary + token], within(TOLERANCE));
        }
      }
    }
  }

  /** What an operator hides cannot be tapped; what it takes and gives can. */
  @Test
  void aFusedAttentionHidesItsHeads() throws IOException {
    Json.Node golden = golden("bert-fused");
    OnnxSettings settings =
        Models.settings(
            Models.export("bert-fused"),
            List.of(),
            Map.of("mixed-*", "bert.encoder.layer.*.mixed"),
            Map.of());
    try (LanguageModel.Open model = Models.component().open(settings, new TestTask(folder))) {
      assertThat(model.card().states())
          .extracting(State::name)
          .containsExactly("mixed-0", "mixed-1");
      int[] places = {model.card().place("mixed-0"), model.card().place("mixed-1")};
      float[][] states = model.hiddenStates(new long[][] {ids(golden)}, places)[0];
      assertClose(states[0], values(golden, "heads", 0));
      assertClose(states[1], values(golden, "heads", 1));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpt2", "bert"})
  void knowsTheTokensOfItsVocabulary(String export) throws IOException {
    try (LanguageModel.Open model = open(export)) {
      LanguageModel.Vocabulary vocabulary = model.card().vocabulary().orElseThrow();
      assertThat(vocabulary.mask().isPresent()).isEqualTo(export.equals("bert"));
      assertThat(vocabulary.begin().isPresent()).isEqualTo(export.equals("gpt2"));
      assertThat(model.card().states().get(0).name()).isEqualTo(State.TOKEN);
    }
  }

  private LanguageModel.Open open(String export) throws IOException {
    return Models.component().open(Models.settings(Models.export(export)), new TestTask(folder));
  }

  private static Json.Node golden(String export) {
    String folder =
        switch (export) {
          case "gpt2-external" -> "gpt2-new";
          case "gpt2-fused", "bert-fused" -> export.replace("-fused", "");
          default -> export;
        };
    return Json.read(Models.export(folder).resolve("golden.json"));
  }

  private static long[] ids(Json.Node golden) {
    return Arrays.stream(golden.integers("ids")).asLongStream().toArray();
  }

  private static double[] values(Json.Node golden, String field, int at) {
    List<?> all = (List<?>) ((List<?>) golden.fields().get(field)).get(at);
    return all.stream().mapToDouble(value -> ((Number) value).doubleValue()).toArray();
  }

  private static void assertClose(float[] actual, double[] expected) {
    assertThat(actual).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) actual[i]).as("value %d", i).isCloseTo(expected[i], within(TOLERANCE));
    }
  }
}
