package dev.arcuate.pretrained.graph;

import dev.arcuate.api.host.Inference.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The nodes of a graph, with who makes a tensor and who reads it. */
public final class Graph {
  /** Operators that round to 8 bits by the range of all that goes through them at once. */
  private static final Set<String> QUANTISED_BY_RANGE =
      Set.of("DynamicQuantizeLinear", "DynamicQuantizeMatMul");

  private final List<Node> nodes;
  private final Map<String, Integer> makers = new HashMap<>();
  private final Map<String, List<Node>> readers = new HashMap<>();

  public Graph(List<Node> nodes) {
    this.nodes = List.copyOf(nodes);
    for (int place = 0; place < nodes.size(); place++) {
      for (String output : nodes.get(place).outputs()) {
        makers.put(output, place);
      }
      for (String input : nodes.get(place).inputs()) {
        readers.computeIfAbsent(input, name -> new ArrayList<>()).add(nodes.get(place));
      }
    }
  }

  /** In file order, in which every tensor is made before it is read. */
  public List<Node> nodes() {
    return nodes;
  }

  /** Names of all tensors that nodes compute, in file order. */
  public Set<String> computed() {
    Set<String> names = new LinkedHashSet<>();
    nodes.forEach(node -> names.addAll(node.outputs()));
    names.remove("");
    return names;
  }

  /** Empty for inputs and constants. */
  Optional<Node> maker(String tensor) {
    return Optional.ofNullable(makers.get(tensor)).map(nodes::get);
  }

  /** Who makes a tensor by one of the given operators. */
  Optional<Node> maker(String tensor, Set<String> operators) {
    return maker(tensor).filter(node -> operators.contains(node.operator()));
  }

  List<Node> readers(String tensor) {
    return readers.getOrDefault(tensor, List.of());
  }

  boolean isRead(String tensor, Set<String> operators) {
    return readers(tensor).stream().anyMatch(node -> operators.contains(node.operator()));
  }

  /** The first node with one of the operators that a tensor leads to through others. */
  Optional<Node> leadsTo(String tensor, Set<String> operators, Set<String> through) {
    Deque<String> open = new ArrayDeque<>(List.of(tensor));
    Set<String> seen = new HashSet<>();
    while (!open.isEmpty()) {
      String at = open.poll();
      if (!seen.add(at)) {
        continue;
      }
      for (Node reader : readers(at)) {
        if (operators.contains(reader.operator())) {
          return Optional.of(reader);
        }
        if (through.contains(reader.operator())) {
          open.addAll(reader.outputs());
        }
      }
    }
    return Optional.empty();
  }

  /** Whether a sequence's numbers change with what else is in the batch, padding included. */
  public boolean dependsOnBatch() {
    return nodes.stream().anyMatch(node -> QUANTISED_BY_RANGE.contains(node.operator()));
  }
}
