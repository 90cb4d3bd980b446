package dev.arcuate.plugin.decompose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arcuate.api.value.Activations;
import dev.arcuate.api.value.Recording;
import dev.arcuate.api.value.Table;
import dev.arcuate.plugin.decompose.SimulatePartsSettings.Kind;
import dev.arcuate.testkit.PlainLinearAlgebra;
import dev.arcuate.testkit.StepContract;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SimulatePartsStepTest extends StepContract<SimulatePartsSettings> {
  @Override
  protected SimulatePartsStep component() {
    return new SimulatePartsStep();
  }

  @Override
  protected SimulatePartsSettings settings() {
    return settings(false);
  }

  private static SimulatePartsSettings settings(boolean none) {
    return new SimulatePartsSettings(
        "01", 2, Map.of("1", 60), List.of(Kind.values()), 2, .5, .4, 1, none);
  }

  @Override
  protected TestTask task(Path place) throws IOException {
    TestTask made =
        new TestTask(place.resolve("made"))
            .with(
                "representations",
                Values.random(
                    place.resolve("x"),
                    1,
                    200,
                    4,
                    "lexical-total",
                    "lexical-syntax",
                    "syntax",
                    "semantics"));
    new PartDrivesStep(new PlainLinearAlgebra()).run(new PartDrivesSettings(2), made);
    return new TestTask(place)
        .with("words", Values.words(200))
        .with("drives", made.result("drives", Activations.class));
  }

  @Test
  void makesARegionOfEveryKindAndSaysWhich() throws IOException {
    TestTask task = task(folder);
    component().run(settings(), task);
    Recording recording = task.result("recording", Recording.class);
    assertThat(recording.geometry().targets()).isEqualTo(10);
    assertThat(recording.matrix().rows()).isEqualTo(60);
    assertThat(task.result("truth", Table.class).cells())
        .contains(List.of("mixed", "mixed"), List.of("none", "none"))
        .hasSize(5);
    assertThat(recording.geometry().area(7)).contains("mixed");
  }

  @Test
  void aNullCohortDiffersAndHasNoTruth() throws IOException {
    TestTask task = task(folder);
    component().run(settings(true), task);
    assertThat(task.result("truth", Table.class).cells())
        .allMatch(row -> row.get(1).equals("none"));
  }

  @Test
  void needsThePartsOfTheseWords() throws IOException {
    TestTask task =
        new TestTask(folder)
            .with("words", Values.words(199))
            .with(
                "drives",
                task(folder.resolve("other"))
                    .input("drives", dev.arcuate.api.value.Activations.class));
    assertThatThrownBy(() -> component().run(settings(), task))
        .hasMessageContaining(
            "DECOMPOSE_NO_DRIVES: the drives have 200 rows, but there are 199 words");
  }
}
