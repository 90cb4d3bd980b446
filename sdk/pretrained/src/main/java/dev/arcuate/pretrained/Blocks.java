package dev.arcuate.pretrained;

import dev.arcuate.api.LanguageModel.Card;
import dev.arcuate.api.LanguageModel.State;
import dev.arcuate.api.host.Inference.Device;
import dev.arcuate.api.onnx.OnnxCall;
import dev.arcuate.api.onnx.OnnxGraph;
import dev.arcuate.api.onnx.OnnxType;
import dev.arcuate.api.onnx.OnnxValue;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The parts that transformers are made of. Tokens of all sequences stand one behind another,
 * [tokens × width], so that nothing is computed for padding; only attention sees sequences as rows
 * of equal length.
 */
public final class Blocks {
  static final String TOKENS = "tokens";
  static final String POSITIONS = "positions";
  static final String SLOTS = "slots";
  static final String ROWS = "rows";
  static final String LENGTHS = "lengths";
  static final String BIAS = "bias";
  static final String ASKED = "asked";
  static final String TARGETS = "targets";
  static final String LOG_PROBABILITIES = "log-probabilities";
  static final String ENTROPIES = "entropies";

  private static final String ALL_TOKENS = "tokens";
  private static final String SEQUENCES = "sequences";
  private static final String LONGEST = "longest";

  private final OnnxGraph graph;
  private final Weights weights;
  private final Precision precision;
  private final Dimensions sizes;
  private final Card card;
  private final Wanted wanted;
  private final Device device;
  private final Set<String> inputs = new TreeSet<>();
  private final OnnxValue tokens;
  private final OnnxValue positions;
  private OnnxValue slots = OnnxValue.NONE;
  private OnnxValue rows = OnnxValue.NONE;
  private OnnxValue lengths = OnnxValue.NONE;
  private OnnxValue bias = OnnxValue.NONE;
  private OnnxValue one = OnnxValue.NONE;
  private OnnxValue zero = OnnxValue.NONE;

  Blocks(
      OnnxGraph graph,
      Weights weights,
      Precision precision,
      Dimensions sizes,
      Card card,
      Wanted wanted,
      Device device) {
    this.graph = graph;
    this.weights = weights;
    this.precision = precision;
    this.sizes = sizes;
    this.card = card;
    this.wanted = wanted;
    this.device = device;
    this.tokens = input(TOKENS, OnnxType.INT64, ALL_TOKENS);
    this.positions = input(POSITIONS, OnnxType.INT64, ALL_TOKENS);
  }

  /** The state that follows the residual: normalised, and the sum that goes on. */
  public record Joined(OnnxValue normalised, OnnxValue sum) {}

  /** What an operator that the blocks lack is written with. */
  public OnnxGraph graph() {
    return graph;
  }

  public Weights weights() {
    return weights;
  }

  /** One id per token. */
  public OnnxValue tokens() {
    return tokens;
  }

  /** The place of each token in its sequence, from 0. */
  public OnnxValue positions() {
    return positions;
  }

  /** Blocks to compute: what lies behind is not asked for. */
  public int depth() {
    int depth = wanted.predictions() ? sizes.layers() : 0;
    for (int place : wanted.places()) {
      depth = Math.max(depth, depthOf(place));
    }
    return depth;
  }

  private int depthOf(int place) {
    if (place < card.layers().size()) {
      return place;
    }
    String name = card.at(place).name();
    for (String kind : List.of(State.HEADS, State.ATTENTION)) {
      if (name.startsWith(kind)) {
        return Integer.parseInt(name.substring(kind.length()));
      }
    }
    return 0;
  }

  /** Whether {@link #predict} is to be called. */
  public boolean predicts() {
    return wanted.predictions();
  }

  /** Names a state; it becomes an output if it is asked for. */
  public void state(String name, OnnxValue value) {
    int place = card.place(name);
    if (wanted.places().contains(place)) {
      output(output(place), value);
    }
  }

  /** Names the state of a layer; 0 are the embeddings. */
  public void layer(int layer, OnnxValue value) {
    state(card.layers().get(layer), value);
  }

  static String output(int place) {
    return "state-" + place;
  }

  private void output(String name, OnnxValue value) {
    OnnxValue named =
        precision == Precision.FLOAT32
            ? graph.call("Identity", value).as(name)
            : graph.call("Cast", value).with("to", OnnxType.FLOAT32.number()).as(name);
    graph.output(named);
  }

  /** Rows of a table. */
  public OnnxValue rows(OnnxValue table, OnnxValue indices) {
    return graph.call("Gather", table, indices).value();
  }

  public OnnxValue sum(OnnxValue left, OnnxValue right) {
    return graph.call("Add", left, right).value();
  }

  /**
   * x · W + b.
   *
   * @param offset b, or {@link OnnxValue#NONE}
   * @param outputsFirst whether W is stored [outputs × inputs]
   */
  public OnnxValue linear(OnnxValue x, OnnxValue matrix, OnnxValue offset, boolean outputsFirst) {
    return graph
        .call(
            "Gemm", offset.equals(OnnxValue.NONE) ? List.of(x, matrix) : List.of(x, matrix, offset))
        .with("transB", outputsFirst ? 1 : 0)
        .value();
  }

  /** What bends the inner layer of a feed-forward part. */
  public OnnxValue bent(OnnxValue x, Activation activation) {
    return switch (activation) {
      case GELU -> graph.call("Gelu", x).domain(OnnxGraph.MICROSOFT).value();
      case GELU_TANH -> graph.call("Gelu", x).with("approximate", "tanh").value();
      case RELU -> graph.call("Relu", x).value();
    };
  }

  /**
   * Layer normalisation. On the CPU as the normalisation of an instance with one channel, which is
   * the same and takes a fifth of the time in ONNX Runtime 1.29; on CUDA that one asks for a
   * greater ε than BERT has.
   */
  public OnnxValue normalised(OnnxValue x, OnnxValue scale, OnnxValue shift, double epsilon) {
    if (device == Device.CUDA) {
      return graph
          .call("LayerNormalization", x, scale, shift)
          .with("axis", -1)
          .with("epsilon", (float) epsilon)
          .value();
    }
    if (one.equals(OnnxValue.NONE)) {
      one = graph.constant(graph.freeName("one"), new long[] {1}, new float[] {1});
      zero = graph.constant(graph.freeName("zero"), new long[] {1}, new float[] {0});
    }
    OnnxValue instances = graph.call("Unsqueeze", x, graph.row(1)).value();
    OnnxValue standard =
        graph
            .call("InstanceNormalization", instances, one, zero)
            .with("epsilon", (float) epsilon)
            .value();
    OnnxValue rows = graph.call("Squeeze", standard, graph.row(1)).value();
    return sum(graph.call("Mul", rows, scale).value(), shift);
  }

  /**
   * Adds to the residual and normalises the sum. The runtime has one operator for both, which on
   * the CPU takes five times as long and loses digits to large states: its variance is a difference
   * of squares.
   */
  public Joined joined(
      OnnxValue residual, OnnxValue x, OnnxValue scale, OnnxValue shift, double epsilon) {
    OnnxValue sum = sum(residual, x);
    return new Joined(normalised(sum, scale, shift, epsilon), sum);
  }

  /**
   * Attention within each sequence.
   *
   * @param block counted from 1; names the states of its heads
   * @param scale of the products of queries and keys
   */
  public OnnxValue attention(
      OnnxValue query, OnnxValue key, OnnxValue value, int block, double scale) {
    OnnxValue q = padded(query);
    OnnxValue k = padded(key);
    OnnxValue v = padded(value);
    int probabilities = card.place(State.ATTENTION + block);
    boolean asked = wanted.places().contains(probabilities);
    OnnxValue mixed =
        asked || sizes.sight() == Sight.BEFORE
            ? spelledOut(
                q, k, v, scale, asked ? Optional.of(output(probabilities)) : Optional.empty())
            : fused(q, k, v, scale);
    OnnxValue flat = graph.call("Reshape", mixed, graph.row(-1, sizes.width())).value();
    OnnxValue heads = rows(flat, rowsInput());
    state(State.HEADS + block, heads);
    return heads;
  }

  private OnnxValue padded(OnnxValue packed) {
    if (slots.equals(OnnxValue.NONE)) {
      slots = input(SLOTS, OnnxType.INT64, SEQUENCES, LONGEST);
    }
    return rows(packed, slots);
  }

  private OnnxValue rowsInput() {
    if (rows.equals(OnnxValue.NONE)) {
      rows = input(ROWS, OnnxType.INT64, ALL_TOKENS);
    }
    return rows;
  }

  /** Tokens to the right are out of sight of a causal model, padding included. */
  private OnnxValue fused(OnnxValue q, OnnxValue k, OnnxValue v, double scale) {
    OnnxCall call;
    if (sizes.causal()) {
      call =
          graph
              .call("MultiHeadAttention", q, k, v)
              .domain(OnnxGraph.MICROSOFT)
              .with("unidirectional", 1);
    } else {
      if (lengths.equals(OnnxValue.NONE)) {
        lengths = input(LENGTHS, OnnxType.INT32, SEQUENCES);
      }
      call =
          graph
              .call("MultiHeadAttention", q, k, v, OnnxValue.NONE, lengths)
              .domain(OnnxGraph.MICROSOFT);
    }
    return call.with("num_heads", sizes.heads()).with("scale", (float) scale).value();
  }

  private OnnxValue spelledOut(
      OnnxValue q, OnnxValue k, OnnxValue v, double scale, Optional<String> probabilities) {
    OnnxValue scores = graph.call("MatMul", perHead(q, 0, 2, 1, 3), perHead(k, 0, 2, 3, 1)).value();
    OnnxValue factor = graph.scalar((float) scale);
    OnnxValue scaled = graph.call("Mul", scores, cast(factor)).value();
    if (bias.equals(OnnxValue.NONE)) {
      bias = cast(input(BIAS, OnnxType.FLOAT32, "any", 1, "reading", LONGEST));
    }
    OnnxValue seen = graph.call("Softmax", sum(scaled, bias)).with("axis", -1).value();
    probabilities.ifPresent(name -> output(name, seen));
    OnnxValue mixed = graph.call("MatMul", seen, perHead(v, 0, 2, 1, 3)).value();
    return graph.call("Transpose", mixed).with("perm", new long[] {0, 2, 1, 3}).value();
  }

  private OnnxValue perHead(OnnxValue x, long... order) {
    OnnxValue split =
        graph.call("Reshape", x, graph.row(0, 0, sizes.heads(), sizes.headWidth())).value();
    return graph.call("Transpose", split).with("perm", order).value();
  }

  private OnnxValue cast(OnnxValue value) {
    return precision == Precision.FLOAT32
        ? value
        : graph.call("Cast", value).with("to", precision.type().number()).value();
  }

  /** The states of the tokens that predictions are asked for. */
  public OnnxValue asked(OnnxValue states) {
    return rows(states, input(ASKED, OnnxType.INT64, "asked"));
  }

  /**
   * Makes log-probabilities of the targets and entropies the outputs.
   *
   * @param logits [asked tokens × vocabulary]
   */
  public void predict(OnnxValue logits) {
    OnnxValue wide =
        precision == Precision.FLOAT32
            ? logits
            : graph.call("Cast", logits).with("to", OnnxType.FLOAT32.number()).value();
    OnnxValue log = graph.call("LogSoftmax", wide).with("axis", -1).value();
    OnnxValue targets = input(TARGETS, OnnxType.INT64, "asked", 1);
    graph.output(graph.call("GatherElements", log, targets).with("axis", 1).as(LOG_PROBABILITIES));
    OnnxValue products = graph.call("Mul", graph.call("Exp", log).value(), log).value();
    OnnxValue total = graph.call("ReduceSum", products, graph.row(1)).with("keepdims", 0).value();
    graph.output(graph.call("Neg", total).as(ENTROPIES));
  }

  private OnnxValue input(String name, OnnxType type, Object... shape) {
    inputs.add(name);
    return graph.input(name, type, shape);
  }

  /** Names of what the graph takes. */
  Set<String> inputs() {
    return Set.copyOf(inputs);
  }
}
