package dev.arcuate.plugin.onnx;

import dev.arcuate.api.Problem;
import dev.arcuate.api.host.Inference;
import dev.arcuate.api.host.Inference.Signature;
import dev.arcuate.api.host.Inference.Weight;
import dev.arcuate.plugin.onnx.WeightKinds.Kind;
import dev.arcuate.pretrained.Untrained;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A copy of a graph in which every weight is drawn anew, as GPT-2 and BERT begin their training:
 * matrices from a normal distribution with standard deviation 0.02, biases 0, weights of
 * normalisations 1. Constants that are no weights, such as masks and rotations, stay. A graph of
 * which a matrix would stay as it was trained is refused: half a twin is no baseline.
 */
final class UntrainedTwin {
  private static final double DEVIATION = 0.02;
  private static final int CHUNK = 1 << 14;

  private final Path graph;
  private final WeightKinds kinds;
  private final List<Signature> constants;
  private final List<Weight> places;
  private final long seed;

  UntrainedTwin(Path graph, Inference inference, long seed) {
    this.graph = graph;
    this.constants = inference.weights(graph);
    this.kinds = new WeightKinds(inference.nodes(graph), constants);
    this.places = inference.places(graph);
    this.seed = seed;
  }

  /**
   * Writes the copy, with its external data, into a folder; the path of its graph.
   *
   * @throws dev.arcuate.api.ProblemException {@code UNTRAINED_UNSUPPORTED}
   */
  Path write(Path folder) throws IOException {
    Map<Weight, Kind> drawn = drawn();
    requireAll(drawn);
    Path twin = folder.resolve(graph.getFileName().toString());
    copy(graph, twin);
    Set<Path> copied = new HashSet<>(Set.of(graph));
    for (Weight weight : places) {
      Path file = folder.resolve(graph.resolveSibling("").relativize(weight.file()));
      if (copied.add(weight.file())) {
        Files.createDirectories(file.getParent());
        copy(weight.file(), file);
      }
      if (drawn.containsKey(weight)) {
        draw(file, weight, drawn.get(weight));
      }
    }
    return twin;
  }

  private Map<Weight, Kind> drawn() {
    Map<Weight, Kind> drawn = new LinkedHashMap<>();
    for (Weight weight : places) {
      if (weight.constant().type().equals("float32")) {
        kinds.kind(weight.constant().name()).ifPresent(kind -> drawn.put(weight, kind));
      }
    }
    return drawn;
  }

  private void requireAll(Map<Weight, Kind> drawn) {
    Set<String> names = new HashSet<>();
    drawn.keySet().forEach(weight -> names.add(weight.constant().name()));
    Optional<Signature> left = kinds.left(names, constants);
    if (left.isPresent() || drawn.isEmpty()) {
      throw Problem.data(
              "UNTRAINED_UNSUPPORTED",
              left.map(UntrainedTwin::stays)
                  .orElse("the graph has no weights in float32 that could be drawn anew"))
          .hint("use the plain float32 export of the model, or leave out 'untrained'")
          .exception();
    }
  }

  private static String stays(Signature weight) {
    return "'"
        + weight.name()
        + "', "
        + weight.type()
        + (weight.shape().isEmpty() ? "" : " " + weight.shape())
        + ", cannot be drawn anew: the twin would keep a part of what the model has learnt";
  }

  /** Without its permissions: a model that nobody may write gets a twin that is written to. */
  private static void copy(Path from, Path to) throws IOException {
    try (InputStream in = Files.newInputStream(from)) {
      Files.copy(in, to);
    }
  }

  private void draw(Path file, Weight weight, Kind kind) throws IOException {
    long values = weight.constant().shape().stream().reduce(1L, Math::multiplyExact);
    SplittableRandom random =
        new SplittableRandom(Untrained.seedOf(weight.constant().name(), seed));
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
