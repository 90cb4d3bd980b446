package dev.arcuate.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Baselines beside the model, and what leaks do and are refused for. */
class HonestyTest {
  private static final int ROWS = 200;

  @TempDir Path folder;

  @Test
  void baselinesAndCeilingStandBesideTheModel() throws Exception {
    Command.Ended run =
        new Command(folder)
            .asStudy()
            .within(Duration.ofMinutes(10))
            .run(
                "run",
                Command.distribution().resolve("workflows/honest.yaml").toString(),
                "--set",
                "subjects=[01, 02, 03]",
                "--out",
                "out");
    assertThat(run.status()).as(run.all()).isZero();
    String page = Files.readString(folder.resolve("out/report.html"));
    assertThat(page)
        .contains("What else predicts")
        .contains("word-rate alone")
        .contains("no features, only neighbours")
        .contains(">ceiling<")
        .doesNotContain("The split leaks");
    assertThat(folder.resolve("out/group/mean-unique-r2-layer-4.npy")).exists();
  }

  @Test
  void noiseScoresUnderLeakySplitsOnlyAndTheySaySo() throws Exception {
    Random random = new Random(5);
    NumpyArrays.write(folder.resolve("x.npy"), series(random, 30), ROWS, 30);
    NumpyArrays.write(folder.resolve("y.npy"), series(random, 20), ROWS, 20);
    Command.Ended run =
        new Command(folder)
            .within(Duration.ofMinutes(5))
            .run(
                "run",
                Command.distribution().resolve("workflows/why-we-refuse.yaml").toString(),
                "--set",
                "x=" + folder.resolve("x.npy"),
                "--set",
                "y=" + folder.resolve("y.npy"),
                "--set",
                "permutations=19",
                "--out",
                "out");
    assertThat(run.status()).as(run.all()).isZero();
    assertThat(run.all()).contains("LEAKY_FOLDS").contains("rows are shuffled");
    assertThat(facts("honest").path("leaky").asBoolean()).isFalse();
    assertThat(facts("shuffled").path("leaky").asBoolean()).isTrue();
    assertThat(facts("no-gap").path("leaks").get(0).asText()).startsWith("a gap of 0 s");
    assertThat(mean("honest", "r")).isLessThan(0.1);
    assertThat(mean("shuffled", "r")).isGreaterThan(0.2);
    assertThat(mean("honest", "autocorrelation-r")).isLessThan(0.15);
    assertThat(mean("shuffled", "autocorrelation-r")).isGreaterThan(0.5);
  }

  @Test
  void aShuffledSplitIsRefusedWithItsReason() throws Exception {
    Random random = new Random(6);
    NumpyArrays.write(folder.resolve("x.npy"), series(random, 3), ROWS, 3);
    NumpyArrays.write(folder.resolve("y.npy"), series(random, 2), ROWS, 2);
    Command.Ended run =
        new Command(folder)
            .run(
                "run",
                Command.distribution().resolve("workflows/encode-arrays.yaml").toString(),
                "--set",
                "x=" + folder.resolve("x.npy"),
                "--set",
                "y=" + folder.resolve("y.npy"),
                "--set",
                "folds={scheme: shuffled}");
    assertThat(run.status()).as(run.all()).isEqualTo(2);
    assertThat(run.all())
        .contains("LEAKY_FOLDS")
        .contains("nearly every test row lies between two training rows")
        .contains("why-we-refuse.md")
        .doesNotContain("\tat ");
  }

  private JsonNode facts(String step) throws Exception {
    Path file = folder.resolve("out").resolve(step).resolve("scores.json");
    return new ObjectMapper().readTree(Files.readString(file)).path("facts");
  }

  /** Mean over folds and targets of a map of float32. */
  private double mean(String step, String map) throws Exception {
    float[] values = NumpyArrays.floats(folder.resolve("out").resolve(step).resolve(map + ".npy"));
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /** First-order autoregressive noise, .8 from one row to the next. */
  private static float[] series(Random random, int columns) {
    float[] values = new float[ROWS * columns];
    for (int c = 0; c < columns; c++) {
      double state = random.nextGaussian();
      for (int row = 0; row < ROWS; row++) {
        values[row * columns + c] = (float) state;
        state = 0.8 * state + 0.6 * random.nextGaussian();
      }
    }
    return values;
  }
}
