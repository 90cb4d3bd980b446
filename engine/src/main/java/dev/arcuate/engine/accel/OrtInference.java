package dev.arcuate.engine.accel;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.arcuate.api.Problem;
import dev.arcuate.api.host.Inference;
import dev.arcuate.engine.problem.DidYouMean;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.bytedeco.javacpp.BytePointer;

/** Runs ONNX graphs with ONNX Runtime. */
final class OrtInference implements Inference {
  /** Where relative names of external weights are looked for when a graph comes from memory. */
  private static final String EXTERNAL_FOLDER =
      "session.model_external_initializers_file_folder_path";

  /** Bytes. */
  private static final long LEAST_MAPPED = 1 << 14;

  /** In place of the name of a file, in messages. */
  private static final Path MADE = Path.of("graph");

  private final Supplier<OrtRuntime> runtime;
  private final OnnxFiles files = new OnnxFiles();

  OrtInference(Supplier<OrtRuntime> runtime) {
    this.runtime = runtime;
  }

  @Override
  public List<Node> nodes(Path onnx) {
    return files.read(onnx).nodes();
  }

  @Override
  public List<Signature> inputs(Path onnx) {
    return files.read(onnx).asked();
  }

  @Override
  public List<Signature> outputs(Path onnx) {
    return files.read(onnx).given();
  }

  @Override
  public List<Signature> weights(Path onnx) {
    return files.read(onnx).weights();
  }

  @Override
  public List<Path> files(Path onnx) {
    List<Path> all = new ArrayList<>(List.of(onnx));
    whole(onnx).externalData().forEach(name -> all.add(onnx.resolveSibling(name)));
    return all;
  }

  @Override
  public List<Weight> places(Path onnx) {
    return whole(onnx).constants().stream()
        .flatMap(constant -> constant.place(onnx).stream())
        .toList();
  }

  /** A graph whose files are all there, and long enough. */
  private OnnxFile whole(Path onnx) {
    OnnxFile file = files.read(onnx);
    ExternalData.require(onnx, file.externalData());
    file.constants().forEach(constant -> constant.outside(onnx));
    return file;
  }

  @Override
  public Device device() {
    return runtime.get().device() == dev.arcuate.engine.accel.Device.CUDA
        ? Device.CUDA
        : Device.CPU;
  }

  @Override
  public Session open(byte[] onnx, List<Weight> weights, Options options) {
    OnnxFile file = OnnxFile.read(onnx, MADE);
    requireTaps(MADE, file, options.taps());
    Map<String, WeightSource> sources = new HashMap<>();
    weights.forEach(weight -> sources.put(weight.constant().name(), WeightSource.of(weight)));
    try {
      PlacedGraph graph =
          PlacedGraph.of(
              new WireReader(onnx),
              constant -> Optional.ofNullable(sources.get(constant.signature().name())));
      return opened(MADE, graph, file, options);
    } catch (IOException e) {
      throw OnnxFile.unreadable(MADE, e.getMessage()).exception(e);
    }
  }

  @Override
  public Session open(Path onnx, Options options) {
    OnnxFile file = files.read(onnx);
    requireTaps(onnx, file, options.taps());
    ExternalData.require(onnx, file.externalData());
    try (FileChannel channel = FileChannel.open(onnx)) {
      Path own = onnx.toRealPath();
      PlacedGraph graph =
          PlacedGraph.of(new WireReader(channel), constant -> source(constant, onnx, own));
      return opened(onnx, graph, file, options);
    } catch (IOException e) {
      throw OnnxFile.unreadable(onnx, e.getMessage()).exception(e);
    }
  }

  /** All that a session holds is given back if it cannot be opened. */
  private Session opened(Path onnx, PlacedGraph placed, OnnxFile file, Options options)
      throws IOException {
    OrtRuntime ort = runtime.get();
    String name = onnx.getFileName().toString();
    Turns.Turn turn = ort.turn(name);
    OrtSession session = null;
    boolean whole = false;
    try (SessionOptions settings = ort.options(options.threads())) {
      if (placed.folder().isPresent()) {
        settings.addConfigEntry(EXTERNAL_FOLDER, placed.folder().get().toString());
      }
      session = session(ort, placed, added(file, options), settings);
      Session graph = new OrtGraph(ort.environment(), session, name, turn);
      whole = true;
      return graph;
    } catch (OrtException e) {
      throw refused(onnx, e);
    } finally {
      if (!whole) {
        close(session);
        turn.close();
      }
    }
  }

  /** The graph never lies on the heap, since there are graphs that hold weights in their nodes. */
  private static OrtSession session(
      OrtRuntime ort, PlacedGraph placed, byte[] trailer, SessionOptions settings)
      throws IOException, OrtException {
    long size = placed.size() + trailer.length;
    if (size > Integer.MAX_VALUE) {
      throw new IOException("it holds more than 2 GiB besides what it lists as its weights");
    }
    try (BytePointer memory = new BytePointer(size)) {
      ByteBuffer bytes = memory.asByteBuffer();
      placed.copy(bytes);
      bytes.put(trailer).flip();
      return ort.environment().createSession(bytes, settings);
    }
  }

  /** Smaller constants stay: they decide how a graph is optimised, as exponents and shapes do. */
  private static Optional<WeightSource> source(StoredConstant constant, Path onnx, Path own) {
    return constant.outside(onnx).or(() -> inside(constant, own));
  }

  private static Optional<WeightSource> inside(StoredConstant constant, Path own) {
    return constant
        .values()
        .filter(values -> values.length() >= LEAST_MAPPED && constant.place(own).isPresent())
        .map(values -> new WeightSource(own, values.offset(), values.length()));
  }

  /** What makes outputs of the taps that are none yet. */
  private static byte[] added(OnnxFile file, Options options) {
    Set<String> added = new TreeSet<>(options.taps());
    added.removeAll(Set.copyOf(file.outputs()));
    return GraphTrailer.of(added);
  }

  private static RuntimeException refused(Path onnx, OrtException e) {
    String reason = OrtMessages.reason(e);
    if (OrtMessages.isOutOfMemory(e)) {
      return OrtMessages.outOfMemory(onnx.getFileName().toString(), reason)
          .hint("use a smaller model, or a device with more memory")
          .exception(e);
    }
    Problem problem = OnnxFile.unreadable(onnx, reason);
    return (onnx.equals(MADE)
            ? problem
            : problem.hint(
                "export the model for ONNX Runtime 1.29 or earlier, with its weights beside it"))
        .exception(e);
  }

  private static void close(OrtSession session) {
    try {
      if (session != null) {
        session.close();
      }
    } catch (OrtException e) {
      throw new IllegalStateException("a session cannot be closed", e);
    }
  }

  private static void requireTaps(Path onnx, OnnxFile file, Set<String> taps) {
    Set<String> unknown = new TreeSet<>(taps);
    unknown.removeAll(file.computed());
    unknown.removeAll(Set.copyOf(file.outputs()));
    if (!unknown.isEmpty()) {
      throw OnnxFile.unreadable(
              onnx, "the graph computes no tensor named '" + String.join("', '", unknown) + "'")
          .hint(
              DidYouMean.hint(
                  unknown.iterator().next(), "tensors that it computes", file.computed()))
          .exception();
    }
  }
}
