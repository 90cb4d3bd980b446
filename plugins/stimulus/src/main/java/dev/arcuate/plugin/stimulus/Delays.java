package dev.arcuate.plugin.stimulus;

import dev.arcuate.api.value.Sampling;
import java.util.List;

/** Finite impulse response: columns repeated at delays, with zeros before the start of each run. */
final class Delays {
  private Delays() {}

  /**
   * @param rows [samples × width]
   * @param delays in samples, at least 0
   * @return [samples × (delays · width)], delay-major
   */
  static float[] apply(float[] rows, int width, Sampling sampling, List<Integer> delays) {
    int columns = Math.multiplyExact(width, delays.size());
    float[] values = new float[Math.multiplyExact(sampling.samples(), columns)];
    int first = 0;
    for (Sampling.Run run : sampling.runs()) {
      for (int d = 0; d < delays.size(); d++) {
        int delay = delays.get(d);
        for (int row = delay; row < run.samples(); row++) {
          System.arraycopy(
              rows,
              (first + row - delay) * width,
              values,
              (first + row) * columns + d * width,
              width);
        }
      }
      first += run.samples();
    }
    return values;
  }
}
