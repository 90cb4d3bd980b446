package dev.arcuate.engine.inspect;

import dev.arcuate.api.Inspector;
import dev.arcuate.api.host.Inference;
import dev.arcuate.api.host.Inference.Node;
import dev.arcuate.api.host.Inference.Signature;
import dev.arcuate.api.value.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** ONNX graphs: what goes in, what comes out, and every tensor that can be tapped. */
final class OnnxInspector implements Inspector {
  private final Inference inference;

  OnnxInspector(Inference inference) {
    this.inference = inference;
  }

  @Override
  public String id() {
    return "inspect-onnx";
  }

  @Override
  public String summary() {
    return "graphs (.onnx)";
  }

  @Override
  public Optional<Inspection> inspect(Path path) {
    if (!Files.isRegularFile(path) || !path.toString().endsWith(".onnx")) {
      return Optional.empty();
    }
    List<Node> nodes = inference.nodes(path);
    List<Signature> weights = inference.weights(path);
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("nodes", Integer.toString(nodes.size()));
    facts.put("constants", Integer.toString(weights.size()));
    facts.put("values", Long.toString(values(weights)));
    facts.put("operators", operators(nodes));
    return Optional.of(
        new Inspection(
            "ONNX graph",
            facts,
            List.of(
                new Part("inputs", signatures(inference.inputs(path))),
                new Part("outputs", signatures(inference.outputs(path))),
                new Part("computed tensors, each of which can be tapped", computed(nodes)))));
  }

  private static long values(List<Signature> weights) {
    return weights.stream()
        .mapToLong(weight -> weight.shape().stream().reduce(1L, Math::multiplyExact))
        .sum();
  }

  private static String operators(List<Node> nodes) {
    Map<String, Integer> counts = new TreeMap<>();
    nodes.forEach(node -> counts.merge(node.operator(), 1, Integer::sum));
    List<String> texts = new ArrayList<>();
    counts.forEach((operator, count) -> texts.add(operator + " " + count));
    return String.join(", ", texts);
  }

  private static Table signatures(List<Signature> signatures) {
    return new Table(
        List.of("name", "type", "shape"),
        signatures.stream()
            .map(one -> List.of(one.name(), one.type(), shape(one.shape())))
            .toList());
  }

  private static String shape(List<Long> shape) {
    return "["
        + String.join(
            ", ", shape.stream().map(size -> size < 0 ? "open" : size.toString()).toList())
        + "]";
  }

  private static Table computed(List<Node> nodes) {
    List<List<String>> rows = new ArrayList<>();
    for (Node node : nodes) {
      for (String output : node.outputs()) {
        if (!output.isEmpty()) {
          rows.add(List.of(output, node.operator()));
        }
      }
    }
    return new Table(List.of("name", "made by"), rows);
  }
}
