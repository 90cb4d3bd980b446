package dev.arcuate.plugin.bert;

import dev.arcuate.api.LanguageModel;
import dev.arcuate.api.LanguageModel.Vocabulary;
import dev.arcuate.api.Problem;
import dev.arcuate.api.host.Inference.Session;
import dev.arcuate.api.host.Inference.Signature;
import dev.arcuate.api.host.Tensor;
import dev.arcuate.api.host.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;

/** A model in memory. */
final class OpenBert implements LanguageModel.Open {
  static final String IDS = "input_ids";
  private static final String MASK = "attention_mask";
  private static final String SEGMENTS = "token_type_ids";
  private static final String POSITIONS = "position_ids";

  private final Session session;
  private final Tokenizer tokenizer;
  private final List<String> states;
  private final int firstPosition;
  private final Set<String> inputs;
  private final boolean batches;
  private final LanguageModel.Card card;

  /**
   * What is known of a graph.
   *
   * @param name as it appears in results
   * @param states names of the hidden states, embeddings first
   * @param contextLength most tokens in one sequence
   * @param firstPosition of the first token, where the graph asks for positions
   * @param vocabulary rows of its table of tokens
   * @param alone whether each sequence has to be run by itself
   */
  record Parts(
      String name,
      List<String> states,
      int contextLength,
      int firstPosition,
      OptionalInt vocabulary,
      boolean alone) {
    Parts {
      states = List.copyOf(states);
    }
  }

  OpenBert(Parts parts, Session session, Tokenizer tokenizer) {
    this.session = session;
    this.tokenizer = tokenizer;
    this.states = parts.states();
    this.firstPosition = parts.firstPosition();
    this.inputs = requireKnownInputs(session);
    this.batches = !parts.alone() && inputs.contains(MASK) && isOpen(session);
    List<String> layers = new ArrayList<>(List.of("embeddings"));
    IntStream.range(1, states.size()).forEach(layer -> layers.add(Integer.toString(layer)));
    LanguageModel.Card known =
        new LanguageModel.Card(parts.name(), layers, width(), parts.contextLength(), false);
    this.card =
        parts.vocabulary().isEmpty()
            ? known
            : known.withVocabulary(
                new Vocabulary(
                    parts.vocabulary().getAsInt(), OptionalLong.empty(), OptionalLong.empty()),
                false);
  }

  private static Set<String> requireKnownInputs(Session session) {
    Set<String> names = new LinkedHashSet<>();
    for (Signature input : session.inputs()) {
      names.add(input.name());
    }
    List<String> unknown =
        names.stream()
            .filter(name -> !List.of(IDS, MASK, SEGMENTS, POSITIONS).contains(name))
            .toList();
    if (!names.contains(IDS) || !unknown.isEmpty()) {
      throw Problem.data(
              "BERT_INPUTS_UNKNOWN",
              "the graph asks for "
                  + String.join(", ", names)
                  + "; a BERT takes "
                  + String.join(", ", IDS, MASK, SEGMENTS, POSITIONS))
          .hint("export the encoder alone, for the task 'feature-extraction'")
          .exception();
    }
    return names;
  }

  /** Whether the graph leaves the number of sequences open. */
  private static boolean isOpen(Session session) {
    return session.inputs().stream()
        .filter(input -> input.name().equals(IDS))
        .allMatch(input -> input.shape().get(0) < 0);
  }

  /** Two tokens are run to see what comes out: shapes need not be written in a graph. */
  private int width() {
    Map<String, Tensor> out = run(new long[][] {{0, 0}}, 2, new LinkedHashSet<>(states));
    long width = -1;
    for (String state : states) {
      long[] shape = out.get(state).shape();
      boolean fits =
          out.get(state) instanceof Tensor.Floats
              && shape.length == 3
              && shape[0] == 1
              && shape[1] == 2
              && (width < 0 || shape[2] == width);
      if (!fits) {
        throw Problem.data(
                "BERT_LAYERS_NOT_FOUND",
                "tensor '"
                    + state
                    + "' has shape "
                    + Arrays.toString(shape)
                    + " for two tokens; [1, 2, width] is expected, with the same width in each"
                    + " layer")
            .hint("name the hidden states with 'tensors:', embeddings first")
            .exception();
      }
      width = shape[2];
    }
    return Math.toIntExact(width);
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
    float[][][] result = new float[tokenIds.length][][];
    if (batches && tokenIds.length > 0) {
      batch(tokenIds, layers, result, 0);
    } else {
      for (int sequence = 0; sequence < tokenIds.length; sequence++) {
        batch(new long[][] {tokenIds[sequence]}, layers, result, sequence);
      }
    }
    return result;
  }

  private void batch(long[][] tokenIds, int[] layers, float[][][] result, int at) {
    int longest = Arrays.stream(tokenIds).mapToInt(ids -> ids.length).max().orElse(0);
    if (longest > card.contextLength()) {
      throw new IllegalArgumentException(
          longest + " tokens are more than the " + card.contextLength() + " of " + card.name());
    }
    Set<String> wanted = new LinkedHashSet<>();
    for (int layer : layers) {
      wanted.add(states.get(layer));
    }
    Map<String, Tensor> out = run(tokenIds, longest, wanted);
    int width = card.width();
    for (int sequence = 0; sequence < tokenIds.length; sequence++) {
      float[][] perLayer = new float[layers.length][];
      for (int i = 0; i < layers.length; i++) {
        float[] values = ((Tensor.Floats) out.get(states.get(layers[i]))).values();
        int start = sequence * longest * width;
        perLayer[i] = Arrays.copyOfRange(values, start, start + tokenIds[sequence].length * width);
      }
      result[at + sequence] = perLayer;
    }
  }

  private Map<String, Tensor> run(long[][] tokenIds, int longest, Set<String> wanted) {
    int rows = tokenIds.length;
    long[] shape = {rows, longest};
    long[] ids = new long[rows * longest];
    long[] mask = new long[rows * longest];
    long[] positions = new long[rows * longest];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(tokenIds[row], 0, ids, row * longest, tokenIds[row].length);
      Arrays.fill(mask, row * longest, row * longest + tokenIds[row].length, 1);
      for (int position = 0; position < longest; position++) {
        positions[row * longest + position] = (long) firstPosition + position;
      }
    }
    Map<String, long[]> given = new LinkedHashMap<>();
    given.put(IDS, ids);
    given.put(MASK, mask);
    given.put(SEGMENTS, new long[rows * longest]);
    given.put(POSITIONS, positions);
    given.keySet().retainAll(inputs);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    given.forEach((name, values) -> tensors.put(name, new Tensor.Longs(shape, values)));
    return session.run(tensors, wanted);
  }

  @Override
  public void close() {
    try {
      session.close();
    } finally {
      tokenizer.close();
    }
  }
}
