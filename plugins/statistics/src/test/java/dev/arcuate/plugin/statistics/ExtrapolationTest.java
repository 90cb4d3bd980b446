package dev.arcuate.plugin.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.array.Npy;
import dev.arcuate.api.value.Scores;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ceiling that endlessly many people would give. */
class ExtrapolationTest {
  private static final int PEOPLE = 5;
  private static final int ROWS = 240;
  private static final int TARGETS = 6;

  @TempDir private Path folder;

  /** Agreement with {@code bench/oracles/ceilings.py}: all subsets of the others, curve_fit. */
  @Test
  void agreesWithScipy() throws IOException {
    float[] people = Npy.open(stored("people")).toArray();
    TestTask task = new TestTask(folder.resolve("task"));
    for (int person = 0; person < PEOPLE; person++) {
      double[][] values = new double[ROWS][TARGETS];
      for (int i = 0; i < ROWS * TARGETS; i++) {
        values[i / TARGETS][i % TARGETS] = people[person * ROWS * TARGETS + i];
      }
      connect(task, person, values);
    }
    new CeilingStep().run(settings(0), task);
    Scores scores = task.result("scores", Scores.class);
    double[] pools = Npy.readDoubles(stored("pools"));
    double[] fits = Npy.readDoubles(stored("fits"));
    float[] found = scores.map("isc-by-pool").toArray();
    for (int i = 0; i < pools.length; i++) {
      assertThat((double) found[i]).isCloseTo(pools[i], within(1e-6));
    }
    for (int target = 0; target < TARGETS; target++) {
      assertThat(scores.mean("equal-subjects")[target])
          .isCloseTo(fits[2 * TARGETS + target], within(1e-4));
      assertThat(scores.mean("mean")[target]).isCloseTo(fits[target], within(1e-5));
      double tau = fits[TARGETS + target];
      if (fits[target] > 1e-6) {
        assertThat(scores.mean("tau")[target]).isCloseTo(tau, within(1e-3 * tau));
      } else {
        assertThat(scores.mean("tau")[target]).isNaN();
      }
    }
    assertThat(task.warnings()).isEmpty();
  }

  @Test
  void aCurveThatDoesNotBendHasNoLimit() {
    SaturatingCurve curve = new SaturatingCurve(new double[] {2, 3, 4, 5});
    assertThat(curve.fit(new double[] {.2, .3, .4, .5}).bends()).isFalse();
    SaturatingCurve.Fit bent = curve.fit(new double[] {.2, .28, .33, .36});
    assertThat(bent.bends()).isTrue();
    assertThat(bent.limit()).isBetween(.38, .6);
    assertThat(curve.roughly(new double[] {.2, .28, .33, .36}).limit())
        .isCloseTo(bent.limit(), within(0.02));
  }

  @Test
  void whoHasGapsHasNoCeilingAndThisIsSaid() throws IOException {
    TestTask task = new TestTask(folder.resolve("task"));
    Random random = new Random(2);
    for (int person = 0; person < 4; person++) {
      double[][] values = new double[50][2];
      for (double[] row : values) {
        row[0] = random.nextGaussian();
        row[1] = person == 2 ? Double.NaN : random.nextGaussian();
      }
      connect(task, person, values);
    }
    new CeilingStep().run(settings(10), task);
    Scores scores = task.result("scores", Scores.class);
    assertThat(scores.mean("mean")[1]).isNaN();
    assertThat(scores.mean("ci-low")[1]).isNaN();
    assertThat(task.warnings())
        .singleElement()
        .asString()
        .startsWith("warning STATISTICS_NO_LIMIT: the ceilings of ");
  }

  /**
   * With signal and noise of equal variance a person correlates √k/√(2(k + 1)) with the mean of k
   * others, and √½ with endlessly many. The exponential curve ends earlier, at .657.
   */
  @Test
  void comesNearTheTrueCeilingWhereTheMeanOfTheOthersIsBelowIt() throws IOException {
    TestTask task = new TestTask(folder.resolve("task"));
    for (int person = 0; person < 8; person++) {
      Random shared = new Random(3);
      Random own = new Random(100L + person);
      double[][] values = new double[2000][2];
      for (double[] row : values) {
        row[0] = shared.nextGaussian() + own.nextGaussian();
        row[1] = own.nextGaussian();
      }
      connect(task, person, values);
    }
    new CeilingStep().run(settings(100), task);
    Scores scores = task.result("scores", Scores.class);
    float[] pools = scores.map("isc-by-pool").toArray();
    for (int k = 1; k < 8; k++) {
      assertThat((double) pools[(k - 1) * 2]).isCloseTo(Math.sqrt(k / 2.0 / (k + 1)), within(0.03));
    }
    double ceiling = scores.mean("mean")[0];
    assertThat(ceiling).isCloseTo(0.657, within(0.03));
    assertThat(scores.mean("equal-subjects")[0]).isCloseTo(Math.sqrt(0.5), within(0.02));
    assertThat(scores.mean("ci-low")[0]).isLessThan(ceiling);
    assertThat(scores.mean("ci-high")[0]).isGreaterThan(ceiling);
    double noise = scores.mean("mean")[1];
    assertThat(Double.isNaN(noise) || noise < 0.06).as("ceiling of noise: " + noise).isTrue();
  }

  @Test
  void threePeopleAreTooFew() throws IOException {
    TestTask task = new TestTask(folder.resolve("task"));
    for (int person = 0; person < 3; person++) {
      connect(task, person, new double[10][1]);
    }
    assertThatThrownBy(() -> new CeilingStep().run(settings(0), task))
        .hasMessage("error STATISTICS_TOO_FEW_SUBJECTS: got 3 subjects; at least 4 are needed");
  }

  private static CeilingSettings settings(int bootstraps) {
    return new CeilingSettings(CeilingSettings.Method.EXTRAPOLATED, 50, 1, bootstraps);
  }

  private void connect(TestTask task, int person, double[][] values) throws IOException {
    task.with(
        "recordings",
        Values.recording(
            folder.resolve("person" + person),
            Integer.toString(person),
            Values.sampling(values.length),
            values));
  }

  private static Path stored(String name) {
    try {
      return Path.of(ExtrapolationTest.class.getResource("/ceilings/" + name + ".npy").toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
