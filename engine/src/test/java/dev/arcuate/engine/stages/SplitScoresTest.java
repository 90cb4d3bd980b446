package dev.arcuate.engine.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.array.Npy;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Agreement with himalaya; {@code bench/oracles/splits.py} made the references. */
class SplitScoresTest {
  private static final int ROWS = 40;
  private static final int COLUMNS = 3;

  @Test
  void partsShareTheScoreAsHimalayaHasIt() {
    float[] targets = Npy.open(file("targets.npy")).toArray();
    float[] parts = Npy.open(file("parts.npy")).toArray();
    float[][] part = new float[2][];
    float[] predictions = new float[ROWS * COLUMNS];
    for (int group = 0; group < 2; group++) {
      part[group] = Arrays.copyOfRange(parts, group * ROWS * COLUMNS, (group + 1) * ROWS * COLUMNS);
      for (int i = 0; i < predictions.length; i++) {
        predictions[i] += part[group][i];
      }
    }
    double[] r = Npy.readDoubles(file("r.npy"));
    double[] r2 = Npy.readDoubles(file("r2.npy"));
    int[] rows = IntStream.range(0, ROWS).toArray();
    double[] joint = FoldScores.of(targets, predictions, COLUMNS, rows).r();
    double[] sum = new double[COLUMNS];
    for (int group = 0; group < 2; group++) {
      double[] scores = SplitScores.of(targets, predictions, part[group], COLUMNS, rows);
      for (int c = 0; c < COLUMNS; c++) {
        assertThat(scores[c]).isCloseTo(r[group * COLUMNS + c], within(1e-6));
        assertThat(scores[COLUMNS + c]).isCloseTo(r2[group * COLUMNS + c], within(1e-6));
        sum[c] += scores[c];
      }
    }
    assertThat(sum).containsExactly(joint, within(1e-6));
  }

  private static Path file(String name) {
    try {
      return Path.of(SplitScoresTest.class.getResource("/splits/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
