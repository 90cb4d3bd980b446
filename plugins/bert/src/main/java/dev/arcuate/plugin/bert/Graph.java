package dev.arcuate.plugin.bert;

import dev.arcuate.api.host.Inference.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The nodes of a graph, with who makes a tensor and who reads it. */
final class Graph {
  /** Operators that round to 8 bits by the range of all that goes through them at once. */
  private static final List<String> QUANTISED_BY_RANGE =
      List.of("DynamicQuantizeLinear", "DynamicQuantizeMatMul");

  private final List<Node> nodes;
  private final Map<String, Node> makers = new HashMap<>();
  private final Map<String, List<Node>> readers = new HashMap<>();

  Graph(List<Node> nodes) {
    this.nodes = List.copyOf(nodes);
    for (Node node : nodes) {
      node.outputs().forEach(output -> makers.put(output, node));
      for (String input : node.inputs()) {
        readers.computeIfAbsent(input, name -> new ArrayList<>()).add(node);
      }
    }
  }

  /** In file order, in which every tensor is made before it is read. */
  List<Node> nodes() {
    return nodes;
  }

  /** Who makes a tensor by one of the given operators; empty for inputs and constants. */
  Optional<Node> maker(String tensor, String operator) {
    return Optional.ofNullable(makers.get(tensor)).filter(node -> node.operator().equals(operator));
  }

  boolean isRead(String tensor, List<String> operators) {
    return readers.getOrDefault(tensor, List.of()).stream()
        .anyMatch(node -> operators.contains(node.operator()));
  }

  /** Whether a sequence's numbers change with what else is in the batch, padding included. */
  boolean dependsOnBatch() {
    return nodes.stream().anyMatch(node -> QUANTISED_BY_RANGE.contains(node.operator()));
  }
}
