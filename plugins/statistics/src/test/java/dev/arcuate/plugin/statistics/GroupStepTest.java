package dev.arcuate.plugin.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.Step;
import dev.arcuate.api.value.Scores;
import dev.arcuate.testkit.StepContract;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GroupStepTest extends StepContract<GroupSettings> {
  private static final double[] SAMPLE = {.1, .2, -.05, .3, .15, .02};

  @Override
  protected Step<GroupSettings> component() {
    return new GroupStep();
  }

  @Override
  protected GroupSettings settings() {
    return settings(GroupSettings.Test.WILCOXON, GroupSettings.Correction.FDR, 64);
  }

  private static GroupSettings settings(
      GroupSettings.Test test, GroupSettings.Correction correction, int flips) {
    return new GroupSettings(
        Optional.empty(), test, Alternative.TWO_SIDED, .05, correction, flips, 1);
  }

  @Override
  protected TestTask task(Path folder) throws IOException {
    TestTask task = new TestTask(folder);
    for (int subject = 0; subject < SAMPLE.length; subject++) {
      task.with(
          "scores",
          Values.scores(
              folder.resolve("subject-" + subject),
              "0" + (subject + 1),
              Map.of("r", new double[][] {{SAMPLE[subject] - .1, 0}, {SAMPLE[subject] + .1, 1}}),
              Map.of("folds", 2, "targets-constant", subject, "leaky", subject == 3)));
    }
    return task;
  }

  @Test
  void testsTheMeanOverFolds() throws IOException {
    Scores group = run(task(folder), settings());
    assertThat(group.subject()).isEqualTo("group");
    assertThat(group.maps())
        .containsExactly("mean", "sem", "t", "p", "q", "n", "p-flip", "p-max", "values");
    assertThat(group.mean("mean")[0]).isCloseTo(.12, within(1e-7));
    assertThat(group.mean("sem")[0]).isCloseTo(.12 / 2.3384512888618714, within(1e-7));
    assertThat(group.mean("t")[0]).isCloseTo(2.3384512888618714, within(1e-5));
    assertThat(group.mean("p")[0]).isCloseTo(.09375, within(1e-8));
    assertThat(group.mean("n")).containsExactly(6, 6);
    assertThat(group.map("values").rows()).isEqualTo(6);
    assertThat(group.map("values").at(3, 0)).isCloseTo(.3f, within(1e-7f));
    assertThat(group.mean("t")[1]).as("equal in all subjects").isNaN();
  }

  @Test
  void saysHowItCameAbout() throws IOException {
    Map<String, Object> facts = run(task(folder), settings()).facts();
    assertThat(facts)
        .containsEntry("folds", 2)
        .containsEntry("leaky", true)
        .containsEntry("targets-constant", Map.of("least", 0.0, "greatest", 5.0))
        .containsEntry("map", "r")
        .containsEntry("subjects", List.of("01", "02", "03", "04", "05", "06"))
        .containsEntry("test", "wilcoxon")
        .containsEntry("significance-map", "q")
        .containsEntry("sign-flips", 64)
        .containsEntry("sign-flips-exhaustive", true);
  }

  @Test
  void takesFoldsForPeopleIfAQuirkSaysSo() throws IOException {
    GroupSettings plain = settings(GroupSettings.Test.T, GroupSettings.Correction.FDR, 0);
    GroupSettings quirk =
        new GroupSettings(
            plain.map(),
            plain.test(),
            plain.alternative(),
            plain.level(),
            plain.correction(),
            0,
            1,
            .01,
            .1,
            Optional.empty(),
            Optional.empty(),
            0,
            List.of("stats.folds-as-samples"));
    double[][] folds = new double[SAMPLE.length][];
    for (int fold = 0; fold < folds.length; fold++) {
      folds[fold] = new double[] {SAMPLE[fold], 0};
    }
    TestTask task =
        new TestTask(folder)
            .with(
                "scores",
                Values.scores(
                    folder.resolve("average"),
                    "average",
                    Map.of("r", folds),
                    Map.of("quirks", List.of("delay.wrap"))));
    Scores group = run(task, quirk);
    assertThat(group.mean("t")[0]).isCloseTo(2.3384512888618714, within(1e-5));
    assertThat(group.facts())
        .containsEntry("quirks", List.of("delay.wrap", "stats.folds-as-samples"))
        .containsEntry("samples", 6);
    assertThat(task.warnings())
        .extracting(Problem::code)
        .containsExactly("STATISTICS_FOLDS_AS_SAMPLES");

    assertThatThrownBy(() -> run(task(folder.resolve("several")), quirk))
        .hasMessageContaining("tests the folds of one subject, not of 6");
  }

  @Test
  void findsWhatIsThereAndNothingElse() throws IOException {
    Scores group =
        run(
            planted(20, 200, 15, .2),
            settings(GroupSettings.Test.WILCOXON, GroupSettings.Correction.FDR, 0));
    int found = 0;
    int wrong = 0;
    double[] q = group.mean("q");
    for (int target = 0; target < q.length; target++) {
      found += target < 15 && q[target] <= .05 ? 1 : 0;
      wrong += target >= 15 && q[target] <= .05 ? 1 : 0;
    }
    assertThat(found).isEqualTo(15);
    assertThat(wrong).isLessThanOrEqualTo(3);
    assertThat(group.facts()).containsEntry("significant-above", found + wrong);
  }

  @Test
  void nullDataRarelyGivesAnything() throws IOException {
    int families = 0;
    for (int i = 0; i < 40; i++) {
      Path place = folder.resolve("null-" + i);
      TestTask task = planted(place, 8, 60, 0, 0, 100 + i);
      Scores group = run(task, settings(GroupSettings.Test.T, GroupSettings.Correction.FDR, 0));
      int above = ((Number) group.facts().get("significant-above")).intValue();
      int below = ((Number) group.facts().get("significant-below")).intValue();
      families += above + below > 0 ? 1 : 0;
    }
    assertThat(families).as("at level 0.05, 2 of 40 are expected").isLessThanOrEqualTo(6);
  }

  @Test
  void aMissingSubjectCostsItsTargetOnly() throws IOException {
    TestTask task = new TestTask(folder);
    task.with("scores", Values.r(folder.resolve("a"), "01", .1, Double.NaN, Double.NaN));
    task.with("scores", Values.r(folder.resolve("b"), "02", .2, .3, Double.NaN));
    task.with("scores", Values.r(folder.resolve("c"), "03", .3, .5, .1));
    Scores group = run(task, settings());
    assertThat(group.mean("n")).containsExactly(3, 2, 1);
    assertThat(group.mean("mean")[1]).isCloseTo(.4, within(1e-7));
    assertThat(group.mean("q")[1]).isFinite();
    assertThat(group.mean("q")[2]).isNaN();
    assertThat(group.mean("p-max")[1]).as("needs every subject").isNaN();
  }

  @Test
  void theGainIsTestedAndTheScoresBehindItAreAveraged() throws IOException {
    TestTask task = new TestTask(folder);
    for (String subject : List.of("01", "02")) {
      task.with(
          "scores",
          Values.scores(
              folder.resolve(subject),
              subject,
              Map.of(
                  "r", new double[][] {{.5}},
                  "baseline-r", new double[][] {{.25}},
                  "gain", new double[][] {{.25}}),
              Map.of()));
    }
    Scores group = run(task, settings());
    assertThat(group.facts()).containsEntry("map", "gain");
    assertThat(group.mean("mean")).containsExactly(.25);
    assertThat(group.mean("mean-r")).containsExactly(.5);
    assertThat(group.mean("mean-baseline-r")).containsExactly(.25);
    assertThat(group.map("values-r").toArray()).containsExactly(.5f, .5f);
    assertThat(group.map("values-baseline-r").toArray()).containsExactly(.25f, .25f);
  }

  @Test
  void warnsWhereNoEffectCouldBeLargeEnough() throws IOException {
    GroupSettings signedRank = settings();
    assertThat(warning(task(folder), signedRank))
        .contains("with 6 subjects the signed-rank test gives no p-value below 0.031")
        .contains("unless 63 % of all 2 targets are");
    TestTask few = new TestTask(folder);
    few.with("scores", Values.r(folder.resolve("a"), "01", .1));
    few.with("scores", Values.r(folder.resolve("b"), "02", .2));
    assertThat(warning(few, signedRank)).contains("no target can be significant");

    TestTask byT = task(folder);
    run(byT, settings(GroupSettings.Test.T, GroupSettings.Correction.FDR, 0));
    TestTask byFlips = task(folder);
    run(byFlips, settings(GroupSettings.Test.T, GroupSettings.Correction.MAX_STATISTIC, 64));
    assertThat(byT.warnings()).isEmpty();
    assertThat(byFlips.warnings()).isEmpty();
  }

  private String warning(TestTask task, GroupSettings settings) throws IOException {
    run(task, settings);
    assertThat(task.warnings()).hasSize(1);
    Problem warning = task.warnings().get(0);
    assertThat(warning.code()).isEqualTo("STATISTICS_FEW_SUBJECTS");
    return warning.message();
  }

  @Test
  void namesAllThatCannotBePutTogether() throws IOException {
    TestTask task = new TestTask(folder);
    task.with("scores", "encode", Map.of("layer", "1"), Values.r(folder.resolve("a"), "01", .1));
    task.with("scores", "encode", Map.of("layer", "2"), Values.r(folder.resolve("b"), "01", .1));
    task.with("scores", Values.r(folder.resolve("c"), "02", .1, .2));
    assertThatThrownBy(() -> run(task, settings()))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("subject 01 comes twice, from encode{layer=1} and encode{layer=2}")
        .hasMessageContaining("subject 02 (2 regions) are not those of subject 01 (1 regions)");

    TestTask one = new TestTask(folder);
    one.with("scores", Values.r(folder.resolve("d"), "01", .1));
    assertThatThrownBy(() -> run(one, settings())).hasMessageContaining("got 1 subject;");
  }

  @Test
  void aMapThatIsNotThereIsNamedWithThoseThatAre() throws IOException {
    GroupSettings settings =
        new GroupSettings(
            Optional.of("gian"),
            GroupSettings.Test.T,
            Alternative.GREATER,
            .05,
            GroupSettings.Correction.FDR,
            0,
            1);
    assertThatThrownBy(() -> run(task(folder), settings))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("no map 'gian'; they have r");
  }

  @Test
  void theMaximumStatisticNeedsFlips() {
    assertThatThrownBy(
            () -> settings(GroupSettings.Test.T, GroupSettings.Correction.MAX_STATISTIC, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'sign-flips'");
  }

  private TestTask planted(int subjects, int targets, int driven, double effect)
      throws IOException {
    return planted(folder, subjects, targets, driven, effect, 5);
  }

  private static TestTask planted(
      Path folder, int subjects, int targets, int driven, double effect, long seed)
      throws IOException {
    Random random = new Random(seed);
    TestTask task = new TestTask(folder);
    for (int subject = 0; subject < subjects; subject++) {
      double[] values = new double[targets];
      for (int target = 0; target < targets; target++) {
        values[target] = .1 * random.nextGaussian() + (target < driven ? effect : 0);
      }
      task.with("scores", Values.r(folder.resolve("in-" + subject), "s" + subject, values));
    }
    return task;
  }

  private static Scores run(TestTask task, GroupSettings settings) throws IOException {
    new GroupStep().run(settings, task);
    return task.result("scores", Scores.class);
  }
}
