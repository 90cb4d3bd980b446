package dev.arcuate.plugin.onnx;

import dev.arcuate.api.Problem;
import dev.arcuate.api.host.Inference;
import dev.arcuate.api.host.Inference.Node;
import dev.arcuate.api.host.Inference.Weight;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A copy of a graph in which every weight is drawn anew, as GPT-2 and BERT begin their training:
 * matrices from a normal distribution with standard deviation 0.02, biases 0, weights of
 * normalisations 1. Constants that are no weights, such as masks, stay.
 */
final class UntrainedTwin {
  private static final double DEVIATION = 0.02;
  private static final int CHUNK = 1 << 14;

  private static final Set<String> MATRICES =
      Set.of("MatMul", "Gemm", "Gather", "Conv", "FusedMatMul", "Attention", "MultiHeadAttention");
  private static final Set<String> NORMS =
      Set.of(
          "LayerNormalization",
          "SkipLayerNormalization",
          "SimplifiedLayerNormalization",
          "SkipSimplifiedLayerNormalization",
          "RMSNormalization",
          "EmbedLayerNormalization");

  private final Path graph;
  private final List<Node> nodes;
  private final List<Weight> weights;
  private final long seed;

  private enum Kind {
    MATRIX,
    ONES,
    ZEROS
  }

  UntrainedTwin(Path graph, Inference inference, long seed) {
    this.graph = graph;
    this.nodes = inference.nodes(graph);
    this.weights = inference.places(graph);
    this.seed = seed;
  }

  /** Writes the copy, with its external data, into a folder; the path of its graph. */
  Path write(Path folder) throws IOException {
    Map<String, Kind> kinds = kinds();
    Path twin = Files.copy(graph, folder.resolve(graph.getFileName().toString()));
    Set<Path> copied = new HashSet<>(Set.of(graph));
    boolean drawn = false;
    for (Weight weight : weights) {
      Path file = folder.resolve(graph.resolveSibling("").relativize(weight.file()));
      if (copied.add(weight.file())) {
        Files.createDirectories(file.getParent());
        Files.copy(weight.file(), file);
      }
      Kind kind = kinds.get(weight.constant().name());
      if (kind != null
          && weight.constant().type().equals("float32")
          && !weight.constant().shape().isEmpty()) {
        draw(file, weight, kind);
        drawn = true;
      }
    }
    if (!drawn) {
      throw Problem.data(
              "UNTRAINED_UNSUPPORTED",
              "the graph has no weights in float32 that could be drawn anew")
          .hint("use the float32 export of the model, or leave out 'untrained'")
          .exception();
    }
    return twin;
  }

  /** What each constant is, by who reads it. */
  private Map<String, Kind> kinds() {
    Map<String, Kind> kinds = new HashMap<>();
    Map<String, String> derived = new HashMap<>();
    for (Node node : nodes) {
      if (Set.of("Transpose", "Identity", "Cast", "Reshape").contains(node.operator())) {
        String from = node.inputs().get(0);
        derived.put(node.outputs().get(0), derived.getOrDefault(from, from));
      }
      for (int at = 0; at < node.inputs().size(); at++) {
        String name = node.inputs().get(at);
        Kind kind = kind(node, at);
        if (kind != null) {
          kinds.putIfAbsent(derived.getOrDefault(name, name), kind);
        }
      }
    }
    return kinds;
  }

  private static Kind kind(Node node, int at) {
    if (NORMS.contains(node.operator())) {
      boolean table = node.operator().startsWith("Embed") && at < 5;
      return table ? Kind.MATRIX : at == 0 ? null : isGain(node, at) ? Kind.ONES : Kind.ZEROS;
    }
    if (node.operator().equals("Gemm") || node.operator().equals("Attention")) {
      return at == 2 ? Kind.ZEROS : Kind.MATRIX;
    }
    if (MATRICES.contains(node.operator())) {
      return Kind.MATRIX;
    }
    return switch (node.operator()) {
      case "Add", "BiasGelu", "FastGelu" -> Kind.ZEROS;
      case "Mul" -> Kind.ONES;
      default -> null;
    };
  }

  private static boolean isGain(Node node, int at) {
    int gain = node.operator().startsWith("Skip") ? 2 : node.operator().startsWith("Embed") ? 5 : 1;
    return at == gain;
  }

  private void draw(Path file, Weight weight, Kind kind) throws IOException {
    List<Long> shape = weight.constant().shape();
    long values = shape.stream().reduce(1L, Math::multiplyExact);
    boolean vector = shape.stream().filter(size -> size > 1).count() <= 1;
    if (kind != Kind.MATRIX && (!vector || values == 1)) {
      // A table of masks or a scale: no weight.
      return;
    }
    SplittableRandom random = new SplittableRandom(seed * 31 + weight.constant().name().hashCode());
    ByteBuffer buffer = ByteBuffer.allocate(CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      long position = weight.offset();
      for (long left = values; left > 0; ) {
        buffer.clear();
        while (left > 0 && buffer.hasRemaining()) {
          buffer.putFloat(
              switch (kind) {
                case ONES -> 1;
                case ZEROS -> 0;
                case MATRIX -> (float) (DEVIATION * normal(random));
              });
          left--;
        }
        buffer.flip();
        while (buffer.hasRemaining()) {
          position += channel.write(buffer, position);
        }
      }
    }
  }

  /** Box and Muller, by functions that give the same bits everywhere. */
  private static double normal(SplittableRandom random) {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
    return radius * StrictMath.cos(2 * Math.PI * random.nextDouble());
  }
}
