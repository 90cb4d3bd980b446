package dev.arcuate.engine.stages;

import dev.arcuate.api.LanguageModel;
import dev.arcuate.api.Problem;
import dev.arcuate.api.Task;
import dev.arcuate.api.host.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** A model that offers all that a model can offer, each number worked out by hand. */
final class RichModel implements LanguageModel<FakeModel.Settings> {
  static final int VOCABULARY = 1100;
  static final long BEGIN = 3;
  static final long MASK = 4;
  static final int HEADS = 2;
  static final int HEAD_WIDTH = 3;

  final List<Integer> batches = new ArrayList<>();
  final List<Query> queries = new ArrayList<>();
  private final boolean causal;
  private final int room;

  /**
   * @param room sequences for which memory suffices
   */
  RichModel(boolean causal, int room) {
    this.causal = causal;
    this.room = room;
  }

  @Override
  public String id() {
    return "rich";
  }

  @Override
  public String summary() {
    return "A model for tests.";
  }

  @Override
  public Class<FakeModel.Settings> settingsType() {
    return FakeModel.Settings.class;
  }

  @Override
  public Open open(FakeModel.Settings settings, Task task) {
    return new Opened(0);
  }

  @Override
  public Open openUntrained(FakeModel.Settings settings, long seed, Task task) {
    return new Opened(seed);
  }

  /** What the model computes for a place of its card. */
  float[] rows(long[] ids, int place, long seed) {
    Card card = new Opened(seed).card();
    State state = card.at(place);
    if (place < 3) {
      float[] rows = new FakeModel(causal, 512).states(ids, place);
      for (int i = 0; i < rows.length; i++) {
        rows[i] += seed;
      }
      return rows;
    }
    float[] rows = new float[ids.length * state.width(ids.length)];
    int width = state.width(ids.length);
    for (int token = 0; token < ids.length; token++) {
      for (int column = 0; column < width; column++) {
        rows[token * width + column] =
            state.kind() == State.Kind.ATTENTION
                ? attention(ids, token, column / ids.length, column % ids.length)
                : (float) Math.cos(ids[token] * (column + 0.7));
      }
    }
    return rows;
  }

  /** Falls off with distance, faster in the second head. */
  private float attention(long[] ids, int from, int head, int to) {
    double sum = 0;
    for (int t = 0; t < ids.length; t++) {
      sum += causal && t > from ? 0 : Math.pow(0.5, (head + 1) * Math.abs(t - from));
    }
    boolean hidden = causal && to > from;
    return hidden ? 0 : (float) (Math.pow(0.5, (head + 1) * Math.abs(to - from)) / sum);
  }

  /** Natural logarithms of the probabilities of all tokens, read at a position. */
  double[] distribution(long[] ids, int position) {
    double context = 0;
    for (int t = 0; t < ids.length; t++) {
      boolean seen = causal ? t <= position : t != position;
      context += seen ? Math.sin(ids[t] * 0.37 + t) : 0;
    }
    double[] scores = new double[VOCABULARY];
    double sum = 0;
    for (int token = 0; token < VOCABULARY; token++) {
      scores[token] = 3 * Math.sin(token * (context + 1.1));
      sum += Math.exp(scores[token]);
    }
    for (int token = 0; token < VOCABULARY; token++) {
      scores[token] -= Math.log(sum);
    }
    return scores;
  }

  private final class Opened implements Open {
    private final long seed;

    Opened(long seed) {
      this.seed = seed;
    }

    @Override
    public Card card() {
      return new Card("rich", FakeModel.LAYERS, FakeModel.WIDTH, 512, causal)
          .withStates(
              HEADS,
              List.of(
                  State.vector(State.TOKEN, 4),
                  State.heads(1, HEADS, HEADS * HEAD_WIDTH),
                  State.attention(1, HEADS)))
          .withVocabulary(
              new Vocabulary(
                  VOCABULARY,
                  causal ? OptionalLong.of(BEGIN) : OptionalLong.empty(),
                  causal ? OptionalLong.empty() : OptionalLong.of(MASK)),
              true);
    }

    @Override
    public Tokenizer tokenizer() {
      return new FakeTokenizer(!causal);
    }

    @Override
    public float[][][] hiddenStates(long[][] tokenIds, int[] layers) {
      requireRoom(tokenIds.length);
      batches.add(tokenIds.length);
      float[][][] all = new float[tokenIds.length][layers.length][];
      for (int s = 0; s < tokenIds.length; s++) {
        for (int layer = 0; layer < layers.length; layer++) {
          all[s][layer] = rows(tokenIds[s], layers[layer], seed);
        }
      }
      return all;
    }

    @Override
    public List<Prediction> predict(List<Query> asked) {
      requireRoom(asked.size());
      List<Prediction> answers = new ArrayList<>();
      for (Query query : asked) {
        queries.add(query);
        int count = query.positions().length;
        double[] logs = new double[count];
        double[] entropies = new double[count];
        for (int i = 0; i < count; i++) {
          double[] all = distribution(query.tokenIds(), query.positions()[i]);
          logs[i] = all[(int) query.targets()[i]];
          for (double log : all) {
            entropies[i] -= Math.exp(log) * log;
          }
        }
        answers.add(new Prediction(logs, entropies));
      }
      return answers;
    }

    private void requireRoom(int sequences) {
      if (sequences > room) {
        throw Problem.resource(Batches.OUT_OF_MEMORY, "no room for " + sequences).exception();
      }
    }

    @Override
    public void close() {}
  }
}
