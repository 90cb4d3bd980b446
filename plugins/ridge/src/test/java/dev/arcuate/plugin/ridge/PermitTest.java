package dev.arcuate.plugin.ridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arcuate.api.RegressionBackend.Solver;
import dev.arcuate.api.Resources;
import dev.arcuate.api.fold.Folds;
import dev.arcuate.api.value.Design;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Many targets are solved inside the memory that a step may use, and not only on the heap. */
@EnabledOnOs(OS.LINUX)
class PermitTest {
  private static final long PERMIT = 192L << 20;

  private static final int SAMPLES = 900;
  private static final int FEATURES = 400;

  /** Targets and predictions alone are 216 MB. */
  private static final int TARGETS = 30_000;

  @TempDir Path folder;

  @Test
  void manyTargetsStayInsideThePermit() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseG1GC",
                "-Xmx" + (PERMIT >> 20) * 5 / 8 + "m",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor()).as(output).isZero();
    String[] numbers = output.substring(output.lastIndexOf('\n') + 1).split(" ");
    assertThat(Integer.parseInt(numbers[0])).as("tiles").isGreaterThan(2);
    // What the run adds to a process that has solved something small before.
    assertThat(Long.parseLong(numbers[1])).as("bytes").isBetween(1L, PERMIT);
  }

  /** Prints the number of tiles and how much the high-water mark of the process rose. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) throws IOException {
      Path folder = Path.of(args[0]);
      solve(folder.resolve("small"), 90, 40, 64);
      long before = peak();
      int tiles = solve(folder.resolve("large"), SAMPLES, FEATURES, TARGETS);
      System.out.println(tiles + " " + (peak() - before));
    }

    private static int solve(Path folder, int samples, int features, int targets)
        throws IOException {
      RidgeCpu backend = new RidgeCpu(Native.ACCEL.linearAlgebra());
      RidgeSettings settings =
          new RidgeSettings(
              Ridges.GRID,
              Selection.PER_TARGET,
              Inner.K_FOLD,
              3,
              true,
              Precision.SINGLE,
              false,
              false);
      double[] values = Ridges.gaussian(samples * features, 3);
      Design design = Ridges.design(folder.resolve("design"), values, samples);
      Folds folds = Ridges.split(samples * 3 / 4, samples);
      TestTask task = new TestTask(folder).with(new Resources(1, PERMIT, 0));
      Path prepared = Files.createDirectories(folder.resolve("prepared"));
      backend.prepare(settings, design, folds, prepared, task);
      int tiles = 0;
      try (Solver solver = backend.open(settings, prepared, design, folds, task)) {
        int width = solver.tileWidth(PERMIT / 2);
        for (int first = 0; first < targets; first += width, tiles++) {
          int columns = Math.min(width, targets - first);
          float[] some = new float[samples * columns];
          for (int at = 0; at < some.length; at++) {
            some[at] = (float) Math.sin(at * (first + 1.0));
          }
          solver.solve(some, columns);
        }
      }
      return tiles;
    }

    private static long peak() throws IOException {
      List<String> lines = Files.readAllLines(Path.of("/proc/self/status"));
      String line =
          lines.stream().filter(each -> each.startsWith("VmHWM")).findFirst().orElseThrow();
      return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
    }
  }
}
