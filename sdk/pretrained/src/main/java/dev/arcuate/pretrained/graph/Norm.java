package dev.arcuate.pretrained.graph;

import dev.arcuate.api.host.Inference.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A normalisation of hidden states: one operator, or several that exporters write for it.
 *
 * @param place of its last node in the graph
 * @param input what is normalised; empty if one operator sums and normalises, and keeps the sum to
 *     itself
 * @param output with weight and bias applied
 */
record Norm(int place, Optional<String> input, String output) {
  private static final Set<String> PLAIN =
      Set.of("LayerNormalization", "SimplifiedLayerNormalization", "RMSNormalization");

  /** These add a residual before they normalise; the sum is their fourth result. */
  private static final Set<String> WITH_SUM =
      Set.of("SkipLayerNormalization", "SkipSimplifiedLayerNormalization");

  private static final int SUM = 3;

  /** All normalisations in file order. */
  static List<Norm> in(Graph graph) {
    List<Norm> norms = new ArrayList<>();
    for (int place = 0; place < graph.nodes().size(); place++) {
      Node node = graph.nodes().get(place);
      Optional<String> input = input(graph, node);
      if (input.isPresent() || WITH_SUM.contains(node.operator())) {
        norms.add(new Norm(place, input, node.outputs().get(0)));
      }
    }
    return norms;
  }

  private static Optional<String> input(Graph graph, Node node) {
    if (PLAIN.contains(node.operator()) || node.operator().equals("EmbedLayerNormalization")) {
      return Optional.of(node.inputs().get(0));
    }
    if (WITH_SUM.contains(node.operator())) {
      return node.outputs().stream().skip(SUM).findFirst().filter(sum -> !sum.isEmpty());
    }
    return switch (node.operator()) {
      case "Add" -> centred(graph, node);
      case "Mul" -> uncentred(graph, node);
      default -> Optional.empty();
    };
  }

  /** (x − mean) / sqrt(variance + ε) · weight + bias. */
  private static Optional<String> centred(Graph graph, Node sum) {
    return sum.inputs().stream()
        .flatMap(input -> graph.maker(input, Set.of("Mul")).stream())
        .flatMap(scaled -> scaled.inputs().stream())
        .flatMap(input -> graph.maker(input, Set.of("Div")).stream())
        .filter(ratio -> graph.maker(ratio.inputs().get(1), Set.of("Sqrt")).isPresent())
        .flatMap(ratio -> graph.maker(ratio.inputs().get(0), Set.of("Sub")).stream())
        .map(difference -> difference.inputs().get(0))
        .findFirst();
  }

  /** weight · (x / sqrt(mean square + ε)), in one of the forms in which it is written. */
  private static Optional<String> uncentred(Graph graph, Node product) {
    boolean weighted = product.inputs().stream().anyMatch(input -> graph.maker(input).isEmpty());
    if (!weighted) {
      return Optional.empty();
    }
    for (String input : product.inputs()) {
      Optional<Node> maker = graph.maker(behindCasts(graph, input));
      Optional<String> x = maker.flatMap(node -> overRoot(graph, node));
      if (x.isPresent()) {
        // What runs past the block may be the tensor before a cast or after it.
        return x.map(name -> graph.isRead(name, Set.of("Add")) ? name : behindCasts(graph, name));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> overRoot(Graph graph, Node node) {
    if (node.operator().equals("Div")) {
      return graph
          .maker(node.inputs().get(1), Set.of("Sqrt"))
          .filter(root -> graph.maker(node.inputs().get(0), Set.of("Sub")).isEmpty())
          .map(root -> node.inputs().get(0));
    }
    if (!node.operator().equals("Mul")) {
      return Optional.empty();
    }
    for (int side = 0; side < 2; side++) {
      boolean inverse =
          graph
              .maker(node.inputs().get(side), Set.of("Reciprocal", "Div"))
              .filter(
                  one ->
                      graph
                          .maker(one.inputs().get(one.inputs().size() - 1), Set.of("Sqrt"))
                          .isPresent())
              .isPresent();
      if (inverse) {
        return Optional.of(node.inputs().get(1 - side));
      }
    }
    return Optional.empty();
  }

  private static String behindCasts(Graph graph, String tensor) {
    String name = tensor;
    Optional<Node> cast = graph.maker(name, Set.of("Cast"));
    while (cast.isPresent()) {
      name = cast.get().inputs().get(0);
      cast = graph.maker(name, Set.of("Cast"));
    }
    return name;
  }
}
