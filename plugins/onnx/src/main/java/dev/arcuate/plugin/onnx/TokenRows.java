package dev.arcuate.plugin.onnx;

import dev.arcuate.api.host.Inference.Node;
import dev.arcuate.api.host.Inference.Signature;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How many rows the table has that a graph looks token ids up in. */
final class TokenRows {
  /** A table behind them has as many rows. */
  private static final Set<String> SAME_ROWS = Set.of("Cast", "Identity", "DequantizeLinear");

  private static final Set<String> SAME_IDS = Set.of("Cast", "Identity", "Reshape", "Unsqueeze");
  private static final int WORDS = 2;

  private final List<Node> nodes;
  private final List<Signature> weights;

  TokenRows(List<Node> nodes, List<Signature> weights) {
    this.nodes = List.copyOf(nodes);
    this.weights = List.copyOf(weights);
  }

  /** Empty if the table is computed, or not to be found. */
  Optional<Integer> of(String tokenIds) {
    Map<String, String> behind = new HashMap<>();
    Map<String, String> ids = new HashMap<>(Map.of(tokenIds, tokenIds));
    for (Node node : nodes) {
      if (SAME_ROWS.contains(node.operator())) {
        String from = node.inputs().get(0);
        behind.put(node.outputs().get(0), behind.getOrDefault(from, from));
      }
      if (SAME_IDS.contains(node.operator()) && ids.containsKey(node.inputs().get(0))) {
        ids.put(node.outputs().get(0), tokenIds);
      }
      Optional<String> table = table(node, ids.keySet());
      if (table.isPresent()) {
        return rows(behind.getOrDefault(table.get(), table.get()));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> table(Node node, Set<String> ids) {
    List<String> inputs = node.inputs();
    if (node.operator().equals("Gather") && ids.contains(inputs.get(1))) {
      return Optional.of(inputs.get(0));
    }
    boolean embeds = node.operator().equals("EmbedLayerNormalization");
    return embeds && ids.contains(inputs.get(0))
        ? Optional.of(inputs.get(WORDS))
        : Optional.empty();
  }

  private Optional<Integer> rows(String table) {
    return weights.stream()
        .filter(weight -> weight.name().equals(table) && weight.shape().size() == 2)
        .map(weight -> Math.toIntExact(weight.shape().get(0)))
        .findFirst();
  }
}
