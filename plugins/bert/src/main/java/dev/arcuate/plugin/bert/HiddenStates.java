package dev.arcuate.plugin.bert;

import dev.arcuate.api.Problem;
import dev.arcuate.api.host.Inference.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the tensors that hold the hidden states of a BERT-like graph: the normalised embeddings and
 * what each layer ends with. It goes by structure, since exporters name tensors as they like: each
 * layer is an attention, a normalisation, and a second normalisation after the feed-forward part,
 * and what the layer ends with is read by the next one twice, once past the attention.
 */
final class HiddenStates {
  /** A softmax over positions, or operators that hide it, as an optimised graph has them. */
  private static final List<String> ATTENTIONS =
      List.of("Softmax", "Attention", "MultiHeadAttention", "QAttention", "PackedAttention");

  private static final List<String> NORMALISATIONS =
      List.of("LayerNormalization", "SkipLayerNormalization", "EmbedLayerNormalization");

  private static final int LONGEST_LIST = 6;

  /** What reads a state past the attention. */
  private static final List<String> RESIDUALS = List.of("Add", "SkipLayerNormalization");

  private HiddenStates() {}

  /**
   * Names of the tensors in order, embeddings first.
   *
   * @param wanted the setting {@code tensors}; empty to have them found
   * @throws dev.arcuate.api.ProblemException {@code BERT_LAYERS_NOT_FOUND}
   */
  static List<String> of(Graph graph, List<String> wanted) {
    if (!wanted.isEmpty()) {
      return named(graph, wanted);
    }
    return byStructure(graph)
        .orElseThrow(
            () ->
                notFound(
                        graph,
                        "the graph does not have the layers of a BERT: embeddings, then attention"
                            + " and feed-forward parts that each end in a normalisation")
                    .exception());
  }

  private static Optional<List<String>> byStructure(Graph graph) {
    List<String> normalised = new ArrayList<>();
    List<Integer> before = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (ATTENTIONS.contains(node.operator())) {
        before.add(normalised.size());
      } else if (isNormalisation(graph, node)) {
        normalised.add(node.outputs().get(0));
      }
    }
    int layers = before.size();
    if (layers == 0 || normalised.size() < 2 * layers + 1) {
      return Optional.empty();
    }
    List<String> states = new ArrayList<>();
    for (int layer = 0; layer <= layers; layer++) {
      String state = normalised.get(2 * layer);
      states.add(state);
      boolean inPlace =
          layer == layers || (before.get(layer) == 2 * layer + 1 && graph.isRead(state, RESIDUALS));
      if (!inPlace) {
        return Optional.empty();
      }
    }
    return Optional.of(states);
  }

  /** One operator, or (x − mean) / sqrt(variance + ε) · weight + bias. */
  private static boolean isNormalisation(Graph graph, Node node) {
    if (NORMALISATIONS.contains(node.operator())) {
      return true;
    }
    return node.operator().equals("Add")
        && node.inputs().stream()
            .flatMap(input -> graph.maker(input, "Mul").stream())
            .flatMap(scaled -> scaled.inputs().stream())
            .flatMap(input -> graph.maker(input, "Div").stream())
            .anyMatch(ratio -> graph.maker(ratio.inputs().get(1), "Sqrt").isPresent());
  }

  private static List<String> named(Graph graph, List<String> wanted) {
    List<String> computed =
        graph.nodes().stream().flatMap(node -> node.outputs().stream()).distinct().toList();
    List<String> states = new ArrayList<>();
    for (String name : wanted) {
      List<String> matches = name.contains("*") ? numbered(computed, name) : List.of(name);
      if (matches.isEmpty() || !computed.containsAll(matches)) {
        throw notFound(graph, "the graph computes no tensor '" + name + "'").exception();
      }
      states.addAll(matches);
    }
    if (states.size() < 2) {
      throw notFound(
              graph, "'tensors' names only one: embeddings and at least one layer are needed")
          .exception();
    }
    return states;
  }

  /** Tensors named by a pattern, in the order of the number in place of its star. */
  private static List<String> numbered(List<String> computed, String pattern) {
    String[] parts = pattern.split("\\*", 2);
    Pattern name = Pattern.compile(Pattern.quote(parts[0]) + "(\\d+)" + Pattern.quote(parts[1]));
    TreeMap<Integer, String> found = new TreeMap<>(Comparator.naturalOrder());
    for (String tensor : computed) {
      Matcher matcher = name.matcher(tensor);
      if (matcher.matches()) {
        found.put(Integer.parseInt(matcher.group(1)), tensor);
      }
    }
    return List.copyOf(found.values());
  }

  private static Problem notFound(Graph graph, String message) {
    List<String> candidates =
        graph.nodes().stream()
            .filter(node -> isNormalisation(graph, node))
            .map(node -> node.outputs().get(0))
            .toList();
    String known =
        candidates.isEmpty()
            ? ""
            : "; its normalisations give "
                + String.join(
                    ", ", candidates.subList(0, Math.min(LONGEST_LIST, candidates.size())))
                + (candidates.size() > LONGEST_LIST ? " …" : "");
    return Problem.data("BERT_LAYERS_NOT_FOUND", message)
        .hint("name the hidden states with 'tensors:', embeddings first" + known);
  }
}
