package dev.arcuate.pretrained;

import dev.arcuate.api.host.Inference.Room;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;

/** Memory for the outputs of a graph, kept from batch to batch. */
final class Rooms {
  private final Map<Integer, FloatBuffer> all = new HashMap<>();

  /** For a state of so many tokens; what it held before is lost. */
  Room of(int place, int tokens, int width) {
    int size = Math.multiplyExact(tokens, width);
    FloatBuffer held = all.get(place);
    if (held == null || held.capacity() < size) {
      // Given back first, so that both need not fit.
      all.remove(place);
      held =
          ByteBuffer.allocateDirect(Math.multiplyExact(size, Float.BYTES))
              .order(ByteOrder.nativeOrder())
              .asFloatBuffer();
      all.put(place, held);
    }
    return new Room(new long[] {tokens, width}, held.slice(0, size));
  }

  void clear() {
    all.clear();
  }
}
