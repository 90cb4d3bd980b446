package dev.arcuate.engine.accel;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.arcuate.api.Problem;
import dev.arcuate.api.host.Inference;
import dev.arcuate.api.host.Inference.Signature;
import dev.arcuate.api.host.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** A graph in memory. {@link #close} waits for runs that have begun. */
final class OrtGraph implements Inference.Session {
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final String name;
  private final Turns.Turn turn;
  private final Map<String, TensorInfo> inputTypes;
  private final List<Signature> inputs;
  private final List<Signature> outputs;
  private final ReadWriteLock use = new ReentrantReadWriteLock();
  private boolean closed;

  /**
   * @param turn its right to be open, owned from now on
   */
  OrtGraph(OrtEnvironment environment, OrtSession session, String name, Turns.Turn turn)
      throws OrtException {
    this.turn = turn;
    this.environment = environment;
    this.session = session;
    this.name = name;
    this.inputTypes = tensors(session.getInputInfo());
    this.inputs = signatures(inputTypes);
    this.outputs = signatures(tensors(session.getOutputInfo()));
  }

  private static Map<String, TensorInfo> tensors(Map<String, NodeInfo> declared) {
    Map<String, TensorInfo> types = new LinkedHashMap<>();
    declared.forEach(
        (name, info) -> {
          if (info.getInfo() instanceof TensorInfo tensor) {
            types.put(name, tensor);
          }
        });
    return types;
  }

  private static List<Signature> signatures(Map<String, TensorInfo> types) {
    List<Signature> signatures = new ArrayList<>();
    types.forEach(
        (name, type) ->
            signatures.add(
                new Signature(
                    name,
                    ElementTypes.name(type.onnxType),
                    Arrays.stream(type.getShape()).boxed().toList())));
    return List.copyOf(signatures);
  }

  @Override
  public List<Signature> inputs() {
    return inputs;
  }

  @Override
  public List<Signature> outputs() {
    return outputs;
  }

  @Override
  public Map<String, Tensor> run(Map<String, Tensor> given, Set<String> wanted) {
    return whileOpen(() -> runOpen(given, wanted));
  }

  @Override
  public void run(Map<String, Tensor> given, Map<String, Inference.Room> into) {
    whileOpen(() -> runOpen(given, into));
  }

  /** Something that uses the session. */
  private interface Use<T> {
    T use() throws OrtException;
  }

  private <T> T whileOpen(Use<T> run) {
    use.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("'" + name + "' has been closed");
      }
      return run.use();
    } catch (OrtException e) {
      throw failed(e).exception(e);
    } finally {
      use.readLock().unlock();
    }
  }

  private Problem failed(OrtException e) {
    String reason = OrtMessages.reason(e);
    return OrtMessages.isOutOfMemory(e)
        ? OrtMessages.outOfMemory(name, reason)
            .hint("run fewer or shorter sequences at once, or on a device with more memory")
        : Problem.data("ONNX_FAILED", "'" + name + "' failed: " + reason);
  }

  private Map<String, Tensor> runOpen(Map<String, Tensor> given, Set<String> wanted)
      throws OrtException {
    Map<String, OnnxTensor> native_ = new LinkedHashMap<>();
    try {
      addInputs(native_, given);
      Map<String, Tensor> results = new LinkedHashMap<>();
      try (OrtSession.Result result = session.run(native_, wanted)) {
        for (String output : wanted) {
          results.put(
              output,
              Tensors.fromNative(
                  output,
                  result.get(output).orElseThrow(() -> new IllegalArgumentException(output))));
        }
      }
      return results;
    } finally {
      native_.values().forEach(OnnxTensor::close);
    }
  }

  private Void runOpen(Map<String, Tensor> given, Map<String, Inference.Room> into)
      throws OrtException {
    Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
    Map<String, OnnxTensor> rooms = new LinkedHashMap<>();
    try {
      addInputs(inputs, given);
      for (Map.Entry<String, Inference.Room> room : into.entrySet()) {
        rooms.put(room.getKey(), Tensors.over(environment, room.getValue()));
      }
      session.run(inputs, rooms).close();
      return null;
    } finally {
      inputs.values().forEach(OnnxTensor::close);
      rooms.values().forEach(OnnxTensor::close);
    }
  }

  private void addInputs(Map<String, OnnxTensor> inputs, Map<String, Tensor> given)
      throws OrtException {
    for (Map.Entry<String, Tensor> input : given.entrySet()) {
      TensorInfo type = inputTypes.get(input.getKey());
      if (type == null) {
        throw new IllegalArgumentException(
            "'" + name + "' has no input '" + input.getKey() + "', only " + inputTypes.keySet());
      }
      inputs.put(input.getKey(), Tensors.toNative(environment, input.getValue(), type));
    }
  }

  @Override
  public void close() {
    use.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        try {
          session.close();
        } finally {
          turn.close();
        }
      }
    } catch (OrtException e) {
      throw new IllegalStateException("'" + name + "' cannot be closed", e);
    } finally {
      use.writeLock().unlock();
    }
  }
}
