package dev.arcuate.plugin.onnx;

import dev.arcuate.api.LanguageModel.State;
import dev.arcuate.api.host.Tensor;
import java.util.Arrays;

/**
 * What a graph gave for a state, for all sequences of a batch.
 *
 * @param values row-major
 * @param shape as the graph gave it
 * @param rows sequences, padding included
 * @param length tokens of a sequence, padding included
 */
record Slab(float[] values, long[] shape, int rows, int length) {
  static Slab of(Tensor tensor, int rows, int length) {
    return new Slab(((Tensor.Floats) tensor).values(), tensor.shape(), rows, length);
  }

  /** Columns per token of a tensor [rows × length × width], or −1 if it is no such tensor. */
  static int vectorWidth(Tensor tensor, int rows, int length) {
    long[] shape = tensor.shape();
    boolean whole = shape.length == 3 && shape[0] == rows && shape[1] == length;
    boolean flat = shape.length == 2 && shape[0] == (long) rows * length;
    return tensor instanceof Tensor.Floats && (whole || flat)
        ? Math.toIntExact(shape[shape.length - 1])
        : -1;
  }

  /**
   * Heads of a tensor [rows × heads × length × columns], or [rows · heads × length × columns]; −1
   * if it is neither.
   */
  static int heads(Tensor tensor, int rows, int length) {
    long[] shape = tensor.shape();
    if (!(tensor instanceof Tensor.Floats)) {
      return -1;
    }
    if (shape.length == 4 && shape[0] == rows && shape[2] == length) {
      return Math.toIntExact(shape[1]);
    }
    boolean joined = shape.length == 3 && shape[1] == length && shape[0] % rows == 0;
    return joined ? Math.toIntExact(shape[0] / rows) : -1;
  }

  /** The rows of one sequence without padding. */
  float[] of(State state, int sequence, int tokens) {
    if (state.kind() == State.Kind.VECTOR && state.parts() == 1) {
      int start = sequence * length * state.width();
      return Arrays.copyOfRange(values, start, start + tokens * state.width());
    }
    int heads = state.parts();
    int columns = Math.toIntExact(shape[shape.length - 1]);
    int kept = state.kind() == State.Kind.ATTENTION ? tokens : columns;
    float[] out = new float[tokens * heads * kept];
    for (int head = 0; head < heads; head++) {
      for (int token = 0; token < tokens; token++) {
        int from = ((sequence * heads + head) * length + token) * columns;
        System.arraycopy(values, from, out, (token * heads + head) * kept, kept);
      }
    }
    return out;
  }
}
