package dev.arcuate.engine.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.Resources;
import dev.arcuate.api.array.NpyWriter;
import dev.arcuate.api.fold.FoldSettings;
import dev.arcuate.api.fold.FoldSettings.Scheme;
import dev.arcuate.api.value.Design;
import dev.arcuate.api.value.Geometry;
import dev.arcuate.api.value.Prepared;
import dev.arcuate.api.value.Recording;
import dev.arcuate.api.value.Sampling;
import dev.arcuate.api.value.Scores;
import dev.arcuate.testkit.BinomialInterval;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Scores against theory, and what tests call significant where there is nothing. */
class StatisticalTruthTest {
  private static final int ROWS = 200;
  private static final Sampling STORY = new Sampling(2, List.of(new Sampling.Run("story", ROWS)));

  /** Maps are float32: a p-value of .05 is a little above. */
  private static final double LEVEL = 0.05 + 1e-6;

  /** In place of a number of permutations. */
  private static final int WITH_AUTOCORRELATION = -1;

  @TempDir private Path folder;
  private int count;

  /**
   * With signal variance S, noise variance N, p features and n training rows, least squares
   * predicts with an error of variance N·p/(n − p − 1) for independent Gaussian features, so that r
   * = S / √((S + that)·(S + N)).
   */
  @Test
  void correlationsAreWhatTheSignalToNoiseRatioSays() throws IOException {
    int features = 4;
    int targets = 40;
    int datasets = 25;
    for (double noise : new double[] {0.5, 1, 2}) {
      double[] means = new double[datasets];
      double train = 0;
      for (int dataset = 0; dataset < datasets; dataset++) {
        Random random = Surrogates.random(12, dataset);
        float[] x = autoregressive(random, features, 0);
        float[] y = autoregressive(random, targets, 0);
        for (int target = 0; target < targets; target++) {
          double[] weights = random.doubles(features).map(w -> w - 0.5).toArray();
          double length = Math.sqrt(Arrays.stream(weights).map(w -> w * w).sum());
          for (int row = 0; row < ROWS; row++) {
            double signal = 0;
            for (int f = 0; f < features; f++) {
              signal += x[row * features + f] * weights[f] / length;
            }
            int at = row * targets + target;
            y[at] = (float) (signal + Math.sqrt(noise) * y[at]);
          }
        }
        Scores scores =
            encode(x, features, y, targets, honest(), RegressionSettings.Permute.SHIFT, 0);
        means[dataset] = Arrays.stream(scores.mean("r")).average().orElseThrow();
        train = ROWS * 4 / 5.0 - 5 * 8 / 5.0;
      }
      double error = noise * features / (train - features - 1);
      double theory = 1 / Math.sqrt((1 + error) * (1 + noise));
      double mean = Arrays.stream(means).average().orElseThrow();
      double squares = Arrays.stream(means).map(m -> (m - mean) * (m - mean)).sum();
      double standardError = Math.sqrt(squares / (datasets - 1) / datasets);
      // A sample correlation of n rows is low by r(1 − r²)/2n, n being the rows of a fold.
      double expected = theory - theory * (1 - theory * theory) / 2 / (ROWS / 5.0);
      assertThat(mean).as("noise %s", noise).isCloseTo(expected, within(3 * standardError));
    }
  }

  @ParameterizedTest
  @EnumSource(RegressionSettings.Permute.class)
  void noiseIsSignificantAsOftenAsTheLevelSays(RegressionSettings.Permute permute)
      throws IOException {
    int datasets = Integer.getInteger("arcuate.truth.datasets", 200);
    Map<String, Integer> found = new TreeMap<>(Map.of("p", 0, "p-max", 0, "q", 0));
    for (int dataset = 0; dataset < datasets; dataset++) {
      Random random = Surrogates.random(11, dataset);
      float[] x = autoregressive(random, 3, 0.7);
      float[] y = autoregressive(random, 2, 0.7);
      Scores scores = encode(x, 3, y, 2, honest(), permute, 39);
      found.merge("p", scores.mean("p")[0] <= LEVEL ? 1 : 0, Integer::sum);
      for (String map : List.of("p-max", "q")) {
        double least = Arrays.stream(scores.mean(map)).min().orElseThrow();
        found.merge(map, least <= LEVEL ? 1 : 0, Integer::sum);
      }
    }
    // All attain .05: p and p-max are fortieths, and of two targets one q is .05 in .05 of cases.
    BinomialInterval interval = BinomialInterval.of(datasets, 0.05);
    if (Integer.getInteger("arcuate.truth.datasets") != null) {
      System.out.println("noise, " + permute + ": " + found + " of " + datasets);
    }
    found.forEach(
        (map, count) -> assertThat(interval.holds(count)).as(map + ": " + count).isTrue());
  }

  @Test
  void aLeakySplitInflatesWhatAnHonestOneDoesNot() throws IOException {
    int features = 30;
    int targets = 60;
    Random random = new Random(9);
    float[] x = autoregressive(random, features, 0.8);
    float[] y = autoregressive(random, targets, 0.8);
    Scores honest =
        encode(
            x,
            features,
            y,
            targets,
            honest(),
            RegressionSettings.Permute.SHIFT,
            WITH_AUTOCORRELATION);
    FoldSettings shuffled =
        new FoldSettings(Scheme.SHUFFLED, 5, Optional.empty(), true, Map.of(), 1);
    Scores leaky =
        encode(
            x,
            features,
            y,
            targets,
            shuffled,
            RegressionSettings.Permute.SHIFT,
            WITH_AUTOCORRELATION);
    assertThat(mean(honest, "r")).isCloseTo(0, within(0.1));
    assertThat(mean(leaky, "r")).isGreaterThan(0.25);
    assertThat(mean(honest, "autocorrelation-r")).isCloseTo(0, within(0.1));
    assertThat(mean(leaky, "autocorrelation-r")).isGreaterThan(0.45);
    assertThat(leaky.facts()).containsEntry("leaky", true).containsKey("leaks");
  }

  @Test
  void phasesKeepTheSpectrumAndHowTargetsCovary() {
    Random random = new Random(3);
    Sampling odd = new Sampling(2, List.of(new Sampling.Run("a", 101), new Sampling.Run("b", 64)));
    int columns = 3;
    float[] values = new float[165 * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          (float) random.nextGaussian() + (i % columns == 1 ? values[Math.max(0, i - 1)] : 0);
    }
    RandomPhases phases = new RandomPhases(odd, 10, 5);
    float[] made = new float[165 * columns];
    phases.make(3, values, columns, made, columns, 0);
    assertThat(made).isNotEqualTo(values);
    for (int a = 0; a < columns; a++) {
      for (int b = 0; b < columns; b++) {
        for (int lag = 0; lag < 3; lag++) {
          assertThat(product(made, columns, a, b, lag))
              .isCloseTo(product(values, columns, a, b, lag), within(1e-3));
        }
      }
    }
  }

  @Test
  void theTransformIsTheSumItStandsFor() {
    for (int n : new int[] {1, 2, 7, 64, 101}) {
      Random random = new Random(n);
      double[] real = random.doubles(n).toArray();
      double[] imaginary = random.doubles(n).toArray();
      double[] a = real.clone();
      double[] b = imaginary.clone();
      FourierTransform transform = new FourierTransform(n);
      transform.forward(a, b);
      for (int k = 0; k < n; k++) {
        double sum = 0;
        for (int j = 0; j < n; j++) {
          double angle = -2 * Math.PI * j * k / n;
          sum += real[j] * Math.cos(angle) - imaginary[j] * Math.sin(angle);
        }
        assertThat(a[k]).isCloseTo(sum, within(1e-10));
      }
      transform.backward(a, b);
      assertThat(a).containsExactly(real, within(1e-12));
      assertThat(b).containsExactly(imaginary, within(1e-12));
    }
  }

  @Test
  void blocksChangePlacesAndEveryRowStays() {
    Sampling runs = new Sampling(2, List.of(new Sampling.Run("a", 95), new Sampling.Run("b", 60)));
    BlockOrders orders =
        new BlockOrders(dev.arcuate.api.fold.Folds.of(runs, 8, honest()), runs, 20, 4);
    for (int index = 0; index < 20; index++) {
      int[] source = orders.sources(index);
      assertThat(Arrays.stream(source).sorted().toArray())
          .containsExactly(IntStream.range(0, 155).toArray());
      int kept = 0;
      for (int row = 1; row < 155; row++) {
        kept += source[row] == source[row - 1] + 1 ? 1 : 0;
      }
      assertThat(kept).isGreaterThanOrEqualTo(155 - 22);
      assertThat(IntStream.range(0, 95).map(row -> source[row]).max()).hasValue(94);
    }
  }

  /** Documented values: four rows, σ = 1, reflecting edges. */
  @Test
  void theModelWithoutFeaturesIsASmoothedIdentity() {
    SmoothedIdentity smoothed = new SmoothedIdentity(4, 1);
    assertThat(IntStream.range(0, 4).mapToDouble(c -> smoothed.at(0, c)).toArray())
        .containsExactly(new double[] {.6409, .2960, .0584, .0047}, within(5e-5));
    SmoothedIdentity identity = new SmoothedIdentity(4, 0);
    assertThat(identity.at(2, 2)).isEqualTo(1);
    assertThat(identity.reach()).isZero();
  }

  private static double product(float[] values, int columns, int a, int b, int lag) {
    double sum = 0;
    int start = 0;
    for (int n : new int[] {101, 64}) {
      for (int row = 0; row < n; row++) {
        sum +=
            (double) values[(start + row) * columns + a]
                * values[(start + (row + lag) % n) * columns + b];
      }
      start += n;
    }
    return sum;
  }

  private static double mean(Scores scores, String map) {
    return Arrays.stream(scores.mean(map)).average().orElseThrow();
  }

  private static FoldSettings honest() {
    return new FoldSettings(Scheme.CONTIGUOUS, 5, Optional.empty(), false);
  }

  private static float[] autoregressive(Random random, int columns, double memory) {
    float[] values = new float[ROWS * columns];
    for (int c = 0; c < columns; c++) {
      double state = random.nextGaussian();
      for (int row = 0; row < ROWS; row++) {
        values[row * columns + c] = (float) state;
        state = memory * state + Math.sqrt(1 - memory * memory) * random.nextGaussian();
      }
    }
    return values;
  }

  private Scores encode(
      float[] x,
      int features,
      float[] y,
      int targets,
      FoldSettings folds,
      RegressionSettings.Permute permute,
      int permutations)
      throws IOException {
    Path root = Files.createDirectories(folder.resolve("dataset" + count++));
    Design design =
        Design.write(
            Files.createDirectories(root.resolve("design")),
            STORY,
            List.of(new Design.Group("features", features, List.of())),
            8,
            x);
    Geometry regions =
        new Geometry.Regions(IntStream.range(0, targets).mapToObj(t -> "r" + t).toList());
    Recording recording =
        new Recording(
            Files.createDirectories(root.resolve("recording")), "01", STORY, "z", regions);
    try (NpyWriter writer = recording.write()) {
      writer.append(y, 0, y.length);
    }
    RegressionSettings settings =
        new RegressionSettings(
            folds,
            permutations == WITH_AUTOCORRELATION
                ? List.of(NestedModels.AUTOCORRELATION)
                : List.of(),
            false,
            Math.max(0, permutations),
            permute,
            7,
            false,
            0);
    TestTask task =
        new TestTask(root.resolve("task"))
            .with(Resources.of(2, 512))
            .with("design", design)
            .with("targets", recording);
    PlainRidge backend = new PlainRidge();
    PlainRidge.Settings own = new PlainRidge.Settings(0.01, 1000, false);
    new RegressionPrepareStage().run(backend, own, Optional.of(settings.preparation()), task);
    task.with("prepared", task.result("prepared", Prepared.class));
    new RegressionStage().run(backend, own, Optional.of(settings), task);
    return task.result("scores", Scores.class);
  }
}
