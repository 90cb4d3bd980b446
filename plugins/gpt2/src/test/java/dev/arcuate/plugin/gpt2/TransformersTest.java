package dev.arcuate.plugin.gpt2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.arcuate.api.LanguageModel;
import dev.arcuate.api.LanguageModel.Prediction;
import dev.arcuate.api.LanguageModel.Query;
import dev.arcuate.api.LanguageModel.State;
import dev.arcuate.api.value.Json;
import dev.arcuate.pretrained.Precision;
import dev.arcuate.pretrained.PretrainedModel;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against what transformers computes with the same weights: see bench/models/tiny_models.py. */
class TransformersTest {
  /** float32 through few layers against float64; values reach 10. */
  private static final float TOLERANCE = 2e-5f;

  /** float16 keeps eleven bits; relative to the greatest value. */
  private static final float HALF_TOLERANCE = 1e-2f;

  private static final int SEQUENCES = 4;
  private static final int BLOCKS = 3;
  private static final int WIDTH = 16;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"gpt2-tiny", "gpt2-tiny-untied", "gpt2-tiny-unscaled"})
  void givesTheSameStatesForSequencesOfAllLengthsAtOnce(String name) throws IOException {
    Path model = Models.TINY.resolveSibling(name);
    try (LanguageModel.Open open = Models.open(model, folder)) {
      assertSameStates(open, model, expected -> TOLERANCE);
    }
  }

  /** The graph as CUDA gets it, run on the CPU. */
  @ParameterizedTest
  @ValueSource(strings = {"gpt2-tiny", "gpt2-tiny-untied", "gpt2-tiny-unscaled"})
  void givesTheSameStatesByTheGraphForCuda(String name) throws IOException {
    Path model = Models.TINY.resolveSibling(name);
    try (LanguageModel.Open open =
        Models.onCuda().open(Models.settings(model), new TestTask(folder))) {
      byte[] graph = ((PretrainedModel) open).graph(Set.of(BLOCKS), true);
      assertThat(new String(graph, StandardCharsets.ISO_8859_1))
          .contains("LayerNormalization")
          .doesNotContain("InstanceNormalization");
      assertSameStates(open, model, expected -> TOLERANCE);
    }
  }

  /**
   * The CPU widens each operator's operands to float32 and rounds its result. Without scaling,
   * products of queries and keys are so large that PyTorch, too, loses more in float16.
   */
  @ParameterizedTest
  @ValueSource(strings = {"gpt2-tiny", "gpt2-tiny-untied"})
  void givesNearlyTheSameStatesAndProbabilitiesInHalfPrecision(String name) throws IOException {
    Path model = Models.TINY.resolveSibling(name);
    try (LanguageModel.Open open =
            Models.onCuda()
                .open(Models.settings(model, true, Precision.FLOAT16), new TestTask(folder));
        LanguageModel.Open exact = Models.open(model, folder)) {
      assertSameStates(open, model, expected -> HALF_TOLERANCE * greatest(expected));
      float[] states = states(open);
      assertThat(states).isNotEqualTo(states(exact));
      double[] probabilities = probabilities(open);
      assertThat(probabilities).isNotEqualTo(probabilities(exact));
      for (int i = 0; i < probabilities.length; i++) {
        assertThat(probabilities[i]).isCloseTo(probabilities(exact)[i], within(2e-2));
      }
    }
  }

  private static float[] states(LanguageModel.Open open) {
    return open.hiddenStates(new long[][] {{1, 2, 3}}, new int[] {BLOCKS})[0][0];
  }

  private static double[] probabilities(LanguageModel.Open open) {
    Query query = new Query(new long[] {1, 2, 3}, new int[] {0, 1, 2}, new long[] {2, 3, 4});
    return open.predict(List.of(query)).get(0).logProbabilities();
  }

  private interface Tolerance {
    float of(float[] expected);
  }

  private static float greatest(float[] values) {
    float greatest = 0;
    for (float value : values) {
      greatest = Math.max(greatest, Math.abs(value));
    }
    return greatest;
  }

  private static void assertSameStates(LanguageModel.Open open, Path model, Tolerance tolerance)
      throws IOException {
    Golden golden = Golden.read(model.resolve("golden.safetensors"));
    long[][] ids = ids(golden);
    int[] places = IntStream.range(0, 4 + 1 + 2 * BLOCKS).toArray();
    float[][][] states = open.hiddenStates(ids, places);
    for (int i = 0; i < SEQUENCES; i++) {
      for (int place : places) {
        String what = open.card().at(place).name();
        float[] expected =
            what.equals(State.TOKEN)
                ? rows(model, ids[i])
                : golden.floats(
                    place <= BLOCKS
                        ? "hidden." + i + "." + place
                        : what.replace("-", "." + i + "."));
        if (what.startsWith(State.ATTENTION)) {
          expected = byReader(expected, 2, ids[i].length);
        }
        assertClose(what + " of sequence " + i, states[i][place], expected, tolerance.of(expected));
      }
    }
  }

  /** Of the table of tokens. */
  private static float[] rows(Path model, long[] ids) throws IOException {
    float[] table =
        Golden.read(model.resolve("model.safetensors")).floats("transformer.wte.weight");
    float[] rows = new float[ids.length * WIDTH];
    for (int i = 0; i < ids.length; i++) {
      System.arraycopy(table, (int) ids[i] * WIDTH, rows, i * WIDTH, WIDTH);
    }
    return rows;
  }

  /** From [head, reading, read] to [reading, head, read]. */
  private static float[] byReader(float[] values, int heads, int length) {
    float[] turned = new float[values.length];
    for (int head = 0; head < heads; head++) {
      for (int reading = 0; reading < length; reading++) {
        System.arraycopy(
            values,
            (head * length + reading) * length,
            turned,
            (reading * heads + head) * length,
            length);
      }
    }
    return turned;
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpt2-tiny", "gpt2-tiny-untied", "gpt2-tiny-unscaled"})
  void givesTheSameProbabilities(String name) throws IOException {
    Path model = Models.TINY.resolveSibling(name);
    Golden golden = Golden.read(model.resolve("golden.safetensors"));
    try (LanguageModel.Open open = Models.open(model, folder)) {
      int vocabulary = open.card().vocabulary().orElseThrow().size();
      List<Query> queries = new ArrayList<>();
      List<float[]> expected = new ArrayList<>();
      for (int i : new int[] {0, 1, 3}) {
        long[] ids = golden.longs("ids." + i);
        long[] targets = new long[ids.length];
        for (int at = 0; at < ids.length; at++) {
          targets[at] = (7L * at + i) % vocabulary;
        }
        queries.add(new Query(ids, IntStream.range(0, ids.length).toArray(), targets));
        expected.add(golden.floats("log-probabilities." + i));
      }
      queries.add(new Query(new long[] {1, 2}, new int[0], new long[0]));
      List<Prediction> predictions = open.predict(queries);
      for (int i = 0; i < expected.size(); i++) {
        Query query = queries.get(i);
        for (int at = 0; at < query.positions().length; at++) {
          double entropy = 0;
          for (int token = 0; token < vocabulary; token++) {
            double log = expected.get(i)[at * vocabulary + token];
            entropy -= Math.exp(log) * log;
          }
          assertThat(predictions.get(i).logProbabilities()[at])
              .isCloseTo(
                  expected.get(i)[at * vocabulary + (int) query.targets()[at]],
                  within((double) TOLERANCE));
          assertThat(predictions.get(i).entropies()[at])
              .isCloseTo(entropy, within((double) TOLERANCE));
        }
      }
      assertThat(predictions.get(3).entropies()).isEmpty();
      // What was asked before is still there once predictions are computed too.
      long[] ids = golden.longs("ids.1");
      assertClose(
          "hidden.1.2",
          open.hiddenStates(new long[][] {ids}, new int[] {2})[0][0],
          golden.floats("hidden.1.2"),
          TOLERANCE);
    }
  }

  @Test
  void agreesWithARealModel() throws IOException {
    Path model = Models.SHARED.resolve("gpt2-mini-char");
    assumeTrue(Files.isDirectory(model), "needs gpt2-mini-char of the shared data");
    Golden golden = Golden.read(model.resolve("golden.safetensors"));
    Json.Node facts = Json.read(model.resolve("golden.json"));
    try (LanguageModel.Open open = Models.open(model, folder)) {
      long[] ids = open.tokenizer().encode(facts.text("text"), true).ids();
      assertThat(IntStream.range(0, ids.length).map(i -> (int) ids[i]).toArray())
          .containsExactly(facts.integers("input_ids"));
      float[][] states = open.hiddenStates(new long[][] {ids}, new int[] {0, 1, 2, 3, 4})[0];
      for (int layer = 0; layer < states.length; layer++) {
        assertClose("hidden_" + layer, states[layer], golden.floats("hidden_" + layer), TOLERANCE);
      }
      double[] surprisal = facts.numbers("surprisal_nats_of_characters_2_to_31");
      int[] positions = IntStream.range(0, ids.length - 1).toArray();
      long[] targets = java.util.Arrays.copyOfRange(ids, 1, ids.length);
      Prediction prediction = open.predict(List.of(new Query(ids, positions, targets))).get(0);
      for (int i = 0; i < surprisal.length; i++) {
        assertThat(-prediction.logProbabilities()[i]).isCloseTo(surprisal[i], within(1e-4));
      }
    }
    try (LanguageModel.Open open =
        Models.component()
            .open(Models.settings(model, false, Precision.FLOAT32), new TestTask(folder))) {
      long[][] ids = {open.tokenizer().encode(facts.text("text"), true).ids()};
      assertClose(
          "before the final norm",
          open.hiddenStates(ids, new int[] {4})[0][0],
          golden.floats("block_4_before_ln_f"),
          TOLERANCE);
    }
  }

  private static long[][] ids(Golden golden) throws IOException {
    long[][] ids = new long[SEQUENCES][];
    for (int i = 0; i < SEQUENCES; i++) {
      ids[i] = golden.longs("ids." + i);
    }
    return ids;
  }

  private static void assertClose(String what, float[] actual, float[] expected, float tolerance) {
    assertThat(actual).as(what).hasSameSizeAs(expected);
    float greatest = 0;
    for (int i = 0; i < actual.length; i++) {
      greatest = Math.max(greatest, Math.abs(actual[i] - expected[i]));
    }
    assertThat(greatest).as(what).isLessThan(tolerance);
  }
}
