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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.bytedeco.javacpp.BytePointer;

/** Runs ONNX graphs with ONNX Runtime. */
final class OrtInference implements Inference {
  /** Where relative names of external weights are looked for when a graph comes from memory. */
  private static final String EXTERNAL_FOLDER =
      "session.model_external_initializers_file_folder_path";

  /** In place of the name of a file, in messages. */
  private static final Path MADE = Path.of("graph");

  private final Supplier<OrtRuntime> runtime;

  OrtInference(Supplier<OrtRuntime> runtime) {
    this.runtime = runtime;
  }

  @Override
  public List<Node> nodes(Path onnx) {
    return OnnxFile.read(onnx).nodes();
  }

  @Override
  public List<Signature> inputs(Path onnx) {
    return OnnxFile.read(onnx).asked();
  }

  @Override
  public List<Signature> outputs(Path onnx) {
    return OnnxFile.read(onnx).given();
  }

  @Override
  public List<Signature> weights(Path onnx) {
    return OnnxFile.read(onnx).weights();
  }

  @Override
  public List<Weight> places(Path onnx) {
    return OnnxFile.read(onnx).constants().stream()
        .flatMap(constant -> constant.place(onnx).stream())
        .toList();
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
    return opened(
        MADE,
        options.threads(),
        weights,
        (ort, settings) ->
            ort.environment().createSession(joined(onnx, added(file, options)), settings));
  }

  /** Makes the native session. */
  private interface Maker {
    OrtSession make(OrtRuntime ort, SessionOptions settings) throws OrtException, IOException;
  }

  /** All that a session holds is given back if it cannot be opened. */
  private Session opened(Path onnx, int threads, List<Weight> weights, Maker maker) {
    OrtRuntime ort = runtime.get();
    String name = onnx.getFileName().toString();
    Turns.Turn turn = ort.turn(name);
    MappedWeights mapped = MappedWeights.NONE;
    OrtSession session = null;
    boolean whole = false;
    try (SessionOptions settings = ort.options(threads)) {
      mapped = MappedWeights.of(ort.environment(), weights);
      mapped.addTo(settings);
      session = maker.make(ort, settings);
      Session graph = new OrtGraph(ort.environment(), session, name, mapped, turn);
      whole = true;
      return graph;
    } catch (OrtException e) {
      throw refused(onnx, e);
    } catch (IOException e) {
      throw OnnxFile.unreadable(onnx, e.getMessage()).exception(e);
    } finally {
      if (!whole) {
        close(session);
        mapped.close();
        turn.close();
      }
    }
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

  private static byte[] joined(byte[] onnx, byte[] trailer) {
    byte[] whole = Arrays.copyOf(onnx, onnx.length + trailer.length);
    System.arraycopy(trailer, 0, whole, onnx.length, trailer.length);
    return whole;
  }

  @Override
  public Session open(Path onnx, Options options) {
    OnnxFile file = OnnxFile.read(onnx);
    requireTaps(onnx, file, options.taps());
    requireExternalData(onnx, file);
    try (FileChannel channel = FileChannel.open(onnx)) {
      LeanGraph lean = LeanGraph.of(onnx, file, channel);
      return opened(
          onnx,
          options.threads(),
          lean.left(),
          (ort, settings) -> {
            if (!file.externalData().isEmpty()) {
              settings.addConfigEntry(
                  EXTERNAL_FOLDER, onnx.toAbsolutePath().getParent().toString());
            }
            return openLean(ort, lean, channel, added(file, options), settings);
          });
    } catch (IOException e) {
      throw OnnxFile.unreadable(onnx, e.getMessage()).exception(e);
    }
  }

  /** The graph never lies on the heap, since there are graphs that hold weights in their nodes. */
  private static OrtSession openLean(
      OrtRuntime ort, LeanGraph lean, FileChannel channel, byte[] trailer, SessionOptions settings)
      throws IOException, OrtException {
    long size = lean.size() + trailer.length;
    if (size > Integer.MAX_VALUE) {
      throw new IOException("it holds more than 2 GiB besides what it lists as its weights");
    }
    try (BytePointer memory = new BytePointer(size)) {
      ByteBuffer bytes = memory.asByteBuffer();
      lean.copy(channel, bytes);
      bytes.put(trailer).flip();
      return ort.environment().createSession(bytes, settings);
    }
  }

  /** What makes outputs of the taps that are none yet. */
  private static byte[] added(OnnxFile file, Options options) {
    Set<String> added = new TreeSet<>(options.taps());
    added.removeAll(Set.copyOf(file.outputs()));
    return GraphTrailer.of(added);
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

  private static void requireExternalData(Path onnx, OnnxFile file) {
    for (String name : file.externalData()) {
      if (!Files.exists(onnx.resolveSibling(name))) {
        throw OnnxFile.unreadable(onnx, "its weights are in '" + name + "', which is not beside it")
            .hint("copy '" + name + "' into the folder of the graph")
            .exception();
      }
    }
  }
}
