package dev.arcuate.plugin.bidsmeg.scores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.array.Npy;
import dev.arcuate.api.array.NpyWriter;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.value.Epochs;
import dev.arcuate.api.value.Geometry;
import dev.arcuate.api.value.Sampling;
import dev.arcuate.api.value.Scores;
import dev.arcuate.plugin.bidsmeg.fif.FifInverse;
import dev.arcuate.plugin.bidsmeg.signal.NamedMatrix;
import dev.arcuate.testkit.PlainLinearAlgebra;
import dev.arcuate.testkit.StepContract;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SourceScoresStepTest extends StepContract<SourceScoresSettings> {
  private static final Path ORACLE = Path.of("src/test/resources/oracles/inverse");
  private static final int CHANNELS = 14;
  private static final int TIMES = 3;
  private static final int EVENTS = 40;

  @Override
  protected SourceScoresStep component() {
    return new SourceScoresStep(new PlainLinearAlgebra());
  }

  @Override
  protected SourceScoresSettings settings() {
    return new SourceScoresSettings(
        new InputPath(ORACLE.resolve("tiny-inv.fif").toAbsolutePath(), "tiny-inv.fif"), 3);
  }

  private static float[] values(long seed) {
    Random random = new Random(seed);
    float[] values = new float[EVENTS * CHANNELS * TIMES];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (1e-13 * random.nextGaussian());
    }
    return values;
  }

  @Override
  protected TestTask task(Path place) throws IOException {
    List<String> names =
        IntStream.rangeClosed(1, CHANNELS).mapToObj(i -> String.format("SIM%04d", i)).toList();
    Geometry.Sensors sensors =
        new Geometry.Sensors(
            names, names.stream().map(n -> "mag").toList(), new double[3 * CHANNELS]);
    Epochs epochs =
        new Epochs(
            Files.createDirectories(place.resolve("epochs-in")),
            "01",
            new Sampling(
                1,
                List.of(new Sampling.Run("1", EVENTS)),
                Optional.empty(),
                List.of(),
                IntStream.range(0, EVENTS).mapToObj(e -> (double) e).toList()),
            IntStream.range(0, EVENTS).boxed().toList(),
            TIMES,
            -0.01,
            0.01,
            "T",
            sensors);
    float[] y = values(1);
    try (NpyWriter writer = epochs.write()) {
      writer.append(y, 0, y.length);
    }
    Path folder = Files.createDirectories(place.resolve("scores-in"));
    Scores scores = new Scores(folder, "01", List.of(), Map.of("folds", 5), epochs.places());
    scores.write();
    float[] noise = values(2);
    float[] p = new float[y.length];
    for (int i = 0; i < p.length; i++) {
      p[i] = y[i] + noise[i];
    }
    Npy.write(folder.resolve("predictions.npy"), p, EVENTS, CHANNELS * TIMES);
    return new TestTask(place).with("scores", scores).with("targets", epochs);
  }

  private static double[] stored(String name) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.wrap(Files.readAllBytes(ORACLE.resolve(name))).order(ByteOrder.LITTLE_ENDIAN);
    double[] values = new double[bytes.remaining() / Double.BYTES];
    bytes.asDoubleBuffer().get(values);
    return values;
  }

  @Test
  void projectsAsMneDoesUpToAFactorPerSource() throws IOException {
    NamedMatrix inverse = FifInverse.read(ORACLE.resolve("tiny-inv.fif"), "tiny-inv.fif", 1.0 / 9);
    double[] sensors = stored("sensors.f64");
    double[] expected = stored("sources.f64");
    int samples = sensors.length / CHANNELS;
    assertThat(inverse.height()).isEqualTo(expected.length / samples);
    for (int s = 0; s < inverse.height(); s++) {
      double[] own = new double[samples];
      double factor = 0;
      double size = 0;
      for (int t = 0; t < samples; t++) {
        for (int c = 0; c < CHANNELS; c++) {
          own[t] += inverse.values()[s * CHANNELS + c] * sensors[c * samples + t];
        }
        factor += own[t] * expected[s * samples + t];
        size += own[t] * own[t];
      }
      factor /= size;
      double largest = 0;
      for (int t = 0; t < samples; t++) {
        largest = Math.max(largest, Math.abs(expected[s * samples + t]));
      }
      assertThat(factor).isPositive();
      for (int t = 0; t < samples; t++) {
        assertThat(factor * own[t]).isCloseTo(expected[s * samples + t], within(1e-5 * largest));
      }
    }
  }

  @Test
  void correlatesAfterTheProjectionOfBothSides() throws IOException {
    TestTask task = task(folder);
    component().run(settings(), task);
    Scores out = task.result("scores", Scores.class);
    NamedMatrix inverse = FifInverse.read(ORACLE.resolve("tiny-inv.fif"), "tiny-inv.fif", 1.0 / 9);
    float[] y = values(1);
    float[] noise = values(2);
    double[] a = new double[EVENTS];
    double[] b = new double[EVENTS];
    int source = 4;
    int time = 2;
    for (int e = 0; e < EVENTS; e++) {
      for (int c = 0; c < CHANNELS; c++) {
        int at = (e * CHANNELS + c) * TIMES + time;
        a[e] += inverse.values()[source * CHANNELS + c] * y[at];
        b[e] += inverse.values()[source * CHANNELS + c] * (y[at] + noise[at]);
      }
    }
    assertThat(out.mean("r")[source * TIMES + time]).isCloseTo(correlation(a, b), within(1e-6));
    assertThat(out.geometry().targetName(source * TIMES + time)).startsWith("source-5 at 10 ms");
  }

  private static double correlation(double[] a, double[] b) {
    double meanA = java.util.Arrays.stream(a).average().orElseThrow();
    double meanB = java.util.Arrays.stream(b).average().orElseThrow();
    double aa = 0;
    double bb = 0;
    double ab = 0;
    for (int i = 0; i < a.length; i++) {
      aa += (a[i] - meanA) * (a[i] - meanA);
      bb += (b[i] - meanB) * (b[i] - meanB);
      ab += (a[i] - meanA) * (b[i] - meanB);
    }
    return ab / Math.sqrt(aa * bb);
  }

  @Test
  void saysThatPredictionsMustBeKept() throws IOException {
    TestTask task = task(folder);
    Files.delete(folder.resolve("scores-in/predictions.npy"));
    assertThatThrownBy(() -> component().run(settings(), task))
        .hasMessage("error BIDS_MEG_NO_PREDICTIONS: the encoding did not keep what it predicted");
  }
}
