package dev.arcuate.plugin.bert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.arcuate.api.LanguageModel;
import dev.arcuate.api.LanguageModel.Prediction;
import dev.arcuate.api.LanguageModel.Query;
import dev.arcuate.api.value.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real BERT-base, uncased and multilingual cased, as TensorFlow published it. The 1.1 GB are
 * fetched by the profile {@code bert-base} only, see CONTRIBUTING.md.
 */
class BertBaseTest {
  private static final Path MODEL = Path.of(System.getProperty("arcuate.bert-base", "absent"));
  private static final Path MULTILINGUAL =
      Path.of(System.getProperty("arcuate.bert-multilingual", "absent"));
  private static final Path GOLDEN = Models.SHARED.resolve("bert-base-golden");

  /** What the oracles allow. */
  private static final double TOLERANCE = 1e-4;

  @TempDir Path folder;

  @Test
  void agreesWithTransformersInEveryLayerAndPrediction() throws IOException {
    assumeTrue(Files.isDirectory(MODEL), "needs BERT-base: run with -P bert-base");
    assumeTrue(Files.isDirectory(GOLDEN), "needs bert-base-golden of the shared data");
    Golden golden = Golden.read(GOLDEN.resolve("golden.safetensors"));
    Json.Node facts = Json.read(GOLDEN.resolve("golden.json"));
    try (LanguageModel.Open open = Models.open(MODEL, folder)) {
      long[] ids = open.tokenizer().encode(facts.text("text"), true).ids();
      assertThat(IntStream.range(0, ids.length).map(i -> (int) ids[i]).toArray())
          .containsExactly(facts.integers("input_ids"));
      int[] layers = IntStream.rangeClosed(0, 12).toArray();
      float[][] states = open.hiddenStates(new long[][] {ids}, layers)[0];
      for (int layer : layers) {
        float[] expected = golden.floats("hidden_" + layer);
        assertThat(cosine(states[layer], expected)).isGreaterThan(1 - 1e-6);
        for (int i = 0; i < expected.length; i++) {
          assertThat((double) states[layer][i])
              .as("layer %d", layer)
              .isCloseTo(expected[i], within(TOLERANCE));
        }
      }
      int mask = facts.integer("mask_position");
      assertThat(open.card().vocabulary().orElseThrow().mask().orElseThrow()).isEqualTo(ids[mask]);
      assertThat(probability(open, ids, mask, "paris")).isCloseTo(.41679, within(1e-4));
      assertThat(probability(open, ids, mask, "lille")).isCloseTo(.07142, within(1e-4));
    }
  }

  /** The oracles give three digits. */
  @Test
  void knowsCapitalsInOtherLanguages() throws IOException {
    assumeTrue(Files.isDirectory(MULTILINGUAL), "needs BERT multilingual: run with -P bert-base");
    try (LanguageModel.Open open = Models.open(MULTILINGUAL, folder)) {
      assertThat(open.card().vocabulary().orElseThrow().size()).isEqualTo(119547);
      String dutch = "Amsterdam is de hoofdstad van [MASK] .";
      assertThat(probability(open, dutch, "Amsterdam")).isCloseTo(.941, within(1e-3));
      String spanish = "Madrid es la capital de [MASK] .";
      assertThat(probability(open, spanish, "Madrid")).isCloseTo(.701, within(1e-3));
    }
  }

  private static double probability(LanguageModel.Open open, String text, String word) {
    long[] ids = open.tokenizer().encode(text, true).ids();
    long mask = open.card().vocabulary().orElseThrow().mask().orElseThrow();
    return probability(open, ids, Arrays.stream(ids).boxed().toList().indexOf(mask), word);
  }

  private static double probability(LanguageModel.Open open, long[] ids, int at, String word) {
    long target = open.tokenizer().encode(word, false).ids()[0];
    Prediction prediction =
        open.predict(List.of(new Query(ids, new int[] {at}, new long[] {target}))).get(0);
    return Math.exp(prediction.logProbabilities()[0]);
  }

  private static double cosine(float[] a, float[] b) {
    double product = 0;
    double left = 0;
    double right = 0;
    for (int i = 0; i < a.length; i++) {
      product += (double) a[i] * b[i];
      left += (double) a[i] * a[i];
      right += (double) b[i] * b[i];
    }
    return product / Math.sqrt(left * right);
  }
}
