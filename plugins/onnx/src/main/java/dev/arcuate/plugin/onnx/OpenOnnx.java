package dev.arcuate.plugin.onnx;

import dev.arcuate.api.LanguageModel;
import dev.arcuate.api.Problem;
import dev.arcuate.api.host.Inference.Session;
import dev.arcuate.api.host.Tensor;
import dev.arcuate.api.host.Tokenizer;
import dev.arcuate.plugin.onnx.GraphInputs.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A model in memory. */
final class OpenOnnx implements LanguageModel.Open {
  private final Sessions sessions;
  private final Tokenizer tokenizer;
  private final GraphInputs inputs;
  private final Optional<EmbeddingTable> table;
  private final LanguageModel.Card card;
  private final List<Tapped> states;
  private final Optional<String> logits;
  private final boolean alone;

  /**
   * @param states per place of the card, the tensor that holds it
   * @param logits the output with scores of all tokens, if there is one
   * @param alone whether each sequence has to be run by itself
   */
  OpenOnnx(
      Sessions sessions,
      Tokenizer tokenizer,
      GraphInputs inputs,
      Optional<EmbeddingTable> table,
      LanguageModel.Card card,
      List<Tapped> states,
      Optional<String> logits,
      boolean alone) {
    this.sessions = sessions;
    this.tokenizer = tokenizer;
    this.inputs = inputs;
    this.table = table;
    this.card = card;
    this.states = List.copyOf(states);
    this.logits = logits;
    this.alone = alone;
  }

  @Override
  public LanguageModel.Card card() {
    return card;
  }

  @Override
  public Tokenizer tokenizer() {
    return tokenizer;
  }

  @Override
  public float[][][] hiddenStates(long[][] tokenIds, int[] layers) {
    Set<String> wanted = new LinkedHashSet<>();
    for (int place : layers) {
      wanted.add(states.get(place).tensor());
    }
    float[][][] result = new float[tokenIds.length][layers.length][];
    forEachBatch(
        tokenIds,
        wanted,
        (from, count, out, rows, length) -> {
          for (int i = 0; i < layers.length; i++) {
            Tapped tapped = states.get(layers[i]);
            Slab slab = Slab.of(out.get(tapped.tensor()), rows, length);
            for (int sequence = 0; sequence < count; sequence++) {
              result[from + sequence][i] =
                  slab.of(tapped.state(), sequence, tokenIds[from + sequence].length);
            }
          }
        });
    return result;
  }

  @Override
  public List<LanguageModel.Prediction> predict(List<LanguageModel.Query> queries) {
    if (!card.predicts()) {
      throw new UnsupportedOperationException(card.name() + " does not predict tokens");
    }
    String scores = logits.orElseThrow();
    long[][] ids = queries.stream().map(LanguageModel.Query::tokenIds).toArray(long[][]::new);
    LanguageModel.Prediction[] answers = new LanguageModel.Prediction[ids.length];
    forEachBatch(
        ids,
        Set.of(scores),
        (from, count, out, rows, length) -> {
          Tensor.Floats all = (Tensor.Floats) out.get(scores);
          int vocabulary = Math.toIntExact(all.shape()[2]);
          for (int sequence = 0; sequence < count; sequence++) {
            answers[from + sequence] =
                Logits.answer(
                    queries.get(from + sequence),
                    all.values(),
                    Math.multiplyExact(sequence, Math.multiplyExact(length, vocabulary)),
                    vocabulary);
          }
        });
    return List.of(answers);
  }

  /** Done with what came out for some of the sequences. */
  private interface Taken {
    void take(int from, int count, Map<String, Tensor> out, int rows, int length);
  }

  private void forEachBatch(long[][] tokenIds, Set<String> wanted, Taken taken) {
    long fixed = inputs.fixedRows();
    boolean padded = inputs.has(Role.MASK) || card.causal();
    int most = fixed > 0 ? (int) fixed : alone || !padded ? 1 : Integer.MAX_VALUE;
    for (int from = 0; from < tokenIds.length; from += Math.min(most, tokenIds.length - from)) {
      int count = Math.min(most, tokenIds.length - from);
      long[][] part = Arrays.copyOfRange(tokenIds, from, from + count);
      int rows = fixed > 0 ? (int) fixed : count;
      int length = length(part);
      Session session = sessions.giving(wanted);
      Map<String, Tensor> out =
          wanted.isEmpty()
              ? new LinkedHashMap<>()
              : session.run(inputs.tensors(part, rows, length, table), wanted);
      taken.take(from, count, out, rows, length);
    }
  }

  private int length(long[][] tokenIds) {
    int longest = Arrays.stream(tokenIds).mapToInt(ids -> ids.length).max().orElse(0);
    if (longest > card.contextLength()) {
      throw new IllegalArgumentException(
          longest + " tokens are more than the " + card.contextLength() + " of " + card.name());
    }
    return inputs.fixedLength() > 0 ? (int) inputs.fixedLength() : longest;
  }

  @Override
  public void close() {
    try {
      sessions.close();
    } finally {
      tokenizer.close();
    }
  }

  /** Runs sequences of equal length once, to see what comes out. */
  static Map<String, Tensor> probe(
      Session session,
      GraphInputs inputs,
      Optional<EmbeddingTable> table,
      long[] tokenIds,
      Set<String> wanted) {
    int rows = (int) Math.max(1, inputs.fixedRows());
    int length = inputs.fixedLength() > 0 ? (int) inputs.fixedLength() : tokenIds.length;
    if (length < tokenIds.length) {
      throw Problem.data(
              "ONNX_FIXED_LENGTH", "the graph takes sequences of " + length + " tokens only")
          .hint("export the model with an open sequence length")
          .exception();
    }
    return session.run(
        inputs.tensors(new long[][] {tokenIds}, rows, length, table), new LinkedHashSet<>(wanted));
  }

  /** States of the card beyond the layers. */
  static List<LanguageModel.State> further(List<Tapped> all, int layers) {
    List<LanguageModel.State> states = new ArrayList<>();
    all.subList(layers, all.size()).forEach(tapped -> states.add(tapped.state()));
    return states;
  }
}
