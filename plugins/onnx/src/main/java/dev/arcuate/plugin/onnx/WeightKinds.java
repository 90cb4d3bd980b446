package dev.arcuate.plugin.onnx;

import dev.arcuate.api.host.Inference.Node;
import dev.arcuate.api.host.Inference.Signature;
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

/** What each constant of a graph is, by who reads it: a weight of some kind, or none. */
final class WeightKinds {
  /** How a weight begins its training. */
  enum Kind {
    MATRIX,
    ONES,
    ZEROS
  }

  /** Constants of fewer values are factors, sizes and the like. */
  private static final int FEW = 8;

  /** Their result holds nothing but the values of their first input. */
  private static final Set<String> VIEWS =
      Set.of(
          "Transpose",
          "Identity",
          "Cast",
          "Reshape",
          "Unsqueeze",
          "Squeeze",
          "Expand",
          "Slice",
          "Flatten",
          "Split",
          "Dropout");

  private static final Set<String> PRODUCTS = Set.of("MatMul", "FusedMatMul", "Einsum");
  private static final Set<String> AFFINE =
      Set.of("Gemm", "FusedGemm", "GemmFastGelu", "Attention");
  private static final Set<String> CONVOLUTIONS = Set.of("Conv", "FusedConv");
  private static final Set<String> NORMS =
      Set.of(
          "LayerNormalization",
          "SkipLayerNormalization",
          "SimplifiedLayerNormalization",
          "SkipSimplifiedLayerNormalization",
          "RMSNormalization",
          "EmbedLayerNormalization");

  /** Read by these alone, a constant is a mask, a factor, a table of rotations or a shape. */
  private static final Set<String> HARMLESS =
      Set.of(
          "Add",
          "Sub",
          "Mul",
          "Div",
          "Where",
          "Min",
          "Max",
          "And",
          "Or",
          "Not",
          "Equal",
          "Less",
          "Greater",
          "LessOrEqual",
          "GreaterOrEqual",
          "Trilu",
          "Shape");

  private static final Set<String> ATTENTIONS =
      Set.of("Softmax", "Attention", "MultiHeadAttention", "GroupQueryAttention");
  private static final Set<String> SCORES = Set.of("Add", "Mul", "Div", "Where", "Max", "Min");
  private static final Set<String> ANGLES = Set.of("Sin", "Cos");

  /** Types of places, counts and conditions. */
  private static final Set<String> NO_WEIGHTS =
      Set.of("int16", "int32", "int64", "uint16", "uint32", "uint64", "bool", "string");

  private final Map<String, Signature> constants = new HashMap<>();
  private final Map<String, List<Node>> readers = new HashMap<>();

  /** Per constant, also of those that nodes hold. */
  private final Map<String, List<Read>> reads = new HashMap<>();

  private final Set<String> inNodes = new LinkedHashSet<>();

  /** A node, and the place of the constant among its inputs. */
  private record Read(Node node, int at) {}

  WeightKinds(List<Node> nodes, List<Signature> weights) {
    Map<String, Set<String>> viewed = new HashMap<>();
    for (Signature weight : weights) {
      constants.put(weight.name(), weight);
      viewed.put(weight.name(), Set.of(weight.name()));
    }
    for (Node node : nodes) {
      if (node.operator().equals("Constant")) {
        inNodes.addAll(node.outputs());
        node.outputs().forEach(output -> viewed.put(output, Set.of(output)));
        continue;
      }
      Set<String> roots = new LinkedHashSet<>();
      boolean joins = node.operator().equals("Concat");
      boolean views = joins || VIEWS.contains(node.operator());
      for (int at = 0; at < node.inputs().size(); at++) {
        String input = node.inputs().get(at);
        readers.computeIfAbsent(input, name -> new ArrayList<>()).add(node);
        Set<String> behind = viewed.getOrDefault(input, Set.of());
        if (views && (joins || at == 0)) {
          roots.addAll(behind);
        } else {
          Read read = new Read(node, at);
          behind.forEach(name -> reads.computeIfAbsent(name, key -> new ArrayList<>()).add(read));
        }
      }
      node.outputs().forEach(output -> viewed.put(output, roots));
    }
  }

  /** Empty for what is no weight, as far as can be told. */
  Optional<Kind> kind(String constant) {
    Signature signature = constants.get(constant);
    if (signature.shape().isEmpty() || isFixed(constant)) {
      return Optional.empty();
    }
    return reads.getOrDefault(constant, List.of()).stream()
        .flatMap(read -> kind(read, signature).stream())
        .findFirst();
  }

  private Optional<Kind> kind(Read read, Signature constant) {
    String operator = read.node().operator();
    int at = read.at();
    boolean bias = at == 2;
    if (NORMS.contains(operator)) {
      return Optional.ofNullable(ofNorm(operator, at));
    }
    if (AFFINE.contains(operator)) {
      return at > 2 ? Optional.empty() : Optional.of(bias ? Kind.ZEROS : Kind.MATRIX);
    }
    if (CONVOLUTIONS.contains(operator)) {
      return at == 0 || at > 2 ? Optional.empty() : Optional.of(bias ? Kind.ZEROS : Kind.MATRIX);
    }
    if (PRODUCTS.contains(operator) || (operator.equals("Gather") && at == 0)) {
      return Optional.of(Kind.MATRIX);
    }
    return switch (operator) {
      case "BiasGelu", "FastGelu" -> Optional.of(Kind.ZEROS);
      case "MultiHeadAttention" -> at == 3 ? Optional.of(Kind.ZEROS) : Optional.empty();
      case "Add" -> ofSum(read, constant);
      case "Mul" ->
          isVector(constant) && values(constant) > 1 ? Optional.of(Kind.ONES) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static Kind ofNorm(String operator, int at) {
    boolean embeds = operator.startsWith("Embed");
    boolean adds = operator.startsWith("Skip");
    int gain = adds ? 2 : embeds ? 5 : 1;
    if (at < gain) {
      return embeds && at >= 2 ? Kind.MATRIX : null;
    }
    return at == gain ? Kind.ONES : Kind.ZEROS;
  }

  /** A bias, or a table of positions written out; but no mask, which ends up in attention. */
  private Optional<Kind> ofSum(Read read, Signature constant) {
    if (isVector(constant)) {
      return values(constant) > 1 ? Optional.of(Kind.ZEROS) : Optional.empty();
    }
    return isMask(read) ? Optional.empty() : Optional.of(Kind.MATRIX);
  }

  private boolean isMask(Read read) {
    return read.node().outputs().stream()
        .anyMatch(sum -> leadsTo(sum, ATTENTIONS, SCORES, new HashSet<>()));
  }

  /**
   * The first constant that holds a matrix of weights and is not among those that can be drawn.
   *
   * @param drawn names
   */
  Optional<Signature> left(Set<String> drawn, List<Signature> inOrder) {
    Optional<Signature> written =
        inOrder.stream()
            .filter(constant -> !drawn.contains(constant.name()))
            .filter(constant -> constant.shape().size() > 1 && values(constant) > FEW)
            .filter(constant -> !NO_WEIGHTS.contains(constant.type()))
            .filter(constant -> !isFixed(constant.name()) && isRead(constant.name()))
            .findFirst();
    return written.or(
        () ->
            inNodes.stream()
                .filter(name -> !isFixed(name) && isMultiplied(name))
                .map(name -> new Signature(name, "constant", List.of()))
                .findFirst());
  }

  /** By somebody who may take it for a weight. */
  private boolean isRead(String constant) {
    return reads.getOrDefault(constant, List.of()).stream()
        .anyMatch(
            read ->
                !HARMLESS.contains(read.node().operator())
                    || (read.node().operator().equals("Add") && !isMask(read)));
  }

  private boolean isMultiplied(String constant) {
    return reads.getOrDefault(constant, List.of()).stream()
        .map(read -> read.node().operator())
        .anyMatch(
            operator ->
                PRODUCTS.contains(operator)
                    || AFFINE.contains(operator)
                    || CONVOLUTIONS.contains(operator));
  }

  /** Whether it belongs to a rotation by position, which no model learns. */
  private boolean isFixed(String constant) {
    Set<String> through = new HashSet<>(PRODUCTS);
    through.add("Mul");
    List<Read> all = reads.getOrDefault(constant, List.of());
    return leadsTo(constant, ANGLES, through, new HashSet<>())
        || (!all.isEmpty() && all.stream().allMatch(this::isTableOfRotations));
  }

  private boolean isTableOfRotations(Read read) {
    return switch (read.node().operator()) {
      case "RotaryEmbedding" -> true;
      case "GroupQueryAttention" -> read.at() > 6;
      case "Gather" -> read.at() == 0 && onlyScales(read.node().outputs().get(0));
      default -> false;
    };
  }

  /** Cosines and sines multiply what is computed; rows of a table of tokens are added. */
  private boolean onlyScales(String rows) {
    List<Node> ends = new ArrayList<>();
    Deque<String> open = new ArrayDeque<>(List.of(rows));
    Set<String> seen = new HashSet<>();
    while (!open.isEmpty()) {
      String at = open.poll();
      seen.add(at);
      for (Node reader : readers.getOrDefault(at, List.of())) {
        if (VIEWS.contains(reader.operator())) {
          open.addAll(reader.outputs());
        } else {
          ends.add(reader);
        }
      }
    }
    return !ends.isEmpty()
        && ends.stream()
            .allMatch(
                node ->
                    node.operator().equals("Mul")
                        && node.inputs().stream()
                            .noneMatch(
                                input -> constants.containsKey(input) || inNodes.contains(input)));
  }

  private boolean leadsTo(
      String tensor, Set<String> operators, Set<String> through, Set<String> seen) {
    if (!seen.add(tensor)) {
      return false;
    }
    for (Node reader : readers.getOrDefault(tensor, List.of())) {
      if (operators.contains(reader.operator())) {
        return true;
      }
      boolean goesOn =
          through.contains(reader.operator())
              || VIEWS.contains(reader.operator())
              || reader.operator().equals("Concat");
      if (goesOn
          && reader.outputs().stream()
              .anyMatch(output -> leadsTo(output, operators, through, seen))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isVector(Signature constant) {
    return constant.shape().stream().filter(size -> size > 1).count() <= 1;
  }

  private static long values(Signature constant) {
    return constant.shape().stream().reduce(1L, Math::multiplyExact);
  }
}
