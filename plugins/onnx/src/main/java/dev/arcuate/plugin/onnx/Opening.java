package dev.arcuate.plugin.onnx;

import dev.arcuate.api.LanguageModel.Card;
import dev.arcuate.api.LanguageModel.State;
import dev.arcuate.api.LanguageModel.Vocabulary;
import dev.arcuate.api.host.Inference;
import dev.arcuate.api.host.Inference.Session;
import dev.arcuate.api.host.Inference.Signature;
import dev.arcuate.api.host.Tensor;
import dev.arcuate.api.host.Tokenizer;
import dev.arcuate.plugin.onnx.GraphInputs.Role;
import dev.arcuate.pretrained.graph.Graph;
import dev.arcuate.pretrained.graph.Structure;
import dev.arcuate.pretrained.graph.Structure.Block;
import dev.arcuate.pretrained.graph.Structure.Layers;
import dev.arcuate.pretrained.graph.Structure.TokenTable;
import dev.arcuate.pretrained.graph.Tables;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** From files to a model in memory: finds its parts and tries them with a few tokens. */
final class Opening {
  private static final long[] TRIAL = {0, 1, 2};

  /** The same up to its last token. */
  private static final long[] OTHER_END = {0, 1, 0};

  /** Names by which 'layers' means something already. */
  private static final Pattern TAKEN =
      Pattern.compile(
          "-?\\d+(\\.\\d+)?|all|tok|tokpos|token|embeddings|before-norm|surprisal|entropy"
              + "|(heads|attention)-\\d+(\\.\\d+)?");

  private static final double SAME = 1e-4;
  private static final double LEAST_OF_VOCABULARY = 0.9;

  private final Inference inference;
  private final OnnxSettings settings;
  private final ModelFiles files;
  private final Path graphFile;
  private final int threads;
  private final Graph graph;
  private final Structure structure;
  private final HubConfig config;
  private final Tables tables;
  private final Optional<EmbeddingTable> table;

  /**
   * @param graphFile the graph to open: that of the files or an untrained twin
   */
  Opening(
      Inference inference, OnnxSettings settings, ModelFiles files, Path graphFile, int threads) {
    this.inference = inference;
    this.settings = settings;
    this.files = files;
    this.graphFile = graphFile;
    this.threads = threads;
    this.graph = new Graph(inference.nodes(graphFile));
    this.structure = new Structure(graph);
    this.config = new HubConfig(files.config());
    this.tables = new Tables(structure, inference.weights(graphFile));
    this.table = settings.embeddings().map(EmbeddingTable::of);
  }

  Graph graph() {
    return graph;
  }

  /** Takes ownership of the tokenizer. */
  OpenOnnx open(Tokenizer tokenizer) {
    List<String> declared = inference.outputs(graphFile).stream().map(Signature::name).toList();
    GraphInputs inputs =
        GraphInputs.of(inference.inputs(graphFile), settings.inputs(), firstPosition());
    requireTable(inputs);
    Layers layers = layers(declared);
    Map<String, String> asked = asked();
    Map<String, String> further = taps(layers, inputs, asked);
    Set<String> tensors = new LinkedHashSet<>(layers.states());
    tensors.addAll(further.values());
    Map<String, Tensor> attention = triedAttention(inputs);
    Sessions sessions = new Sessions(inference, graphFile, threads, tensors);
    try {
      return tried(sessions, tokenizer, inputs, layers, further, asked.keySet(), attention);
    } catch (RuntimeException e) {
      sessions.close();
      throw e;
    }
  }

  /** What config.json says; where there is none, what the table of places shows. */
  private int firstPosition() {
    return config.json().isPresent() ? config.firstPosition() : tables.firstPosition();
  }

  private void requireTable(GraphInputs inputs) {
    if (!inputs.has(Role.IDS) && table.isEmpty()) {
      throw OnnxProblems.incomplete("the graph takes vectors in place of token ids")
          .hint("name a .npy table of one vector per token id with 'embeddings'")
          .exception();
    }
    table.ifPresent(rows -> rows.requireRows(TRIAL.length));
  }

  private Layers layers(List<String> declared) {
    if (settings.tensors().isEmpty()) {
      return structure
          .layers(declared)
          .orElseThrow(
              () ->
                  OnnxProblems.noLayers(
                          "the graph does not show the layers of a transformer: attention and"
                              + " feed-forward parts with a normalisation each",
                          structure.candidates())
                      .exception());
    }
    List<String> states = new ArrayList<>();
    for (String pattern : settings.tensors()) {
      TreeMap<Integer, String> found = structure.matching(pattern);
      if (found.isEmpty()) {
        throw OnnxProblems.noLayers(
                "the graph computes no tensor '" + pattern + "'", structure.candidates())
            .exception();
      }
      states.addAll(found.values());
    }
    return new Layers(states, Optional.empty());
  }

  /** Tensors of one row per token beside the layers, by the names they get. */
  private Map<String, String> taps(Layers layers, GraphInputs inputs, Map<String, String> asked) {
    Map<String, String> taps = new LinkedHashMap<>();
    structure
        .tokenTable(inputs.tokens())
        .flatMap(TokenTable::rows)
        .ifPresent(rows -> taps.put(State.TOKEN, rows));
    layers.beforeNorm().ifPresent(tensor -> taps.put("before-norm", tensor));
    taps.putAll(asked);
    return taps;
  }

  /** What the settings ask for, by name. */
  private Map<String, String> asked() {
    Map<String, String> asked = new LinkedHashMap<>();
    for (Map.Entry<String, String> tap : settings.taps().entrySet()) {
      TreeMap<Integer, String> found = structure.matching(tap.getValue());
      if (found.isEmpty()) {
        throw OnnxProblems.noSuchTap(tap).exception();
      }
      found.forEach(
          (number, tensor) -> {
            String name = tap.getKey().replace("*", Integer.toString(number));
            if (TAKEN.matcher(name).matches()) {
              throw OnnxProblems.tapTaken(name).exception();
            }
            if (asked.put(name, tensor) != null) {
              throw OnnxProblems.tapTwice(name).exception();
            }
          });
    }
    return asked;
  }

  private OpenOnnx tried(
      Sessions sessions,
      Tokenizer tokenizer,
      GraphInputs inputs,
      Layers layers,
      Map<String, String> further,
      Set<String> asked,
      Map<String, Tensor> attention) {
    Session session = sessions.now();
    Optional<Signature> scores = logits(session);
    Set<String> wanted = new LinkedHashSet<>(layers.states());
    wanted.addAll(further.values());
    scores.ifPresent(output -> wanted.add(output.name()));
    Map<String, Tensor> out = OpenOnnx.probe(session, inputs, table, TRIAL, wanted);
    int rows = (int) Math.max(1, inputs.fixedRows());
    int length = inputs.fixedLength() > 0 ? (int) inputs.fixedLength() : TRIAL.length;
    int width = width(layers, out, rows, length);
    List<Tapped> states = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int layer = 0; layer < layers.states().size(); layer++) {
      names.add(layer == 0 ? "embeddings" : Integer.toString(layer));
      states.add(new Tapped(State.vector(names.get(layer), width), layers.states().get(layer)));
    }
    further.forEach(
        (name, tensor) -> {
          int own = Slab.vectorWidth(out.get(tensor), rows, length);
          if (own > 0) {
            states.add(new Tapped(State.vector(name, own), tensor));
          } else if (asked.contains(name)) {
            throw OnnxProblems.noLayers(
                    "tap '"
                        + name
                        + "' has shape "
                        + Arrays.toString(out.get(tensor).shape())
                        + " for "
                        + length
                        + " tokens; [1, "
                        + length
                        + ", width] is expected",
                    List.of())
                .exception();
          }
        });
    int heads = attention(attention, rows, length, width, states);
    boolean causal =
        settings.causal().orElseGet(() -> isCausal(session, inputs, layers, out, width));
    int vocabulary = vocabulary(inputs, scores, out);
    Card card =
        new Card(settings.name().orElse(files.name()), names, width, context(inputs), causal)
            .withStates(heads, OpenOnnx.further(states, names.size()));
    OptionalLong mask =
        causal ? OptionalLong.empty() : SpecialTokens.mask(files.tokenizer(), tokenizer);
    OptionalLong begin =
        causal ? SpecialTokens.begin(files.tokenizer(), tokenizer) : OptionalLong.empty();
    boolean scored =
        scores.isPresent()
            && columns(out.get(scores.get().name())) >= LEAST_OF_VOCABULARY * vocabulary;
    boolean predicts = scored && (causal || mask.isPresent()) && vocabulary > 0;
    if (vocabulary > 0) {
      card = card.withVocabulary(new Vocabulary(vocabulary, begin, mask), predicts);
    }
    return new OpenOnnx(
        sessions,
        tokenizer,
        inputs,
        table,
        card,
        states,
        scores.map(Signature::name),
        graph.dependsOnBatch());
  }

  private static int width(Layers layers, Map<String, Tensor> out, int rows, int length) {
    int width = -1;
    for (String state : layers.states()) {
      int own = Slab.vectorWidth(out.get(state), rows, length);
      if (own < 0 || (width >= 0 && own != width)) {
        throw OnnxProblems.noLayers(
                "tensor '"
                    + state
                    + "' has shape "
                    + Arrays.toString(out.get(state).shape())
                    + " for "
                    + length
                    + " tokens; ["
                    + rows
                    + ", "
                    + length
                    + ", width] is expected, with the same width in each layer",
                List.of())
            .exception();
      }
      width = own;
    }
    return width;
  }

  /**
   * What the heads of all blocks give for a few tokens; empty where config.json tells their number.
   * In a session of its own, since what is tapped cannot be optimised away.
   */
  private Map<String, Tensor> triedAttention(GraphInputs inputs) {
    Set<String> tensors = new LinkedHashSet<>();
    for (Block block : structure.blocks()) {
      block.probabilities().ifPresent(tensors::add);
      block.mixed().ifPresent(tensors::add);
    }
    if (tensors.isEmpty() || config.heads().isPresent()) {
      return Map.of();
    }
    try (Session session = inference.open(graphFile, new Inference.Options(threads, tensors))) {
      return OpenOnnx.probe(session, inputs, table, TRIAL, tensors);
    }
  }

  /** Adds what each head attends to and gives, where the graph shows it; the number of heads. */
  private int attention(
      Map<String, Tensor> out, int rows, int length, int width, List<Tapped> states) {
    int known = 0;
    List<Block> blocks = structure.blocks();
    for (int block = 0; block < blocks.size(); block++) {
      Optional<String> mixed = blocks.get(block).mixed();
      Optional<String> probabilities = blocks.get(block).probabilities();
      if (mixed.isEmpty() || probabilities.isEmpty()) {
        continue;
      }
      int heads =
          out.isEmpty() ? config.heads().orElse(-1) : heads(out, probabilities, rows, length);
      if (heads < 1) {
        continue;
      }
      int columns = out.isEmpty() ? width / heads : columns(out.get(mixed.get()));
      states.add(new Tapped(State.heads(block + 1, heads, heads * columns), mixed.get()));
      states.add(new Tapped(State.attention(block + 1, heads), probabilities.get()));
      known = Math.max(known, heads);
    }
    return known;
  }

  private static int heads(Map<String, Tensor> out, Optional<String> tensor, int rows, int length) {
    return tensor.map(name -> Slab.heads(out.get(name), rows, length)).orElse(-1);
  }

  private static int columns(Tensor tensor) {
    return Math.toIntExact(tensor.shape()[tensor.shape().length - 1]);
  }

  /** Whether the first tokens keep their states when the last one changes. */
  private boolean isCausal(
      Session session, GraphInputs inputs, Layers layers, Map<String, Tensor> one, int width) {
    String last = layers.states().get(layers.states().size() - 1);
    Map<String, Tensor> other = OpenOnnx.probe(session, inputs, table, OTHER_END, Set.of(last));
    float[] before = ((Tensor.Floats) one.get(last)).values();
    float[] after = ((Tensor.Floats) other.get(last)).values();
    double difference = 0;
    double size = 0;
    for (int i = 0; i < (TRIAL.length - 1) * width; i++) {
      difference = Math.max(difference, Math.abs(before[i] - (double) after[i]));
      size = Math.max(size, Math.abs(before[i]));
    }
    return difference <= SAME * size;
  }

  private static Optional<Signature> logits(Session session) {
    return session.outputs().stream()
        .filter(output -> output.name().contains("logits") || output.name().equals("prediction"))
        .filter(output -> output.shape().size() == 3)
        .findFirst();
  }

  /** Rows of the token table, or scores per token; 0 if neither is there. */
  private int vocabulary(GraphInputs inputs, Optional<Signature> scores, Map<String, Tensor> out) {
    int rows =
        table
            .map(EmbeddingTable::vocabulary)
            .orElseGet(() -> tables.vocabulary(inputs.tokens()).orElse(0));
    int scored = scores.map(output -> columns(out.get(output.name()))).orElse(0);
    return rows > 0 ? rows : scored;
  }

  private int context(GraphInputs inputs) {
    if (settings.contextLength().isPresent()) {
      return settings.contextLength().get();
    }
    if (inputs.fixedLength() > 0) {
      return (int) inputs.fixedLength();
    }
    return config.contextLength().orElseGet(tables::contextLength);
  }
}
