package dev.arcuate.engine.stages;

import dev.arcuate.api.LanguageModel;
import dev.arcuate.api.Task;
import dev.arcuate.api.host.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A model whose states can be worked out by hand. Causal: a token's state depends on what stands to
 * its left, in order. Masked: on all tokens of its sequence. Every layer sees more of the others
 * than the one below.
 */
final class FakeModel implements LanguageModel<FakeModel.Settings> {
  record Settings() {}

  static final int WIDTH = 5;
  static final List<String> LAYERS = List.of("embeddings", "1", "2");

  final List<long[]> seen = new ArrayList<>();

  /** Tokens of each sequence of each call. */
  final List<int[]> batches = new ArrayList<>();

  private final boolean causal;
  private final int contextLength;
  private final Twist twist;

  /** What may be wrong with a model. */
  enum Twist {
    NONE,
    NAN,
    CONSTANT_COLUMN,
    SAME_ROW
  }

  FakeModel(boolean causal, int contextLength) {
    this(causal, contextLength, Twist.NONE);
  }

  FakeModel(boolean causal, int contextLength, Twist twist) {
    this.causal = causal;
    this.contextLength = contextLength;
    this.twist = twist;
  }

  @Override
  public String id() {
    return "fake";
  }

  @Override
  public String summary() {
    return "A model for tests.";
  }

  @Override
  public Class<Settings> settingsType() {
    return Settings.class;
  }

  @Override
  public Open open(Settings settings, Task task) {
    return new Open() {
      @Override
      public Card card() {
        return new Card("fake", LAYERS, WIDTH, contextLength, causal);
      }

      @Override
      public Tokenizer tokenizer() {
        return new FakeTokenizer(!causal);
      }

      @Override
      public float[][][] hiddenStates(long[][] tokenIds, int[] layers) {
        float[][][] all = new float[tokenIds.length][layers.length][];
        batches.add(Arrays.stream(tokenIds).mapToInt(ids -> ids.length).toArray());
        for (int s = 0; s < tokenIds.length; s++) {
          if (tokenIds[s].length > contextLength) {
            throw new IllegalArgumentException("too long: " + tokenIds[s].length);
          }
          seen.add(tokenIds[s].clone());
          for (int layer = 0; layer < layers.length; layer++) {
            all[s][layer] = states(tokenIds[s], layers[layer]);
          }
        }
        return all;
      }

      /** Of all that the quirk changes, only that what follows is out of sight. */
      @Override
      public Open maskedExclusively() {
        return new FakeModel(true, contextLength, twist).open(settings, task);
      }

      @Override
      public void close() {}
    };
  }

  /** States of one layer, [tokens × width]. */
  float[] states(long[] ids, int layer) {
    double[] sum = new double[WIDTH];
    if (!causal) {
      for (long id : ids) {
        for (int column = 0; column < WIDTH; column++) {
          sum[column] += embedding(id, column) / ids.length;
        }
      }
    }
    float[] states = new float[ids.length * WIDTH];
    for (int token = 0; token < ids.length; token++) {
      for (int column = 0; column < WIDTH; column++) {
        double own = embedding(ids[token], column);
        if (causal) {
          sum[column] = 0.7 * sum[column] + own;
        }
        states[token * WIDTH + column] = (float) (own + layer * sum[column]);
      }
      twist(states, token, layer);
    }
    return states;
  }

  private void twist(float[] states, int token, int layer) {
    if (layer != 1) {
      return;
    }
    switch (twist) {
      case NONE -> {}
      case NAN -> states[token * WIDTH + 2] = Float.NaN;
      case CONSTANT_COLUMN -> states[token * WIDTH + 2] = 1;
      case SAME_ROW -> java.util.Arrays.fill(states, token * WIDTH, (token + 1) * WIDTH, token % 3);
    }
  }

  private static double embedding(long id, int column) {
    return Math.sin(id * (column + 1.3));
  }
}
