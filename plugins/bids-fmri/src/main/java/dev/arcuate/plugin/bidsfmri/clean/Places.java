package dev.arcuate.plugin.bidsfmri.clean;

import java.util.stream.IntStream;

/** Lists of samples. */
final class Places {
  private Places() {}

  static int[] where(boolean[] flags, boolean value) {
    return IntStream.range(0, flags.length).filter(i -> flags[i] == value).toArray();
  }

  static int[] all(int count) {
    return IntStream.range(0, count).toArray();
  }
}
