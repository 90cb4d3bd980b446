package dev.arcuate.plugin.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.value.Design;
import dev.arcuate.api.value.Recording;
import dev.arcuate.api.value.Sampling;
import dev.arcuate.api.value.Scores;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Split halves, repetitions, the mean of the others, and intervals by drawing subjects. */
class CeilingsTest {
  private static final int SAMPLES = 600;

  @TempDir private Path folder;

  /** Computed by NumPy from explainable_variance's formula (z ddof 0, variances ddof 1). */
  @Test
  void explainableVarianceOfThreeRepetitions() {
    double[][] repeats = {{1, 2, 3, 4, 6}, {2, 1, 3, 5, 4}, {1, 3, 2, 4, 7}};
    double[] found = Repeats.of(repeats);
    assertThat(found[0]).isCloseTo(EV, within(1e-12));
    assertThat(found[1]).isCloseTo(EV - (1 - EV) / 2, within(1e-12));
    assertThat(found[2]).isCloseTo(Math.sqrt(found[1]), within(1e-12));
    assertThat(found[3]).isCloseTo(Math.sqrt(3 * found[1] / (1 + 2 * found[1])), within(1e-12));
  }

  private static final double EV = 0.8280862465414309;

  @Test
  void noiseHasNoCeilingAndNothingIsDivided() {
    double[] found = Repeats.of(new double[][] {{1, 2, 3, 4}, {4, 3, 2, 1}});
    assertThat(found[1]).isNegative();
    assertThat(found[2]).isNaN();
    assertThat(Repeats.of(new double[][] {{1, 1, 1}, {1, 2, 3}})[0]).isNaN();
  }

  @Test
  void runsOfOneRecordingAreRepetitions() throws IOException {
    Random random = new Random(1);
    double[] signal = random.doubles(200).map(d -> (d - 0.5) * Math.sqrt(12)).toArray();
    double[][] values = new double[SAMPLES][2];
    for (int row = 0; row < SAMPLES; row++) {
      values[row][0] = signal[row % 200] + random.nextGaussian();
      values[row][1] = random.nextGaussian();
    }
    Sampling runs =
        new Sampling(
            2,
            List.of(
                new Sampling.Run("1", 200),
                new Sampling.Run("2", 200),
                new Sampling.Run("3", 200)));
    TestTask task =
        new TestTask(folder.resolve("task"))
            .with("recordings", Values.recording(folder.resolve("r"), "01", runs, values));
    new CeilingStep().run(settings(CeilingSettings.Method.REPEATS), task);
    Scores scores = task.result("scores", Scores.class);
    assertThat(scores.mean("signal")[0]).isCloseTo(0.5, within(0.1));
    assertThat(scores.mean("mean")[0]).isCloseTo(Math.sqrt(0.5), within(0.08));
    assertThat(scores.mean("mean-of-repeats")[0]).isCloseTo(Math.sqrt(0.75), within(0.08));
    assertThat(scores.mean("signal")[1]).isCloseTo(0, within(0.15));
  }

  @Test
  void aSingleRunHasNoRepetitions() throws IOException {
    TestTask task =
        new TestTask(folder.resolve("task"))
            .with(
                "recordings",
                Values.recording(folder.resolve("r"), "01", Values.sampling(4), new double[4][1]));
    assertThatThrownBy(() -> new CeilingStep().run(settings(CeilingSettings.Method.REPEATS), task))
        .hasMessage(
            "error STATISTICS_NO_REPEATS: there is one recording of one run; repetitions are two or"
                + " more");
  }

  /** With n subjects of equal signal and noise, the reliability of their mean is n / (n + 1). */
  @Test
  void halvesOfTheGroupTellHowReliableItsMeanIs() throws IOException {
    TestTask task = people(8);
    new CeilingStep().run(settings(CeilingSettings.Method.SPLIT_HALF), task);
    Scores scores = task.result("scores", Scores.class);
    assertThat(scores.mean("split-half")[0]).isCloseTo(4 / 5.0, within(0.04));
    assertThat(scores.mean("mean")[0]).isCloseTo(8 / 9.0, within(0.03));
    assertThat(scores.facts()).containsEntry("splits", 50);
  }

  @Test
  void theMeanOfTheOthersLeavesTheSubjectOut() throws IOException {
    TestTask task = people(3);
    new OthersStep().run(new OthersSettings("1"), task);
    Design design = task.result("design", Design.class);
    assertThat(design.groups()).containsExactly(new Design.Group("others", 1, List.of()));
    double[] expected = new double[SAMPLES];
    for (int other : new int[] {0, 2}) {
      float[] series =
          task.inputs("recordings", Recording.class).get(other).value().matrix().column(0);
      double mean = 0;
      for (float value : series) {
        mean += value / (double) SAMPLES;
      }
      double variance = 0;
      for (float value : series) {
        variance += (value - mean) * (value - mean) / SAMPLES;
      }
      for (int row = 0; row < SAMPLES; row++) {
        expected[row] += (series[row] - mean) / Math.sqrt(variance) / 2;
      }
    }
    float[] found = design.matrix().column(0);
    for (int row = 0; row < SAMPLES; row++) {
      assertThat((double) found[row]).isCloseTo(expected[row], within(1e-5));
    }
    assertThatThrownBy(() -> new OthersStep().run(new OthersSettings("9"), people(2)))
        .hasMessage(
            "error STATISTICS_SUBJECT_UNKNOWN: there is no recording of subject 9; there are 0, 1");
  }

  /** For Gaussian values the interval of the mean is that of its standard error. */
  @Test
  void drawingSubjectsGivesTheIntervalOfTheMean() {
    Random random = new Random(5);
    double[][] values = new double[200][2];
    for (double[] ofSubject : values) {
      ofSubject[0] = 1 + random.nextGaussian();
      ofSubject[1] = Double.NaN;
    }
    Bootstrap bootstrap = Bootstrap.of(values, 4000, 0.95, 1, () -> {});
    double mean = java.util.Arrays.stream(values).mapToDouble(v -> v[0]).average().orElseThrow();
    double sem =
        OneSample.of(java.util.Arrays.stream(values).mapToDouble(v -> v[0]).toArray()).sem();
    assertThat(bootstrap.low()[0]).isCloseTo(mean - 1.96 * sem, within(0.01));
    assertThat(bootstrap.high()[0]).isCloseTo(mean + 1.96 * sem, within(0.01));
    assertThat(bootstrap.low()[1]).isNaN();
  }

  private static CeilingSettings settings(CeilingSettings.Method method) {
    return new CeilingSettings(method, 50, 1, 100);
  }

  /** Signal and noise of equal variance, the signal shared. */
  private TestTask people(int count) throws IOException {
    TestTask task = new TestTask(folder.resolve("people" + count));
    for (int subject = 0; subject < count; subject++) {
      Random shared = new Random(1);
      Random own = new Random(1000L * subject + 17);
      double[][] values = new double[SAMPLES][1];
      for (double[] row : values) {
        row[0] = shared.nextGaussian() + own.nextGaussian();
      }
      Path place = folder.resolve("people" + count).resolve("subject" + subject);
      task.with(
          "recordings",
          Values.recording(place, Integer.toString(subject), Values.sampling(SAMPLES), values));
    }
    return task;
  }
}
