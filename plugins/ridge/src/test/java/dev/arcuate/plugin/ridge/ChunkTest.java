package dev.arcuate.plugin.ridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChunkTest {
  private static final int SAMPLES = 320;
  private static final int STRIDE = 5;
  private static final int COLUMNS = 3;

  /**
   * Ranges that begin and end at, before and after the rows whose sums are kept, and single rows.
   */
  @ParameterizedTest
  @EnumSource(Precision.class)
  void sumsRowsAsOneByOne(Precision precision) {
    float[] tile = Ridges.floats(Ridges.gaussian(SAMPLES * STRIDE, 3));
    Chunk chunk = new Chunk(precision, SAMPLES, COLUMNS);
    chunk.load(tile, STRIDE, 1, COLUMNS);
    Random random = new Random(4);
    for (int time = 0; time < 300; time++) {
      int from = random.nextInt(SAMPLES);
      int to = from + 1 + random.nextInt(SAMPLES - from);
      int hole = from + random.nextInt(to - from);
      int[] rows =
          IntStream.range(time % 2 == 0 ? 0 : from, time % 3 == 0 ? SAMPLES : to)
              .filter(row -> row != hole)
              .toArray();
      double[] sums = chunk.sum(rows);
      for (int c = 0; c < COLUMNS; c++) {
        double sum = 0;
        double[] value = new double[1];
        for (int row : rows) {
          chunk.values().get(row * COLUMNS + c, value, 0, 1);
          sum += value[0];
        }
        assertThat(sums[c]).isCloseTo(sum, within(1e-11));
      }
    }
  }
}
