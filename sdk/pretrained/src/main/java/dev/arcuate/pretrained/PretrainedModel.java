package dev.arcuate.pretrained;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.LanguageModel;
import dev.arcuate.api.LanguageModel.Card;
import dev.arcuate.api.LanguageModel.Prediction;
import dev.arcuate.api.LanguageModel.Query;
import dev.arcuate.api.LanguageModel.State;
import dev.arcuate.api.host.Inference;
import dev.arcuate.api.host.Inference.Device;
import dev.arcuate.api.host.Inference.Session;
import dev.arcuate.api.host.Tensor;
import dev.arcuate.api.host.Tokenizer;
import dev.arcuate.api.onnx.OnnxGraph;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * A transformer whose graph is written from its architecture. The session is opened at the first
 * use, for exactly what is asked: blocks above the highest state asked for are not computed, and
 * the head is in memory only if predictions are asked for. There is never more than one session.
 * Calls from several threads wait for each other.
 */
public final class PretrainedModel implements LanguageModel.Open {
  /** Positions whose distributions over the vocabulary are in memory at once. */
  private static final int PREDICTED_AT_ONCE = 512;

  private static final int TOKENS_AT_ONCE = 8192;

  private final Parts parts;
  private final Dimensions sizes;
  private final Card card;
  private final Device device;
  private Wanted wanted = Wanted.NOTHING;
  private final Rooms rooms = new Rooms();
  private Set<String> inputs = Set.of();
  private Session session;
  private boolean closed;

  /**
   * What a model is made of.
   *
   * @param name as it appears in results
   * @param checkpoint its weights
   * @param tokenizer closed with the model
   * @param vocabulary its tokens
   * @param threads CPU threads
   */
  public record Parts(
      String name,
      Architecture architecture,
      Checkpoint checkpoint,
      Tokenizer tokenizer,
      LanguageModel.Vocabulary vocabulary,
      Precision precision,
      Inference inference,
      int threads) {}

  /**
   * Checks that all weights are there and fit; loads none.
   *
   * @throws dev.arcuate.api.ProblemException {@code PRETRAINED_WEIGHT_MISSING}, {@code
   *     PRETRAINED_WEIGHT_SHAPE} and {@code PRETRAINED_WEIGHT_TYPE}, all at once
   */
  public PretrainedModel(Parts parts) {
    this(parts, parts.architecture().dimensions());
  }

  private PretrainedModel(Parts parts, Dimensions sizes) {
    this.parts = requireNonNull(parts, "parts");
    this.sizes = sizes;
    this.device = parts.inference().device();
    this.card = card(parts.name(), sizes, parts.vocabulary());
    written(everything()).weights().places();
  }

  private static Card card(String name, Dimensions sizes, LanguageModel.Vocabulary vocabulary) {
    List<String> layers = new ArrayList<>(List.of("embeddings"));
    List<State> states = new ArrayList<>();
    states.add(State.vector(State.TOKEN, sizes.width()));
    for (int block = 1; block <= sizes.layers(); block++) {
      layers.add(Integer.toString(block));
      states.add(State.heads(block, sizes.heads(), sizes.width()));
    }
    for (int block = 1; block <= sizes.layers(); block++) {
      states.add(State.attention(block, sizes.heads()));
    }
    return new Card(name, layers, sizes.width(), sizes.contextLength(), sizes.causal())
        .withStates(sizes.heads(), states)
        .withVocabulary(vocabulary, sizes.predicts());
  }

  private Wanted everything() {
    return everything(sizes);
  }

  private static Wanted everything(Dimensions sizes) {
    return new Wanted(Set.of(sizes.layers()), sizes.predicts());
  }

  private record Written(OnnxGraph graph, Weights weights, Blocks blocks) {}

  private Written written(Wanted asked) {
    return written(
        parts.architecture(), sizes, parts.checkpoint(), parts.precision(), card, asked, device);
  }

  private static Written written(
      Architecture architecture,
      Dimensions sizes,
      Checkpoint checkpoint,
      Precision precision,
      Card card,
      Wanted asked,
      Device device) {
    OnnxGraph graph = new OnnxGraph(card.name());
    Weights weights = new Weights(graph, checkpoint, precision.type());
    Blocks blocks = new Blocks(graph, weights, precision, sizes, card, asked, device);
    architecture.build(blocks);
    return new Written(graph, weights, blocks);
  }

  /** The weights that an architecture asks for, whether or not they are anywhere. */
  static List<Weights.Need> needs(Architecture architecture) {
    Dimensions sizes = architecture.dimensions();
    LanguageModel.Vocabulary none =
        new LanguageModel.Vocabulary(
            sizes.vocabulary(), java.util.OptionalLong.empty(), java.util.OptionalLong.empty());
    Checkpoint nothing = new Checkpoint(Map.of(), List.of());
    Card card = card("untrained", sizes, none);
    return written(
            architecture, sizes, nothing, Precision.FLOAT32, card, everything(sizes), Device.CPU)
        .weights()
        .needs();
  }

  @Override
  public Card card() {
    return card;
  }

  @Override
  public Tokenizer tokenizer() {
    return parts.tokenizer();
  }

  @Override
  public synchronized LanguageModel.Open maskedExclusively() {
    closeSession();
    closed = true;
    return new PretrainedModel(parts, sizes.exclusive());
  }

  @Override
  public synchronized float[][][] hiddenStates(long[][] tokenIds, int[] layers) {
    float[][][] result = new float[tokenIds.length][layers.length][];
    int[] filled =
        IntStream.range(0, tokenIds.length).filter(i -> tokenIds[i].length > 0).toArray();
    for (float[][] states : result) {
      Arrays.fill(states, new float[0]);
    }
    if (filled.length == 0 || layers.length == 0) {
      return result;
    }
    Packed packed = packed(Arrays.stream(filled).mapToObj(i -> tokenIds[i]).toList());
    Set<Integer> places = new TreeSet<>();
    Set<String> names = new TreeSet<>();
    for (int layer : layers) {
      places.add(layer);
      names.add(Blocks.output(layer));
    }
    open(new Wanted(places, false));
    Map<String, Tensor> given = packed.inputs(inputs, sizes.sight());
    if (wanted.predictions()) {
      given.put(Blocks.ASKED, Packed.row(new long[0]));
      given.put(Blocks.TARGETS, new Tensor.Longs(new long[] {0, 1}, new long[0]));
    }
    if (Arrays.stream(layers).allMatch(place -> card.at(place).kind() == State.Kind.VECTOR)) {
      intoRooms(given, layers, packed, filled, result);
      return result;
    }
    Map<String, Tensor> out = session.run(given, names);
    for (int i = 0; i < filled.length; i++) {
      for (int layer = 0; layer < layers.length; layer++) {
        float[] values = ((Tensor.Floats) out.get(Blocks.output(layers[layer]))).values();
        State state = card.at(layers[layer]);
        result[filled[i]][layer] =
            state.kind() == State.Kind.ATTENTION
                ? attention(values, state.parts(), packed, i)
                : part(FloatBuffer.wrap(values), state, packed, i);
      }
    }
    return result;
  }

  /** Vectors of all layers are most of what moves: they are written where they are taken apart. */
  private void intoRooms(
      Map<String, Tensor> given, int[] layers, Packed packed, int[] filled, float[][][] result) {
    Map<String, Inference.Room> into = new HashMap<>();
    for (int layer : layers) {
      int width = card.at(layer).width();
      into.put(Blocks.output(layer), rooms.of(layer, packed.tokens(), width));
    }
    session.run(given, into);
    for (int layer = 0; layer < layers.length; layer++) {
      FloatBuffer values = into.get(Blocks.output(layers[layer])).values();
      for (int i = 0; i < filled.length; i++) {
        result[filled[i]][layer] = part(values, card.at(layers[layer]), packed, i);
      }
    }
  }

  private static float[] part(FloatBuffer values, State state, Packed packed, int sequence) {
    float[] own = new float[packed.length(sequence) * state.width()];
    values.get(packed.start(sequence) * state.width(), own);
    return own;
  }

  /** From [sequence, head, reading, read] with padding to [reading, head, read] without. */
  private static float[] attention(float[] values, int heads, Packed packed, int sequence) {
    int length = packed.length(sequence);
    int longest = packed.longest();
    float[] own = new float[length * heads * length];
    for (int head = 0; head < heads; head++) {
      for (int reading = 0; reading < length; reading++) {
        System.arraycopy(
            values,
            ((sequence * heads + head) * longest + reading) * longest,
            own,
            (reading * heads + head) * length,
            length);
      }
    }
    return own;
  }

  @Override
  public synchronized List<Prediction> predict(List<Query> queries) {
    if (!sizes.predicts()) {
      throw new UnsupportedOperationException(card.name() + " does not predict tokens");
    }
    List<Prediction> predictions = new ArrayList<>();
    int next = 0;
    while (next < queries.size()) {
      int from = next;
      int positions = 0;
      int tokens = 0;
      do {
        positions += queries.get(next).positions().length;
        tokens += queries.get(next).tokenIds().length;
        next++;
      } while (next < queries.size()
          && positions + queries.get(next).positions().length <= PREDICTED_AT_ONCE
          && tokens + queries.get(next).tokenIds().length <= TOKENS_AT_ONCE);
      predictions.addAll(together(queries.subList(from, next), positions));
    }
    return predictions;
  }

  private List<Prediction> together(List<Query> queries, int positions) {
    double[] logs = new double[positions];
    double[] entropies = new double[positions];
    if (positions > 0) {
      List<Query> filled = queries.stream().filter(query -> query.positions().length > 0).toList();
      Packed packed = packed(filled.stream().map(Query::tokenIds).toList());
      long[] asked = new long[positions];
      long[] targets = new long[positions];
      int at = 0;
      for (int i = 0; i < filled.size(); i++) {
        Query query = filled.get(i);
        for (int j = 0; j < query.positions().length; j++) {
          asked[at] = (long) packed.start(i) + query.positions()[j];
          targets[at++] = query.targets()[j];
        }
      }
      open(new Wanted(Set.of(), true));
      Map<String, Tensor> given = packed.inputs(inputs, sizes.sight());
      given.put(Blocks.ASKED, Packed.row(asked));
      given.put(Blocks.TARGETS, new Tensor.Longs(new long[] {positions, 1}, targets));
      Map<String, Tensor> out =
          session.run(given, Set.of(Blocks.LOG_PROBABILITIES, Blocks.ENTROPIES));
      logs = widened(out.get(Blocks.LOG_PROBABILITIES));
      entropies = widened(out.get(Blocks.ENTROPIES));
    }
    List<Prediction> predictions = new ArrayList<>();
    int at = 0;
    for (Query query : queries) {
      int end = at + query.positions().length;
      predictions.add(
          new Prediction(
              Arrays.copyOfRange(logs, at, end), Arrays.copyOfRange(entropies, at, end)));
      at = end;
    }
    return predictions;
  }

  private static double[] widened(Tensor tensor) {
    float[] values = ((Tensor.Floats) tensor).values();
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }

  private Packed packed(List<long[]> sequences) {
    for (long[] sequence : sequences) {
      if (sequence.length > sizes.contextLength()) {
        throw new IllegalArgumentException(
            sequence.length
                + " tokens are more than the "
                + sizes.contextLength()
                + " of "
                + card.name());
      }
    }
    return new Packed(sequences);
  }

  /** Opens a session that computes what is asked, and all that was asked before. */
  private void open(Wanted asked) {
    if (closed) {
      throw new IllegalStateException("'" + card.name() + "' has been closed");
    }
    Wanted all = wanted.and(asked);
    if (session != null && all.equals(wanted)) {
      return;
    }
    closeSession();
    Written written = written(all);
    session =
        parts
            .inference()
            .open(
                written.graph().toBytes(),
                written.weights().places(),
                new Inference.Options(parts.threads(), Set.of()));
    inputs = written.blocks().inputs();
    wanted = all;
  }

  /** The graph for some layers and states, and predictions if asked for: to be looked at. */
  public byte[] graph(Set<Integer> places, boolean predictions) {
    return written(new Wanted(places, predictions)).graph().toBytes();
  }

  private void closeSession() {
    rooms.clear();
    Optional.ofNullable(session).ifPresent(Session::close);
    session = null;
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      try {
        closeSession();
      } finally {
        parts.tokenizer().close();
      }
    }
  }
}
