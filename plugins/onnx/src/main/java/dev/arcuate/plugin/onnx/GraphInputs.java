package dev.arcuate.plugin.onnx;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.host.Inference.Signature;
import dev.arcuate.api.host.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What each input of a graph is for, and how a batch of sequences becomes its tensors. */
final class GraphInputs {
  /** What an input is for. */
  enum Role {
    IDS,
    VECTORS,
    MASK,
    SEGMENTS,
    POSITIONS,
    /** Of earlier tokens, of which there are none. */
    CACHE,
    /** Whether there is a cache. */
    SWITCH
  }

  private static final int CACHE_RANK = 4;
  private static final long OPEN = -1;

  private final Map<String, Role> roles;
  private final Map<String, Signature> signatures = new LinkedHashMap<>();
  private final long firstPosition;

  private GraphInputs(List<Signature> inputs, Map<String, Role> roles, int firstPosition) {
    inputs.forEach(input -> signatures.put(input.name(), input));
    this.roles = roles;
    this.firstPosition = firstPosition;
    requireTable(signatures.get(tokens()), has(Role.IDS) ? 2 : 3);
  }

  /** A shape that the graph does not tell is taken for the right one. */
  private static void requireTable(Signature tokens, int rank) {
    if (!tokens.shape().isEmpty() && tokens.shape().size() != rank) {
      throw OnnxProblems.noTable(tokens, rank).exception();
    }
  }

  /**
   * Recognises inputs by name, and by shape where the name says nothing.
   *
   * @param named the setting {@code inputs}: role → name
   * @param firstPosition of a token, where the graph is told positions
   * @throws ProblemException {@code ONNX_WITHOUT_TOKENS}, {@code ONNX_INPUTS_UNKNOWN} or {@code
   *     ONNX_INPUT_ROLE}
   */
  static GraphInputs of(List<Signature> inputs, Map<String, String> named, int firstPosition) {
    Map<String, Role> roles = new LinkedHashMap<>();
    named.forEach((role, name) -> roles.put(name, role(role, name, inputs)));
    List<Signature> open = new ArrayList<>();
    for (Signature input : inputs) {
      if (roles.containsKey(input.name())) {
        continue;
      }
      // A second input of token ids, such as a decoder's, does not get those of the first.
      Optional<Role> role =
          byName(input).filter(found -> found != Role.IDS || !roles.containsValue(Role.IDS));
      role.ifPresentOrElse(found -> roles.put(input.name(), found), () -> open.add(input));
    }
    boolean tokens = roles.containsValue(Role.IDS) || roles.containsValue(Role.VECTORS);
    List<Signature> tables = open.stream().filter(GraphInputs::isTable).toList();
    if (!tokens && tables.size() == 1) {
      roles.put(tables.get(0).name(), Role.IDS);
      open.removeAll(tables);
    } else if (!tokens) {
      throw OnnxProblems.noTokens(inputs.stream().map(Signature::name).toList()).exception();
    }
    if (!open.isEmpty()) {
      throw OnnxProblems.unknownInputs(open.stream().map(Signature::name).toList()).exception();
    }
    return new GraphInputs(inputs, roles, firstPosition);
  }

  private static Role role(String role, String name, List<Signature> inputs) {
    if (inputs.stream().noneMatch(input -> input.name().equals(name))) {
      throw Problem.user(
              "ONNX_INPUT_ROLE",
              "the graph has no input '"
                  + name
                  + "'; it has "
                  + String.join(", ", inputs.stream().map(Signature::name).toList()))
          .exception();
    }
    return switch (role) {
      case "ids" -> Role.IDS;
      case "mask" -> Role.MASK;
      case "segments" -> Role.SEGMENTS;
      case "positions" -> Role.POSITIONS;
      case "vectors" -> Role.VECTORS;
      default ->
          throw Problem.user("ONNX_INPUT_ROLE", "'" + role + "' is no kind of input")
              .hint("write ids, mask, segments, positions or vectors")
              .exception();
    };
  }

  private static Optional<Role> byName(Signature input) {
    String name = input.name().toLowerCase(Locale.ROOT);
    int rank = input.shape().size();
    if (name.startsWith("decoder_")) {
      return Optional.empty();
    }
    if (name.startsWith("past") && rank >= CACHE_RANK) {
      return Optional.of(Role.CACHE);
    }
    if (name.equals("use_cache_branch")) {
      return Optional.of(Role.SWITCH);
    }
    if (name.contains("mask")) {
      return Optional.of(Role.MASK);
    }
    if (name.contains("token_type") || name.contains("segment")) {
      return Optional.of(Role.SEGMENTS);
    }
    if (name.contains("position")) {
      return Optional.of(Role.POSITIONS);
    }
    if (name.contains("input_ids") || name.equals("input_word_ids")) {
      return Optional.of(Role.IDS);
    }
    return name.contains("embeds") && isFloat(input) ? Optional.of(Role.VECTORS) : Optional.empty();
  }

  private static boolean isTable(Signature input) {
    return input.shape().size() == 2 && List.of("int64", "int32").contains(input.type());
  }

  private static boolean isFloat(Signature input) {
    return List.of("float32", "float64").contains(input.type());
  }

  boolean has(Role role) {
    return roles.containsValue(role);
  }

  /** The input of token ids, or the vectors in their place. */
  String tokens() {
    Role wanted = has(Role.IDS) ? Role.IDS : Role.VECTORS;
    return roles.entrySet().stream()
        .filter(entry -> entry.getValue() == wanted)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  /** Sequences that every call has, or −1 where that is open. */
  long fixedRows() {
    return size(0);
  }

  /** Tokens that every sequence has, or −1 where that is open. */
  long fixedLength() {
    return size(1);
  }

  private long size(int dimension) {
    List<Long> shape = signatures.get(tokens()).shape();
    return shape.isEmpty() ? OPEN : shape.get(dimension);
  }

  /**
   * The tensors of a batch.
   *
   * @param tokenIds one row per sequence
   * @param rows sequences of the tensors, at least as many
   * @param length tokens of a row, at least as many as the longest
   * @param table vectors by token id, for a graph that takes them
   */
  Map<String, Tensor> tensors(
      long[][] tokenIds, int rows, int length, Optional<EmbeddingTable> table) {
    long[] ids = new long[rows * length];
    long[] mask = new long[rows * length];
    long[] positions = new long[rows * length];
    for (int row = 0; row < rows; row++) {
      long[] own = tokenIds[Math.min(row, tokenIds.length - 1)];
      System.arraycopy(own, 0, ids, row * length, own.length);
      Arrays.fill(mask, row * length, row * length + own.length, 1);
      for (int position = 0; position < length; position++) {
        positions[row * length + position] = firstPosition + position;
      }
    }
    long[] shape = {rows, length};
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    roles.forEach(
        (name, role) ->
            tensors.put(
                name,
                switch (role) {
                  case IDS -> new Tensor.Longs(shape, ids);
                  case VECTORS -> table.orElseThrow().tensor(ids, rows, length);
                  case MASK -> mask(name, shape, mask);
                  case SEGMENTS -> new Tensor.Longs(shape, new long[rows * length]);
                  case POSITIONS -> positions(name, shape, positions);
                  case CACHE -> emptyCache(signatures.get(name), rows);
                  case SWITCH -> new Tensor.Longs(new long[] {1}, new long[1]);
                }));
    return tensors;
  }

  private Tensor mask(String name, long[] shape, long[] mask) {
    if (!isFloat(signatures.get(name))) {
      return new Tensor.Longs(shape, mask);
    }
    float[] values = new float[mask.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = mask[i];
    }
    return new Tensor.Floats(shape, values);
  }

  /** Some graphs take one row of positions for the whole batch. */
  private Tensor positions(String name, long[] shape, long[] positions) {
    List<Long> declared = signatures.get(name).shape();
    if (declared.size() == 2 && declared.get(0) == 1 && shape[0] > 1) {
      return new Tensor.Longs(
          new long[] {1, shape[1]}, Arrays.copyOf(positions, Math.toIntExact(shape[1])));
    }
    return declared.size() == 1
        ? new Tensor.Longs(
            new long[] {shape[1]}, Arrays.copyOf(positions, Math.toIntExact(shape[1])))
        : new Tensor.Longs(shape, positions);
  }

  /** Sizes that are open are the number of sequences, which comes first, and no tokens. */
  private static Tensor emptyCache(Signature cache, int rows) {
    long[] shape = new long[cache.shape().size()];
    long size = 1;
    for (int d = 0; d < shape.length; d++) {
      shape[d] = cache.shape().get(d) >= 0 ? cache.shape().get(d) : d == 0 ? rows : 0;
      size *= shape[d];
    }
    return new Tensor.Floats(shape, new float[Math.toIntExact(size)]);
  }
}
