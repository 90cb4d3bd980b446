package dev.arcuate.plugin.decompose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.statistics.FalseDiscovery;
import dev.arcuate.api.value.Scores;
import dev.arcuate.testkit.StepContract;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScoreTableStepTest extends StepContract<ScoreTableSettings> {
  private static final Map<String, Float> R =
      Map.of(
          "lexical-syntax", .05f,
          "lexical-total", .12f,
          "syntax", .15f,
          "total", .30f,
          "syntax-with-lexical", .22f);

  @Override
  protected ScoreTableStep component() {
    return new ScoreTableStep();
  }

  @Override
  protected ScoreTableSettings settings() {
    return new ScoreTableSettings("part", "r", "fold");
  }

  @Override
  protected TestTask task(Path place) throws IOException {
    TestTask task = new TestTask(place);
    for (String part : Part.SCORED) {
      task.with("scores", "encode", Map.of("part", part), scores(place.resolve(part), R.get(part)));
    }
    return task;
  }

  private static Scores scores(Path place, float r) throws IOException {
    return Values.scores(
        place, Map.of("r", new float[][] {{r, 2 * r}, {r + .01f, r}}), Map.of("leaky", false));
  }

  @Test
  void followsTheStudyCellByCell() throws IOException {
    TestTask task = task(folder);
    component().run(settings(), task);
    Scores table = task.result("scores", Scores.class);
    Map<String, Double> expected = new LinkedHashMap<>();
    expected.put("syntax-lexical", .05);
    expected.put("syntax-compositional", .10);
    expected.put("syntax-both", .15);
    expected.put("semantics-lexical", .07);
    expected.put("semantics-compositional", .08);
    expected.put("semantics-both", .15);
    expected.put("both-lexical", .12);
    expected.put("both-compositional", .18);
    expected.put("both-both", .30);
    assertThat(table.maps()).containsExactlyElementsOf(expected.keySet());
    expected.forEach(
        (cell, value) ->
            assertThat((double) table.map(cell).at(0, 0)).as(cell).isCloseTo(value, within(1e-6)));
  }

  @Test
  void subtractsTheBaselineWhereNothingIsSubtractedYet() throws IOException {
    TestTask task = task(folder).with("baseline", scores(folder.resolve("b"), .02f));
    component().run(settings(), task);
    Scores table = task.result("scores", Scores.class);
    assertThat(table.map("both-both").at(0, 0)).isCloseTo(.28f, within(1e-6f));
    assertThat(table.map("both-compositional").at(0, 0)).isCloseTo(.18f, within(1e-6f));
    assertThat(table.facts()).containsEntry("baseline", "subtracted");
  }

  @Test
  void takesEachFoldFromTheTargetsMadeForIt() throws IOException {
    TestTask task = new TestTask(folder);
    for (String part : Part.SCORED) {
      for (int fold = 0; fold < 2; fold++) {
        Path place = folder.resolve(part + fold);
        task.with(
            "scores",
            "encode",
            Map.of("part", part, "fold", Integer.toString(fold)),
            scores(place, R.get(part) + fold));
      }
    }
    component().run(settings(), task);
    Scores table = task.result("scores", Scores.class);
    assertThat(table.map("both-both").at(0, 0)).isCloseTo(.30f, within(1e-6f));
    assertThat(table.map("both-both").at(1, 0)).isCloseTo(1.31f, within(1e-6f));
    assertThat(table.facts()).containsEntry("baseline", "taken out");
  }

  @Test
  void namesEveryPartThatIsMissing() throws IOException {
    TestTask task =
        new TestTask(folder)
            .with("scores", "encode", Map.of("part", "total"), scores(folder.resolve("t"), 1));
    assertThatThrownBy(() -> component().run(settings(), task))
        .hasMessageContaining("the table needs an encoding of 'lexical-syntax'; there are total")
        .hasMessageContaining("the table needs an encoding of 'syntax-with-lexical'");
  }

  @Test
  void correctsAsBenjaminiHochbergAndHolmDo() {
    double[] q = FalseDiscovery.adjust(new double[] {.01, .04, .03, Double.NaN, .5});
    assertThat(q[0]).isCloseTo(.04, within(1e-12));
    assertThat(q[1]).isCloseTo(.16 / 3, within(1e-12));
    assertThat(q[2]).isCloseTo(.16 / 3, within(1e-12));
    assertThat(q[3]).isNaN();
    assertThat(q[4]).isEqualTo(.5);
    double[] holm = Corrections.holm(new double[] {.01, .04, .03, Double.NaN, .5});
    assertThat(holm).containsExactly(.04, .09, .09, Double.NaN, .5);
    assertThat(Cell.maps()).hasSize(9);
  }
}
