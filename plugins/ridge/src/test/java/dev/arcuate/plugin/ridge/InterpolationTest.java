package dev.arcuate.plugin.ridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether solutions for a few penalties stand for those of all others. */
class InterpolationTest {
  private static final double TOLERANCE = 3e-7;

  private static double[] grid(double first, double last, int count) {
    return IntStream.range(0, count)
        .mapToDouble(i -> Math.pow(10, first + (last - first) * i / (count - 1)))
        .toArray();
  }

  /** What a prediction takes of a direction. */
  private static double share(double eigenvalue, double penalty) {
    return Math.sqrt(eigenvalue) / (eigenvalue + penalty);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 20, 20, 96.47, 7393.59", // voxelwise tutorials: most penalties lie far above the spectrum
    "1, 20, 20, 285.4, 21926",
    "-3, 20, 20, 100, 5000",
    "-1, 8, 10, 1e-2, 1e6",
    "-6, 6, 100, 1, 1000",
    "10, 20, 11, 1, 100",
    "-20, -10, 11, 1, 100"
  })
  void nodesFarFromNoSpectrumStandForAllOthers(
      double first, double last, int count, double least, double greatest) {
    double[] grid = grid(first, last, count);
    Interpolation found = Interpolation.of(grid, least, greatest, TOLERANCE);

    for (int node : found.nodes()) {
      assertThat(grid[node]).isLessThanOrEqualTo(Math.max(grid[0], 1e4 * greatest));
    }
    for (int a = 0; a < count; a++) {
      double size = 0;
      double error = 0;
      double gathered = 0;
      for (double at = 0; at <= 1; at += 0.01) {
        double eigenvalue = least * Math.pow(greatest / least, at);
        double sum = 0;
        double sizes = 0;
        for (int k = 0; k < found.nodes().length; k++) {
          double part = found.coefficients()[a][k] * share(eigenvalue, grid[found.nodes()[k]]);
          sum += part;
          sizes += Math.abs(part);
        }
        size = Math.max(size, share(eigenvalue, grid[a]));
        error = Math.max(error, Math.abs(sum - share(eigenvalue, grid[a])));
        gathered = Math.max(gathered, sizes);
      }
      assertThat(error / size).as("error for penalty %s", grid[a]).isLessThan(3 * TOLERANCE);
      // What is added up is hardly larger than the sum: rounding in the nodes stays rounding.
      assertThat(gathered / size).as("cancellation for penalty %s", grid[a]).isLessThan(30);
    }
  }
}
