package dev.arcuate.plugin.bert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.LanguageModel;
import dev.arcuate.api.LanguageModel.Prediction;
import dev.arcuate.api.LanguageModel.Query;
import dev.arcuate.api.LanguageModel.State;
import dev.arcuate.pretrained.Precision;
import dev.arcuate.pretrained.PretrainedModel;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Against what transformers computes with the same weights: see bench/models/tiny_models.py and
 * exclusive_mask.py.
 */
class TransformersTest {
  /** float32 through few layers against float64. */
  private static final double TOLERANCE = 2e-5;

  /** float16 keeps eleven bits; relative to the greatest value. */
  private static final float HALF_TOLERANCE = 1e-2f;

  private static final int SEQUENCES = 4;
  private static final int WIDTH = 16;
  private static final int BLOCKS = 3;
  private static final int HEADS = 2;

  @TempDir Path folder;

  private final Golden golden = golden(Models.TINY.resolve("golden.safetensors"));
  private final Golden exclusive =
      golden(Path.of("src/test/resources/oracles/exclusive-mask.safetensors"));

  @Test
  void givesTheSameStatesForSequencesOfAllLengthsAtOnce() throws IOException {
    try (LanguageModel.Open open = Models.open(Models.TINY, folder)) {
      assertSameStates(open);
    }
  }

  /** The graph as CUDA gets it, run on the CPU. */
  @Test
  void givesTheSameStatesByTheGraphForCuda() throws IOException {
    try (LanguageModel.Open open =
        MiniLm.onCuda().open(Models.settings(Models.TINY), new TestTask(folder))) {
      byte[] graph = ((PretrainedModel) open).graph(Set.of(BLOCKS), true);
      assertThat(new String(graph, StandardCharsets.ISO_8859_1))
          .contains("LayerNormalization")
          .doesNotContain("InstanceNormalization");
      assertSameStates(open);
    }
  }

  /** The CPU widens each operator's operands to float32 and rounds its result. */
  @Test
  void givesNearlyTheSameStatesInHalfPrecision() throws IOException {
    BertSettings half = Models.settings(Models.TINY, Optional.empty(), Precision.FLOAT16);
    try (LanguageModel.Open open = MiniLm.onCuda().open(half, new TestTask(folder));
        LanguageModel.Open exclusively =
            MiniLm.onCuda().open(half, new TestTask(folder)).maskedExclusively()) {
      int[] layers = IntStream.rangeClosed(0, BLOCKS).toArray();
      float[][][] states = open.hiddenStates(ids(), layers);
      float[][][] exclusive = exclusively.hiddenStates(ids(), layers);
      for (int i = 0; i < SEQUENCES; i++) {
        for (int layer : layers) {
          String name = "hidden." + i + "." + layer;
          assertNear(name, states[i][layer], golden.floats(name));
          assertNear("exclusive " + name, exclusive[i][layer], this.exclusive.floats(name));
        }
      }
    }
  }

  private static void assertNear(String name, float[] actual, float[] expected) {
    float greatest = 0;
    for (float value : expected) {
      greatest = Math.max(greatest, Math.abs(value));
    }
    assertThat(actual)
        .as(name)
        .isNotEqualTo(expected)
        .usingComparatorWithPrecision(HALF_TOLERANCE * greatest)
        .containsExactly(expected);
  }

  private void assertSameStates(LanguageModel.Open open) throws IOException {
    long[][] ids = ids();
    int count = open.card().layers().size() + open.card().states().size();
    float[][][] states = open.hiddenStates(ids, IntStream.range(0, count).toArray());
    for (int i = 0; i < SEQUENCES; i++) {
      for (int layer = 0; layer <= BLOCKS; layer++) {
        assertClose(golden, "hidden." + i + "." + layer, states[i][layer]);
      }
      assertThat(states[i][open.card().place(State.TOKEN)]).containsExactly(rows(ids[i]));
      for (int block = 1; block <= BLOCKS; block++) {
        float[] heads = states[i][open.card().place(State.HEADS + block)];
        assertClose(golden, "heads." + i + "." + block, heads);
        float[] attention = states[i][open.card().place(State.ATTENTION + block)];
        assertAttention(golden, "attention." + i + "." + block, attention, ids[i].length);
      }
    }
  }

  /** Of the table of tokens. */
  private static float[] rows(long[] ids) throws IOException {
    float[] table =
        Golden.read(Models.TINY.resolve("model.safetensors"))
            .floats("bert.embeddings.word_embeddings.weight");
    float[] rows = new float[ids.length * WIDTH];
    for (int i = 0; i < ids.length; i++) {
      System.arraycopy(table, (int) ids[i] * WIDTH, rows, i * WIDTH, WIDTH);
    }
    return rows;
  }

  @Test
  void givesTheSameStatesWhereNoTokenAttendsToItself() throws IOException {
    LanguageModel.Open masked = Models.open(Models.TINY, folder);
    try (LanguageModel.Open open = masked.maskedExclusively()) {
      assertThat(open.card().causal()).isTrue();
      assertThat(open.card().predicts()).isFalse();
      long[][] ids = ids();
      float[][][] plain = open.hiddenStates(ids, IntStream.rangeClosed(0, BLOCKS).toArray());
      int[] places =
          IntStream.rangeClosed(1, BLOCKS)
              .map(block -> open.card().place(State.ATTENTION + block))
              .toArray();
      float[][][] attention = open.hiddenStates(ids, places);
      for (int i = 0; i < SEQUENCES; i++) {
        for (int layer = 0; layer <= BLOCKS; layer++) {
          assertClose(exclusive, "hidden." + i + "." + layer, plain[i][layer]);
        }
        for (int block = 1; block <= BLOCKS; block++) {
          String name = "attention." + i + "." + block;
          assertAttention(exclusive, name, attention[i][block - 1], ids[i].length);
        }
      }
    }
  }

  /** Ours is [reading, head, read], theirs [head, reading, read]. */
  private static void assertAttention(Golden golden, String name, float[] actual, int length)
      throws IOException {
    float[] expected = golden.floats(name);
    assertThat(actual).hasSameSizeAs(expected);
    for (int head = 0; head < HEADS; head++) {
      for (int reading = 0; reading < length; reading++) {
        for (int read = 0; read < length; read++) {
          assertThat((double) actual[(reading * HEADS + head) * length + read])
              .as(name)
              .isCloseTo(expected[(head * length + reading) * length + read], within(TOLERANCE));
        }
      }
    }
  }

  @Test
  void givesTheSameProbabilities() throws IOException {
    try (LanguageModel.Open open = Models.open(Models.TINY, folder)) {
      LanguageModel.Vocabulary vocabulary = open.card().vocabulary().orElseThrow();
      assertThat(vocabulary.mask()).isEqualTo(OptionalLong.of(4));
      List<Query> queries = new ArrayList<>();
      for (int i : new int[] {1, 3}) {
        long[] ids = golden.longs("ids." + i);
        long[] targets = new long[ids.length];
        for (int at = 0; at < ids.length; at++) {
          targets[at] = (7L * at + i) % vocabulary.size();
        }
        queries.add(new Query(ids, IntStream.range(0, ids.length).toArray(), targets));
      }
      List<Prediction> predictions = open.predict(queries);
      for (int q = 0; q < queries.size(); q++) {
        float[] logs = golden.floats("log-probabilities." + (2 * q + 1));
        for (int at = 0; at < queries.get(q).positions().length; at++) {
          double entropy = 0;
          for (int token = 0; token < vocabulary.size(); token++) {
            double log = logs[at * vocabulary.size() + token];
            entropy -= Math.exp(log) * log;
          }
          double expected = logs[at * vocabulary.size() + (int) queries.get(q).targets()[at]];
          assertThat(predictions.get(q).logProbabilities()[at])
              .isCloseTo(expected, within(TOLERANCE));
          assertThat(predictions.get(q).entropies()[at]).isCloseTo(entropy, within(TOLERANCE));
        }
      }
    }
  }

  private long[][] ids() throws IOException {
    long[][] ids = new long[SEQUENCES][];
    for (int i = 0; i < SEQUENCES; i++) {
      ids[i] = golden.longs("ids." + i);
    }
    return ids;
  }

  private static void assertClose(Golden golden, String name, float[] actual) throws IOException {
    float[] expected = golden.floats(name);
    assertThat(actual).as(name).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      assertThat((double) actual[i]).as(name).isCloseTo(expected[i], within(TOLERANCE));
    }
  }

  private static Golden golden(Path file) {
    try {
      return Golden.read(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
