package dev.arcuate.pretrained;

import dev.arcuate.api.host.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Sequences of a batch, their tokens one behind another. */
final class Packed {
  private static final float OUT_OF_SIGHT = -1e30f;

  private final List<long[]> sequences;
  private final int[] starts;
  private final int longest;

  /**
   * @param sequences none of them empty, at least one
   */
  Packed(List<long[]> sequences) {
    this.sequences = List.copyOf(sequences);
    this.starts = new int[sequences.size() + 1];
    for (int i = 0; i < sequences.size(); i++) {
      starts[i + 1] = Math.addExact(starts[i], sequences.get(i).length);
    }
    this.longest = sequences.stream().mapToInt(ids -> ids.length).max().orElseThrow();
  }

  int tokens() {
    return starts[sequences.size()];
  }

  int longest() {
    return longest;
  }

  /** The row of the first token of a sequence. */
  int start(int sequence) {
    return starts[sequence];
  }

  int length(int sequence) {
    return sequences.get(sequence).length;
  }

  /** What a graph takes of it. */
  Map<String, Tensor> inputs(Set<String> names, Sight sight) {
    int count = sequences.size();
    long[] ids = new long[tokens()];
    long[] positions = new long[tokens()];
    long[] rows = new long[tokens()];
    long[] slots = new long[count * longest];
    long[] lengths = new long[count];
    for (int sequence = 0; sequence < count; sequence++) {
      int length = length(sequence);
      int start = starts[sequence];
      System.arraycopy(sequences.get(sequence), 0, ids, start, length);
      for (int token = 0; token < length; token++) {
        positions[start + token] = token;
        rows[start + token] = (long) sequence * longest + token;
        slots[sequence * longest + token] = (long) start + token;
      }
      // Any row will do behind the end: nothing looks there.
      Arrays.fill(slots, sequence * longest + length, (sequence + 1) * longest, start);
      lengths[sequence] = length;
    }
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    inputs.put(Blocks.TOKENS, row(ids));
    inputs.put(Blocks.POSITIONS, row(positions));
    inputs.put(Blocks.ROWS, row(rows));
    inputs.put(Blocks.SLOTS, new Tensor.Longs(new long[] {count, longest}, slots));
    inputs.put(Blocks.LENGTHS, row(lengths));
    if (names.contains(Blocks.BIAS)) {
      inputs.put(
          Blocks.BIAS,
          switch (sight) {
            case ALL -> paddingBias();
            case LEFT -> causalBias();
            case BEFORE -> exclusiveBias();
          });
    }
    inputs.keySet().retainAll(names);
    return inputs;
  }

  static Tensor.Longs row(long[] values) {
    return new Tensor.Longs(new long[] {values.length}, values);
  }

  private Tensor causalBias() {
    float[] bias = new float[Math.multiplyExact(longest, longest)];
    for (int reading = 0; reading < longest; reading++) {
      Arrays.fill(bias, reading * longest + reading + 1, (reading + 1) * longest, OUT_OF_SIGHT);
    }
    return new Tensor.Floats(new long[] {1, 1, longest, longest}, bias);
  }

  /** Of the first token, from which all would be hidden, none is. */
  private Tensor exclusiveBias() {
    int count = sequences.size();
    float[] bias = new float[Math.multiplyExact(count, Math.multiplyExact(longest, longest))];
    for (int sequence = 0; sequence < count; sequence++) {
      for (int reading = 0; reading < longest; reading++) {
        int from = (sequence * longest + reading) * longest;
        int hidden = reading == 0 ? length(sequence) : Math.min(reading, length(sequence));
        Arrays.fill(bias, from + hidden, from + longest, OUT_OF_SIGHT);
      }
    }
    return new Tensor.Floats(new long[] {count, 1, longest, longest}, bias);
  }

  private Tensor paddingBias() {
    int count = sequences.size();
    float[] bias = new float[count * longest];
    for (int sequence = 0; sequence < count; sequence++) {
      int from = sequence * longest;
      Arrays.fill(bias, from + length(sequence), from + longest, OUT_OF_SIGHT);
    }
    return new Tensor.Floats(new long[] {count, 1, 1, longest}, bias);
  }
}
