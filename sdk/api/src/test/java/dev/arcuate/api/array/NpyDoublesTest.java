package dev.arcuate.api.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arcuate.api.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyDoublesTest {
  @TempDir Path folder;

  @Test
  void comeBackBitForBitAlsoAcrossTheBuffersEdge() throws IOException {
    double[] values = new Random(1).doubles(3 * 100_001).toArray();
    values[7] = Double.NaN;
    Path file = folder.resolve("a.npy");
    Npy.write(file, values, 3, 100_001);
    assertThat(Npy.readDoubles(file)).containsExactly(values);
    assertThat(Npy.shape(file)).containsExactly(3, 100_001);
    assertThat(Npy.open(file).at(2, 5)).isEqualTo((float) values[200_007]);
  }

  @Test
  void anEmptyArrayIsAnArray() throws IOException {
    Path file = folder.resolve("a.npy");
    Npy.write(file, new double[0], 4, 0);
    assertThat(Npy.readDoubles(file)).isEmpty();
  }

  @Test
  void anotherElementTypeIsRefused() throws IOException {
    Path file = folder.resolve("a.npy");
    Npy.write(file, new float[] {1, 2}, 2);
    assertThatThrownBy(() -> Npy.readDoubles(file))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("float64");
  }

  @Test
  void aTruncatedFileIsRefused() throws IOException {
    Path file = folder.resolve("a.npy");
    Npy.write(file, new double[] {1, 2, 3}, 3);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
    assertThatThrownBy(() -> Npy.readDoubles(file))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("truncated");
  }

  @Test
  void aShapeThatDoesNotHoldTheValuesIsRefused() {
    assertThatThrownBy(() -> Npy.write(folder.resolve("a.npy"), new double[3], 2, 2))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
