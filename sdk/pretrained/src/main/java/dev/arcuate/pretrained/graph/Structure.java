package dev.arcuate.pretrained.graph;

import dev.arcuate.api.host.Inference.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a transformer's graph computes, found by its structure, since exporters name tensors as they
 * like. Two families are known. In one (BERT) each half of a block ends in a normalisation, which
 * the next half reads twice, once past its attention or feed-forward part. In the other (GPT-2)
 * each half begins with one, and what it normalises runs past it.
 */
public final class Structure {
  /** Operators that hide a whole attention, as an optimised graph has them. */
  private static final Set<String> FUSED =
      Set.of(
          "Attention",
          "MultiHeadAttention",
          "GroupQueryAttention",
          "QAttention",
          "PackedAttention");

  private static final Set<String> RESIDUALS =
      Set.of("Add", "SkipLayerNormalization", "SkipSimplifiedLayerNormalization", "Sum");

  private static final Set<String> PRODUCTS = Set.of("MatMul", "FusedMatMul", "Einsum");

  /** What may stand between the probabilities of an attention and the values they mix. */
  private static final Set<String> TRANSPARENT =
      Set.of("Cast", "Dropout", "Identity", "Where", "Mul", "Div", "QuantizeLinear");

  private static final Set<String> SAME_IDS = Set.of("Cast", "Identity", "Reshape", "Unsqueeze");

  /** A table behind them has as many rows. */
  private static final Set<String> SAME_ROWS = Set.of("Cast", "Identity", "DequantizeLinear");

  /** Which input of the fused operator of embeddings holds the table of tokens. */
  private static final int WORDS = 2;

  private static final Pattern DECLARED =
      Pattern.compile("(?:.*[./])?(?:hidden_states?|encoder_hidden_states?)[._](\\d+)");

  private final Graph graph;
  private final List<Norm> norms;
  private final List<Block> blocks;

  /**
   * An attention.
   *
   * @param place of its softmax or fused operator
   * @param probabilities after the softmax, if they exist
   * @param mixed values mixed by them, per head, if they exist
   */
  public record Block(int place, Optional<String> probabilities, Optional<String> mixed) {}

  /**
   * The hidden states of a graph.
   *
   * @param states names of tensors, embeddings first
   * @param beforeNorm the last block's result before a final normalisation, if there is one
   */
  public record Layers(List<String> states, Optional<String> beforeNorm) {
    public Layers {
      states = List.copyOf(states);
    }
  }

  public Structure(Graph graph) {
    this.graph = graph;
    this.norms = Norm.in(graph);
    this.blocks = blocks(graph);
  }

  private static List<Block> blocks(Graph graph) {
    List<Block> blocks = new ArrayList<>();
    for (int place = 0; place < graph.nodes().size(); place++) {
      Node node = graph.nodes().get(place);
      if (FUSED.contains(node.operator())) {
        blocks.add(new Block(place, Optional.empty(), Optional.empty()));
      } else if (node.operator().equals("Softmax")) {
        String probabilities = node.outputs().get(0);
        Optional<Node> product = graph.leadsTo(probabilities, PRODUCTS, TRANSPARENT);
        if (product.isPresent()) {
          blocks.add(
              new Block(
                  place, Optional.of(probabilities), product.map(mix -> mix.outputs().get(0))));
        }
      }
    }
    return blocks;
  }

  /** The attentions in file order. */
  public List<Block> blocks() {
    return List.copyOf(blocks);
  }

  /** What comes out of normalisations, for a person who has to choose. */
  public List<String> candidates() {
    return norms.stream().map(Norm::output).toList();
  }

  /**
   * The hidden states: those that the graph declares as outputs, or those that its structure shows.
   *
   * @param declared names of the graph's outputs
   */
  public Optional<Layers> layers(List<String> declared) {
    TreeMap<Integer, String> numbered = new TreeMap<>(Comparator.naturalOrder());
    for (String output : declared) {
      Matcher matcher = DECLARED.matcher(output);
      if (matcher.matches()) {
        numbered.put(Integer.parseInt(matcher.group(1)), output);
      }
    }
    if (numbered.size() > 1) {
      return Optional.of(new Layers(List.copyOf(numbered.values()), Optional.empty()));
    }
    if (blocks.isEmpty()) {
      return Optional.empty();
    }
    return normalisedLast().or(this::normalisedFirst);
  }

  /**
   * Those of BERT and its relatives: embeddings, then two halves of each block, each normalised.
   */
  public Optional<Layers> normalisedLast() {
    int count = blocks.size();
    if (count == 0 || norms.size() < 2 * count + 1) {
      return Optional.empty();
    }
    List<String> states = new ArrayList<>();
    for (int layer = 0; layer <= count; layer++) {
      Norm norm = norms.get(2 * layer);
      states.add(norm.output());
      boolean inPlace =
          layer == count
              || (normsBefore(blocks.get(layer).place()) == 2 * layer + 1
                  && graph.isRead(norm.output(), RESIDUALS));
      if (!inPlace) {
        return Optional.empty();
      }
    }
    return Optional.of(new Layers(states, Optional.empty()));
  }

  private long normsBefore(int place) {
    return norms.stream().filter(norm -> norm.place() < place).count();
  }

  /** GPT-2 and most that came after it: a block reads a state through a normalisation. */
  private Optional<Layers> normalisedFirst() {
    List<String> states = new ArrayList<>();
    int from = -1;
    for (Block block : blocks) {
      Optional<Norm> last = Optional.empty();
      for (Norm norm : norms) {
        boolean runsPast = norm.input().filter(this::runsOn).isPresent();
        if (norm.place() > from && norm.place() < block.place() && runsPast) {
          last = Optional.of(norm);
        }
      }
      Optional<String> state = last.flatMap(Norm::input);
      if (state.isEmpty() || states.contains(state.get())) {
        return Optional.empty();
      }
      states.add(state.get());
      from = block.place();
    }
    int after = from;
    Optional<Norm> end =
        norms.stream().filter(norm -> norm.place() > after).reduce((one, other) -> other);
    if (end.isEmpty() || end.get().input().filter(this::runsOn).isPresent()) {
      return Optional.empty();
    }
    states.add(end.get().output());
    return Optional.of(new Layers(states, end.get().input()));
  }

  private boolean runsOn(String tensor) {
    return graph.isRead(tensor, RESIDUALS);
  }

  /**
   * The table that token ids are looked up in: by a gather, or by the fused operator of an
   * optimised graph.
   */
  public Optional<TokenTable> tokenTable(String tokenIds) {
    Set<String> ids = new HashSet<>(Set.of(tokenIds));
    for (Node node : graph.nodes()) {
      if (SAME_IDS.contains(node.operator()) && ids.contains(input(node, 0))) {
        ids.addAll(node.outputs());
      } else if (node.operator().equals("Gather") && ids.contains(input(node, 1))) {
        return Optional.of(
            new TokenTable(stored(input(node, 0)), Optional.of(node.outputs().get(0))));
      } else if (node.operator().equals("EmbedLayerNormalization")
          && ids.contains(input(node, 0))) {
        return Optional.of(new TokenTable(stored(input(node, WORDS)), Optional.empty()));
      }
    }
    return Optional.empty();
  }

  /** The weight that a table is made of, row by row. */
  private String stored(String table) {
    String at = table;
    Optional<Node> maker = graph.maker(at, SAME_ROWS);
    while (maker.isPresent()) {
      at = input(maker.get(), 0);
      maker = graph.maker(at, SAME_ROWS);
    }
    return at;
  }

  /** Empty for one that is left out. */
  private static String input(Node node, int place) {
    return place < node.inputs().size() ? node.inputs().get(place) : "";
  }

  /**
   * Where tokens become vectors.
   *
   * @param weight name of the stored table, of one row per token
   * @param rows name of the tensor of rows looked up; empty where a fused operator adds to them
   */
  public record TokenTable(String weight, Optional<String> rows) {}

  /**
   * Tensors named by a pattern whose star stands for a number, in the order of that number; or the
   * one of that very name.
   */
  public TreeMap<Integer, String> matching(String pattern) {
    TreeMap<Integer, String> found = new TreeMap<>(Comparator.naturalOrder());
    int star = pattern.indexOf('*');
    if (star < 0) {
      if (graph.computed().contains(pattern)) {
        found.put(0, pattern);
      }
      return found;
    }
    String[] parts = pattern.split("\\*", -1);
    StringBuilder expression = new StringBuilder(Pattern.quote(parts[0]));
    for (int part = 1; part < parts.length; part++) {
      // The second and later stars stand for the same number as the first.
      expression.append(part == 1 ? "(\\d+)" : "\\1").append(Pattern.quote(parts[part]));
    }
    Pattern name = Pattern.compile(expression.toString());
    for (String tensor : graph.computed()) {
      Matcher matcher = name.matcher(tensor);
      if (matcher.matches()) {
        found.put(Integer.parseInt(matcher.group(1)), tensor);
      }
    }
    return found;
  }
}
