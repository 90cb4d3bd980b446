package dev.arcuate.plugin.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arcuate.api.ProblemException;
import dev.arcuate.api.Step;
import dev.arcuate.api.value.Scores;
import dev.arcuate.testkit.StepContract;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CompareStepTest extends StepContract<CompareSettings> {
  @Override
  protected Step<CompareSettings> component() {
    return new CompareStep();
  }

  @Override
  protected CompareSettings settings() {
    return new CompareSettings(List.of("r", "r2"));
  }

  @Override
  protected TestTask task(Path folder) throws IOException {
    return new TestTask(folder)
        .with("model", both(folder.resolve("model"), "01", .5, .25, Map.of("features", 30)))
        .with("baseline", both(folder.resolve("baseline"), "01", .125, .5, Map.of("leaky", true)));
  }

  private static Scores both(
      Path folder, String subject, double first, double second, Map<String, Object> facts)
      throws IOException {
    Map<String, double[][]> maps = new LinkedHashMap<>();
    maps.put("r", new double[][] {{first, second}, {first, second + .25}});
    maps.put("r2", new double[][] {{0, 0}, {1, 1}});
    return Values.scores(folder, subject, maps, facts);
  }

  @Test
  void keepsEveryFoldOfBothScoresAndOfTheirDifference() throws IOException {
    TestTask task = task(folder);
    component().run(settings(), task);
    Scores result = task.result("scores", Scores.class);
    assertThat(result.subject()).isEqualTo("01");
    assertThat(result.maps())
        .containsExactly("r", "baseline-r", "gain", "r2", "baseline-r2", "gain-r2");
    assertThat(result.map("r").toArray()).containsExactly(.5f, .25f, .5f, .5f);
    assertThat(result.map("baseline-r").toArray()).containsExactly(.125f, .5f, .125f, .75f);
    assertThat(result.map("gain").toArray()).containsExactly(.375f, -.25f, .375f, -.25f);
    assertThat(result.map("gain-r2").toArray()).containsOnly(0f);
    assertThat(result.facts())
        .containsEntry("features", 30)
        .as("a leaky baseline taints the difference")
        .containsEntry("leaky", true)
        .containsEntry("baseline", Map.of("leaky", true));
  }

  @Test
  void namesAllThatCannotBeCompared() throws IOException {
    TestTask task =
        new TestTask(folder)
            .with("model", both(folder.resolve("model"), "01", 0, 0, Map.of()))
            .with("baseline", Values.r(folder.resolve("baseline"), "02", 1, 2, 3));
    assertThatThrownBy(() -> component().run(settings(), task))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("scored on subject 01, the baseline on subject 02")
        .hasMessageContaining("(2 regions) are not those of the baseline (3 regions)")
        .hasMessageContaining("in 2 folds, the baseline in 1")
        .hasMessageContaining("of the baseline have no map 'r2'; they have r");
  }
}
