package dev.arcuate.api;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.host.Tokenizer;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Token ids → hidden states. The engine turns text into tokens, contexts and batches, and hidden
 * states into one row per word, in the same way for every model: see {@code with:} settings {@code
 * layers}, {@code context} and {@code pooling} of any language-model step.
 *
 * <p>Only hidden states are required. What a model offers beyond them it says in its {@link Card}:
 * further {@linkplain State states}, predictions of tokens, an untrained twin.
 *
 * @param <S> the settings record
 */
public interface LanguageModel<S extends Record> extends Component<S> {

  /**
   * What is known of a model before it runs. Layers and further states share one sequence of
   * places: first all layers, then all states.
   *
   * @param name as it appears in results, such as {@code all-MiniLM-L6-v2}
   * @param layers names of all layers in order; index 0 is the embedding layer: what enters the
   *     first block, positions included
   * @param width dimensions of a hidden state
   * @param contextLength greatest number of tokens in one call, special tokens included
   * @param causal whether a token sees only what stands to its left
   * @param heads attention heads per block, 0 if not known
   * @param states what can be asked for beside the layers; no name is that of a layer
   * @param vocabulary its tokens, empty if nothing is known of them
   * @param predicts whether {@link Open#predict} works
   */
  record Card(
      String name,
      List<String> layers,
      int width,
      int contextLength,
      boolean causal,
      int heads,
      List<State> states,
      Optional<Vocabulary> vocabulary,
      boolean predicts) {
    public Card {
      requireNonNull(name, "name");
      requireNonNull(vocabulary, "vocabulary");
      layers = List.copyOf(layers);
      states = List.copyOf(states);
      Set<String> names = new HashSet<>(layers);
      for (State state : states) {
        if (!names.add(state.name())) {
          throw new IllegalArgumentException("two states are named '" + state.name() + "'");
        }
      }
    }

    /** A model that offers hidden states only. */
    public Card(String name, List<String> layers, int width, int contextLength, boolean causal) {
      this(name, layers, width, contextLength, causal, 0, List.of(), Optional.empty(), false);
    }

    /** The same card with further states. */
    public Card withStates(int heads, List<State> states) {
      return new Card(
          name, layers, width, contextLength, causal, heads, states, vocabulary, predicts);
    }

    /** The same card with what is known of its tokens. */
    public Card withVocabulary(Vocabulary vocabulary, boolean predicts) {
      return new Card(
          name,
          layers,
          width,
          contextLength,
          causal,
          heads,
          states,
          Optional.of(vocabulary),
          predicts);
    }

    /** The layer or state at a place; layers come first. */
    public State at(int place) {
      return place < layers.size()
          ? State.vector(layers.get(place), width)
          : states.get(place - layers.size());
    }

    /** The place of a layer or state, or −1. */
    public int place(String name) {
      int layer = layers.indexOf(name);
      if (layer >= 0) {
        return layer;
      }
      for (int state = 0; state < states.size(); state++) {
        if (states.get(state).name().equals(name)) {
          return layers.size() + state;
        }
      }
      return -1;
    }
  }

  /**
   * Something that a model computes for each token beside its layers. Names that are used in the
   * same sense by all models: {@link #TOKEN}, {@link #HEADS} and {@link #ATTENTION} followed by the
   * number of a block, counted from 1.
   *
   * @param name kebab-case, unique among layers and states
   * @param kind what a row holds
   * @param parts groups of columns of equal width within a row, such as the heads of a block; 1 if
   *     the row is a whole
   * @param width columns of a row; 0 for {@link Kind#ATTENTION}, whose rows are as wide as the
   *     sequence is long, once per head
   */
  record State(String name, Kind kind, int parts, int width) {
    /** The row of the token table alone, without position, segment or normalisation. */
    public static final String TOKEN = "token";

    /**
     * Followed by a number: per head, the values that its attention has mixed, side by side, before
     * the projection that mixes the heads.
     */
    public static final String HEADS = "heads-";

    /** Followed by a number: per head, the attention of a token to all tokens. */
    public static final String ATTENTION = "attention-";

    /** What a row holds. */
    public enum Kind {
      /** A vector of fixed width. */
      VECTOR,
      /** Per head, a probability for each token of the sequence: [parts × tokens]. */
      ATTENTION
    }

    public State {
      requireNonNull(name, "name");
      requireNonNull(kind, "kind");
      boolean fits = kind == Kind.ATTENTION ? width == 0 : width > 0 && width % parts == 0;
      if (parts < 1 || !fits) {
        throw new IllegalArgumentException(
            "state '" + name + "' cannot have " + parts + " parts in a width of " + width);
      }
    }

    /** A vector of one part. */
    public static State vector(String name, int width) {
      return new State(name, Kind.VECTOR, 1, width);
    }

    /** The outputs of all heads of a block, counted from 1. */
    public static State heads(int block, int heads, int width) {
      return new State(HEADS + block, Kind.VECTOR, heads, width);
    }

    /** The attention of all heads of a block, counted from 1. */
    public static State attention(int block, int heads) {
      return new State(ATTENTION + block, Kind.ATTENTION, heads, 0);
    }

    /** Columns of a token's row in a sequence of so many tokens. */
    public int width(int tokens) {
      return kind == Kind.ATTENTION ? Math.multiplyExact(parts, tokens) : width;
    }
  }

  /**
   * A model's tokens.
   *
   * @param size rows of its token table: greatest id + 1
   * @param begin the token that stands for the start of a text, if it was trained with one
   * @param mask the token that stands for a hidden one
   */
  record Vocabulary(int size, OptionalLong begin, OptionalLong mask) {
    public Vocabulary {
      requireNonNull(begin, "begin");
      requireNonNull(mask, "mask");
    }
  }

  /**
   * A question for probabilities within one sequence.
   *
   * @param tokenIds the sequence, special tokens included
   * @param positions where the model's output is read. The output of a causal model at a position
   *     is about the next token, that of a masked one about the token there.
   * @param targets per position, the token whose probability is asked for
   */
  record Query(long[] tokenIds, int[] positions, long[] targets) {
    public Query {
      if (positions.length != targets.length) {
        throw new IllegalArgumentException(
            positions.length + " positions, but " + targets.length + " targets");
      }
    }
  }

  /**
   * The answer to a {@link Query}; both arrays have one entry per position.
   *
   * @param logProbabilities natural logarithm of the probability of the target
   * @param entropies of the distribution over the whole vocabulary, in nats
   */
  record Prediction(double[] logProbabilities, double[] entropies) {}

  /** A model in memory, owned by one task and closed by the engine. */
  interface Open extends AutoCloseable {
    Card card();

    Tokenizer tokenizer();

    /**
     * Runs a batch once for all states asked for. Sequences may differ in length; padding must not
     * change the result.
     *
     * @param tokenIds one row per sequence, special tokens included, each at most {@link
     *     Card#contextLength}
     * @param layers places of layers and states, see {@link Card#at}
     * @return float32, one entry per sequence, then per asked state: [tokens × its width],
     *     row-major
     */
    float[][][] hiddenStates(long[][] tokenIds, int[] layers);

    /**
     * Probabilities of tokens. Called only if {@link Card#predicts}; an implementation reduces the
     * vocabulary inside the graph where it can.
     *
     * @param queries of any lengths; padding must not change the result
     * @return one entry per query
     */
    default List<Prediction> predict(List<Query> queries) {
      throw new UnsupportedOperationException(card().name() + " does not predict tokens");
    }

    /**
     * The same model with its tokens kept from attending to themselves and to what follows them:
     * the quirk {@code mlm.mask-exclusive}. The first token, which has nothing to its left, attends
     * to all of its sequence. Asked for only if the card is not causal, and before anything else.
     * What is returned takes the place of this model, which is neither used nor closed any more;
     * its card says that it is causal, so that one pass serves all words of a context, and predicts
     * nothing.
     *
     * @throws ProblemException {@code MASK_EXCLUSIVE_UNSUPPORTED} by default
     */
    default Open maskedExclusively() {
      throw Problem.user(
              "MASK_EXCLUSIVE_UNSUPPORTED",
              "the quirk mlm.mask-exclusive changes what every block of '"
                  + card().name()
                  + "' attends to, which can be done only where its graph is written from weights")
          .hint("use the component 'bert' with a folder of weights, or leave out the quirk")
          .exception();
    }

    @Override
    void close();
  }

  /**
   * Loads a model.
   *
   * @throws ProblemException if the files do not hold such a model
   */
  Open open(S settings, Task task) throws IOException;

  /**
   * Loads a model of the same architecture that has learnt nothing: all its weights are drawn anew.
   * Equal seeds give equal weights.
   *
   * @param seed the value of the setting {@code untrained} of any language-model step
   * @throws ProblemException {@code UNTRAINED_UNSUPPORTED} by default
   */
  default Open openUntrained(S settings, long seed, Task task) throws IOException {
    throw Problem.user(
            "UNTRAINED_UNSUPPORTED", "'" + id() + "' cannot make an untrained twin of its model")
        .hint("leave out 'untrained', or use a component that can: gpt2, bert or onnx")
        .exception();
  }
}
