package dev.arcuate.plugin.gpt2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.arcuate.api.LanguageModel;
import dev.arcuate.api.LanguageModel.Card;
import dev.arcuate.api.LanguageModel.Prediction;
import dev.arcuate.api.LanguageModel.Query;
import dev.arcuate.api.LanguageModel.State;
import dev.arcuate.api.value.Json;
import dev.arcuate.pretrained.Precision;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against what transformers computes with the same weights: see bench/models/tiny_models.py. */
class TransformersTest {
  /** float32 through few layers against float64; values reach 10. */
  private static final float TOLERANCE = 2e-5f;

  private static final int SEQUENCES = 4;
  private static final int BLOCKS = 3;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"gpt2-tiny", "gpt2-tiny-untied"})
  void givesTheSameStatesForSequencesOfAllLengthsAtOnce(String name) throws IOException {
    Path model = Models.TINY.resolveSibling(name);
    Golden golden = Golden.read(model.resolve("golden.safetensors"));
    try (LanguageModel.Open open = Models.open(model, folder)) {
      long[][] ids = ids(golden);
      int[] places = IntStream.range(0, 4 + 1 + 2 * BLOCKS).toArray();
      float[][][] states = open.hiddenStates(ids, places);
      for (int i = 0; i < SEQUENCES; i++) {
        for (int place : places) {
          String array = array(open.card(), i, place);
          if (array.isEmpty()) {
            continue;
          }
          float[] expected = golden.floats(array);
          if (array.startsWith("attention")) {
            expected = byReader(expected, 2, ids[i].length);
          }
          assertClose(array, states[i][place], expected, TOLERANCE);
        }
      }
    }
  }

  private static String array(Card card, int sequence, int place) {
    String name = card.at(place).name();
    if (place <= BLOCKS) {
      return "hidden." + sequence + "." + place;
    }
    if (name.equals(State.TOKEN)) {
      return "";
    }
    return name.replace("-", "." + sequence + ".");
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
  @ValueSource(strings = {"gpt2-tiny", "gpt2-tiny-untied"})
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
