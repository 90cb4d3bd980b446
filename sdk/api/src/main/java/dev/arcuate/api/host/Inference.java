package dev.arcuate.api.host;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Runs ONNX graphs on the device chosen for the run. Safe for concurrent use. */
public interface Inference {

  /**
   * How a graph is opened.
   *
   * @param threads CPU threads of this session
   * @param taps names of inner tensors to be made outputs, besides those the graph declares
   */
  record Options(int threads, Set<String> taps) {
    public Options {
      taps = Set.copyOf(taps);
    }
  }

  /**
   * An input, output or constant of a graph.
   *
   * @param name as in the graph
   * @param type such as {@code float32} or {@code int64}
   * @param shape −1 where it is decided at run time
   */
  record Signature(String name, String type, List<Long> shape) {
    public Signature {
      shape = List.copyOf(shape);
    }
  }

  /**
   * A node of a graph, for finding what to tap.
   *
   * @param name of the node, may be empty
   * @param operator such as {@code LayerNormalization}
   */
  record Node(String name, String operator, List<String> inputs, List<String> outputs) {
    public Node {
      inputs = List.copyOf(inputs);
      outputs = List.copyOf(outputs);
    }
  }

  /**
   * Values of a constant as they lie in a file: little-endian, row-major, nothing between them.
   *
   * @param constant its name in the graph, with its type and shape
   * @param file any file; it must stay as it is while the session is open
   * @param offset where the first byte stands
   */
  record Weight(Signature constant, Path file, long offset) {}

  /** Where graphs run. */
  enum Device {
    CPU,
    CUDA
  }

  /**
   * The device that graphs run on. Loads the runtime.
   *
   * @throws dev.arcuate.api.ProblemException {@code CUDA_UNAVAILABLE} if CUDA was asked for and
   *     cannot be used
   * @since 0.1
   */
  Device device();

  /**
   * The nodes of a graph in file order, without loading its weights.
   *
   * @throws dev.arcuate.api.ProblemException {@code ONNX_UNREADABLE} if the file is no ONNX graph
   */
  List<Node> nodes(Path onnx);

  /**
   * What a graph asks for, constants aside, without loading its weights.
   *
   * @throws dev.arcuate.api.ProblemException {@code ONNX_UNREADABLE} if the file is no ONNX graph
   */
  List<Signature> inputs(Path onnx);

  /**
   * What a graph declares to give, without loading its weights. A shape that the file does not tell
   * is empty.
   *
   * @throws dev.arcuate.api.ProblemException {@code ONNX_UNREADABLE} if the file is no ONNX graph
   */
  List<Signature> outputs(Path onnx);

  /**
   * The constants of a graph in file order, with their types and shapes and without their values.
   *
   * @throws dev.arcuate.api.ProblemException {@code ONNX_UNREADABLE} if the file is no ONNX graph
   */
  List<Signature> weights(Path onnx);

  /**
   * The files that a graph consists of: its own first, then those beside it that hold values of its
   * constants. They are looked at, whether they are whole.
   *
   * @throws dev.arcuate.api.ProblemException {@code ONNX_UNREADABLE} if the file is no ONNX graph
   *     or lacks a file beside it, {@code ONNX_WEIGHT_UNREADABLE} if one is cut short
   * @since 0.1
   */
  List<Path> files(Path onnx);

  /**
   * Where the values of a graph's constants lie, in its own file or in others beside it, for those
   * whose values lie there in one piece, as numbers of at least a byte. Files beside it are looked
   * at, whether they are whole.
   *
   * @throws dev.arcuate.api.ProblemException as {@link #files}
   * @since 0.1
   */
  List<Weight> places(Path onnx);

  /**
   * Opens a graph. Its weights are mapped, so its file must stay as it is while the session is
   * open.
   *
   * @throws dev.arcuate.api.ProblemException {@code ONNX_UNREADABLE} if the file is no ONNX graph
   *     or lacks a tap, {@code ONNX_WEIGHT_UNREADABLE} if a file beside it is too short
   */
  Session open(Path onnx, Options options);

  /**
   * Opens a graph made in memory, as {@link dev.arcuate.api.onnx.OnnxGraph} makes it, with weights
   * that are mapped from files and never lie on the heap.
   *
   * @param onnx the graph
   * @param weights the values of its external constants
   * @throws dev.arcuate.api.ProblemException {@code ONNX_UNREADABLE} if it is no graph or lacks a
   *     tap, {@code ONNX_WEIGHT_UNREADABLE} if a file is missing or too short
   * @since 0.1
   */
  Session open(byte[] onnx, List<Weight> weights, Options options);

  /**
   * Memory for an output.
   *
   * @param shape of the output
   * @param values as many as the shape says; direct, in the order of bytes of the machine
   * @since 0.1
   */
  record Room(long[] shape, FloatBuffer values) {}

  /** A graph in memory. Safe for concurrent use until closed. */
  interface Session extends AutoCloseable {
    List<Signature> inputs();

    List<Signature> outputs();

    /**
     * Runs the graph.
     *
     * @param inputs by name
     * @param outputs the names wanted
     * @return the tensors wanted, copied out of native memory
     * @throws dev.arcuate.api.ProblemException {@code OUT_OF_MEMORY} if memory of the device does
     *     not suffice, after which smaller inputs may still be run; {@code ONNX_FAILED} for other
     *     failures
     */
    Map<String, Tensor> run(Map<String, Tensor> inputs, Set<String> outputs);

    /**
     * Runs the graph into memory of the caller. Worth it for large outputs that are taken apart and
     * asked for again and again: nothing is allocated, and nothing copied twice.
     *
     * @param into by name, the outputs wanted, float32
     * @throws dev.arcuate.api.ProblemException as the other form of this method
     * @since 0.1
     */
    default void run(Map<String, Tensor> inputs, Map<String, Room> into) {
      Map<String, Tensor> results = run(inputs, into.keySet());
      into.forEach(
          (name, room) -> room.values().put(0, ((Tensor.Floats) results.get(name)).values()));
    }

    @Override
    void close();
  }
}
