package dev.arcuate.pretrained;

import dev.arcuate.api.Problem;
import dev.arcuate.api.Problem.Position;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.host.Inference.Signature;
import dev.arcuate.api.host.Inference.Weight;
import dev.arcuate.api.onnx.OnnxGraph;
import dev.arcuate.api.onnx.OnnxType;
import dev.arcuate.api.onnx.OnnxValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The weights that a graph takes from a checkpoint. Everything that does not fit is collected, so
 * that one message says all of it.
 */
public final class Weights {
  private static final List<String> REAL = List.of("float32", "float16", "bfloat16", "float64");

  /** A weight that a graph asked for: what an untrained twin draws. */
  record Need(String name, List<Long> shape, Initial initial) {}

  private final OnnxGraph graph;
  private final Checkpoint checkpoint;
  private final OnnxType type;
  private final Map<String, OnnxValue> used = new HashMap<>();
  private final Map<String, Need> needs = new LinkedHashMap<>();
  private final List<Weight> weights = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();

  Weights(OnnxGraph graph, Checkpoint checkpoint, OnnxType type) {
    this.graph = graph;
    this.checkpoint = checkpoint;
    this.type = type;
  }

  /**
   * A weight in the type that the graph computes in. Asked for twice, it is one constant.
   *
   * @param initial how an untrained twin draws it
   */
  public OnnxValue get(String name, Initial initial, long... shape) {
    return used.computeIfAbsent(name, unused -> add(name, initial, shape));
  }

  private OnnxValue add(String name, Initial initial, long... shape) {
    List<Long> expected = Arrays.stream(shape).boxed().toList();
    needs.put(name, new Need(name, expected, initial));
    StoredTensor stored = checkpoint.tensors().get(name);
    if (stored == null) {
      problems.add(missing(name, expected));
      return placeholder(name, shape);
    }
    if (!stored.shape().equals(expected)) {
      problems.add(
          problem(
              "PRETRAINED_WEIGHT_SHAPE",
              "the tensor '"
                  + name
                  + "' is "
                  + StoredTensor.text(stored.shape())
                  + "; the model's settings ask for "
                  + StoredTensor.text(expected),
              stored));
      return placeholder(name, shape);
    }
    if (!REAL.contains(stored.type())) {
      problems.add(
          problem(
              "PRETRAINED_WEIGHT_TYPE",
              "the tensor '"
                  + name
                  + "' is of type "
                  + stored.type()
                  + "; expected is one of "
                  + String.join(", ", REAL),
              stored));
      return placeholder(name, shape);
    }
    weights.add(
        new Weight(
            new Signature(name, stored.type(), stored.shape()), stored.file(), stored.offset()));
    OnnxType own = OnnxType.of(stored.type()).orElseThrow();
    OnnxValue value = graph.external(name, own, shape);
    return own == type ? value : graph.call("Cast", value).with("to", type.number()).value();
  }

  private OnnxValue placeholder(String name, long... shape) {
    return graph.external(name, type, shape);
  }

  private Problem missing(String name, List<Long> expected) {
    Problem problem =
        Problem.data(
            "PRETRAINED_WEIGHT_MISSING",
            "the weights lack the tensor '" + name + "' of " + StoredTensor.text(expected));
    return checkpoint.files().isEmpty()
        ? problem
        : problem
            .at(new Position(checkpoint.files().get(0).toString(), 0, 0))
            .hint("the settings may belong to another model, or the file to a part of this one");
  }

  private static Problem problem(String code, String message, StoredTensor stored) {
    return Problem.data(code, message)
        .at(new Position(stored.file().toString(), 0, 0))
        .hint("config.json and weights must come from the same model");
  }

  /** What the graph asked for. */
  List<Need> needs() {
    return List.copyOf(needs.values());
  }

  /**
   * Where the values of the graph's constants lie.
   *
   * @throws ProblemException everything that does not fit
   */
  List<Weight> places() {
    if (!problems.isEmpty()) {
      throw new ProblemException(summary());
    }
    return List.copyOf(weights);
  }

  /** A model of another size lacks hundreds of tensors: the first few say it. */
  private List<Problem> summary() {
    int shown = 5;
    if (problems.size() <= shown) {
      return problems;
    }
    List<Problem> first = new ArrayList<>(problems.subList(0, shown));
    Problem last = first.get(shown - 1);
    Problem more =
        new Problem(
            last.code(),
            last.kind(),
            last.severity(),
            last.position(),
            last.message() + ", and " + (problems.size() - shown) + " more tensors do not fit",
            last.hint());
    first.set(shown - 1, more);
    return first;
  }
}
