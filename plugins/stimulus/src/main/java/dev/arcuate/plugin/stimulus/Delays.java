package dev.arcuate.plugin.stimulus;

import dev.arcuate.api.value.Sampling;
import java.util.List;

/** Finite impulse response: columns repeated at delays, with zeros before the start of each run. */
final class Delays {
  private Delays() {}

  /** What a row sees that looks back beyond the start of its run. */
  enum Edges {
    ZERO,
    /** The end of the run: the quirk {@code delay.wrap}. */
    WRAP,
    /** The end of the run before: the quirk {@code delay.concat}. */
    CONCAT
  }

  /**
   * @param rows [samples × width]
   * @param delays in samples, at least 0
   * @return [samples × (delays · width)], delay-major
   */
  static float[] apply(
      float[] rows, int width, Sampling sampling, List<Integer> delays, Edges edges) {
    int columns = Math.multiplyExact(width, delays.size());
    float[] values = new float[Math.multiplyExact(sampling.samples(), columns)];
    int first = 0;
    for (Sampling.Run run : sampling.runs()) {
      for (int d = 0; d < delays.size(); d++) {
        int delay = delays.get(d);
        for (int row = 0; row < run.samples(); row++) {
          int from = source(first, row - delay, run.samples(), edges);
          if (from >= 0) {
            System.arraycopy(
                rows, from * width, values, (first + row) * columns + d * width, width);
          }
        }
      }
      first += run.samples();
    }
    return values;
  }

  /** The row that is seen at a place of a run, which may lie before its start; −1 for none. */
  private static int source(int first, int place, int samples, Edges edges) {
    if (place >= 0) {
      return first + place;
    }
    return switch (edges) {
      case ZERO -> -1;
      case WRAP -> first + Math.floorMod(place, samples);
      case CONCAT -> first + place;
    };
  }
}
