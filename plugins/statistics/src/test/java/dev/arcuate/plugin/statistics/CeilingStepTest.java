package dev.arcuate.plugin.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.ProblemException;
import dev.arcuate.api.Resources;
import dev.arcuate.api.Step;
import dev.arcuate.api.value.Sampling;
import dev.arcuate.api.value.Scores;
import dev.arcuate.testkit.StepContract;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CeilingStepTest extends StepContract<CeilingSettings> {
  private static final int SAMPLES = 400;

  @Override
  protected Step<CeilingSettings> component() {
    return new CeilingStep();
  }

  @Override
  protected CeilingSettings settings() {
    return new CeilingSettings();
  }

  /** Three subjects; one target without anything shared, one half shared, one shared entirely. */
  @Override
  protected TestTask task(Path folder) throws IOException {
    TestTask task = new TestTask(folder);
    for (int subject = 0; subject < 3; subject++) {
      task.with(
          "recordings",
          Values.recording(
              folder.resolve("subject-" + subject),
              "0" + subject,
              Values.sampling(SAMPLES),
              values(subject)));
    }
    return task;
  }

  private static double[][] values(int subject) {
    Random shared = new Random(1);
    Random own = new Random(10 + subject);
    double[][] values = new double[SAMPLES][3];
    for (double[] row : values) {
      double common = shared.nextGaussian();
      row[0] = own.nextGaussian();
      row[1] = 100 * subject + (1 + subject) * (common + own.nextGaussian());
      row[2] = common;
    }
    return values;
  }

  @Test
  void findsWhatIsShared() throws IOException {
    TestTask task = task(folder);
    component().run(settings(), task);
    Scores scores = task.result("scores", Scores.class);
    assertThat(scores.subject()).isEqualTo("group");
    assertThat(scores.map("isc").rows()).isEqualTo(3);
    assertThat(scores.facts()).containsEntry("subjects", List.of("00", "01", "02"));
    double[] isc = scores.mean("isc");
    assertThat(isc[0]).isCloseTo(0, within(.1));
    // Signal and noise of equal variance, against the mean of two: 1 / √(2 · 1.5).
    assertThat(isc[1]).isCloseTo(1 / Math.sqrt(3), within(.06));
    assertThat(isc[2]).as("r(x, x)").isCloseTo(1, within(1e-7));
    assertThat(scores.mean("mean")).containsExactly(isc, within(1e-6));
  }

  @Test
  void tilesDoNotMatter() throws IOException {
    TestTask wide = task(folder);
    component().run(settings(), wide);
    float[] whole = wide.result("scores", Scores.class).map("isc").toArray();
    TestTask narrow = task(folder.resolve("narrow")).with(new Resources(1, 1, 0));
    component().run(settings(), narrow);
    assertThat(narrow.result("scores", Scores.class).map("isc").toArray()).containsExactly(whole);
  }

  @Test
  void runsAreScaledOneByOne() throws IOException {
    Sampling runs =
        new Sampling(2, List.of(new Sampling.Run("1", 200), new Sampling.Run("2", 200)));
    TestTask plain = new TestTask(folder.resolve("plain"));
    TestTask shifted = new TestTask(folder.resolve("shifted"));
    for (int subject = 0; subject < 2; subject++) {
      double[][] values = values(subject);
      plain.with(
          "recordings",
          Values.recording(folder.resolve("p" + subject), "0" + subject, runs, values));
      for (int row = 200; row < SAMPLES; row++) {
        values[row][1] = values[row][1] * 5 + 1000;
      }
      shifted.with(
          "recordings",
          Values.recording(folder.resolve("s" + subject), "0" + subject, runs, values));
    }
    component().run(settings(), plain);
    component().run(settings(), shifted);
    assertThat(shifted.result("scores", Scores.class).mean("isc")[1])
        .isCloseTo(plain.result("scores", Scores.class).mean("isc")[1], within(1e-4));
  }

  @Test
  void aSubjectWithoutDataNeitherCountsNorSpoilsTheOthers() throws IOException {
    TestTask task = task(folder);
    double[][] missing = values(3);
    missing[17][1] = Double.NaN;
    for (double[] row : missing) {
      row[2] = 4.2;
    }
    task.with(
        "recordings",
        Values.recording(folder.resolve("extra"), "09", Values.sampling(SAMPLES), missing));
    component().run(settings(), task);
    Scores scores = task.result("scores", Scores.class);
    assertThat(scores.map("isc").at(3, 1)).isNaN();
    assertThat(scores.map("isc").at(3, 2)).isNaN();
    assertThat(scores.map("isc").at(0, 2)).isCloseTo(1f, within(1e-6f));
    assertThat(scores.mean("n")).containsExactly(4, 3, 3);
    assertThat(scores.mean("mean")[1]).isCloseTo(1 / Math.sqrt(3), within(.06));
  }

  @Test
  void differentClocksAreRefused() throws IOException {
    TestTask task = task(folder);
    task.with(
        "recordings",
        Values.recording(folder.resolve("short"), "09", Values.sampling(2), new double[2][3]));
    assertThatThrownBy(() -> component().run(settings(), task))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(
            "subject 09 has 2 samples in run story every 2.0 s, subject 00 has 400 samples");
  }
}
