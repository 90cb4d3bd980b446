package dev.arcuate.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arcuate.api.value.Design;
import dev.arcuate.api.value.Sampling;
import dev.arcuate.engine.stages.SizedByInputs.Need;
import dev.arcuate.engine.store.Staging;
import dev.arcuate.engine.store.StoreSession;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a plan knows of a regression before it runs. */
class ForesightTest {
  private static final String MADE =
      """
      steps:
        words: {uses: words, with: {file: words.txt}}
        design: {uses: design, inputs: {words: words}, with: {layer: 1}}
        read: {uses: reader, with: {dataset: data, subject: 01}}
        encode: {uses: ridge, inputs: {design: design, targets: read}}
      """;

  @TempDir Path folder;
  private Planning planning;

  @BeforeEach
  void files() throws IOException {
    planning = new Planning(folder);
    planning.write("words.txt", "a");
    planning.write("data/sub-01.txt", "b");
  }

  @Test
  void tellsWhatIsPreparedAndHowOftenARecordingIsFitted() throws IOException {
    Plan plan =
        planning.plan(
            """
            steps:
              given: {uses: given, with: {samples: 300, features: 20}}
              encode:
                uses: ridge
                inputs: {design: given.design, targets: given.targets}
                with: {baselines: [all], unique: true}
            """);
    assertThat(plan.needs().values())
        .containsExactly(
            new Need(
                "a design of 300 samples × 20 features",
                OptionalLong.of(6000),
                List.of("full", "baseline", "model", "autocorrelation")));
    Past nothing = Past.of(planning.store(), "test");
    assertThat(PlanSummary.of(plan, nothing).steps().get("encode").need())
        .isEqualTo(plan.needs().values().stream().findFirst());
  }

  @Test
  void knowsNothingOfADesignThatIsNotThere() throws IOException {
    assertThat(planning.plan(MADE).needs()).isEmpty();
  }

  @Test
  void readsTheSizeOfADesignThatAnEarlierRunMade() throws IOException {
    Plan plan = planning.plan(MADE);
    PlannedTask design = task(plan, "design");
    publish(design, 500, 7);
    assertThat(planning.plan(MADE).needs().values())
        .containsExactly(
            new Need(
                "a design of 500 samples × 7 features", OptionalLong.of(3500), List.of("full")));
  }

  @Test
  void whatIsThereNeedsNothing() throws IOException {
    String steps = MADE + "results: [design]\n";
    Plan plan = planning.plan(steps);
    publish(task(plan, "design"), 500, 7);
    publish(task(plan, "encode.prepare"), 500, 7);
    assertThat(planning.plan(steps).needs()).isEmpty();
  }

  /** As if a run had made it. */
  private void publish(PlannedTask task, int samples, int features) throws IOException {
    try (StoreSession session = planning.store().session("one");
        Staging staging = session.stage(task.key())) {
      Sampling sampling = new Sampling(2, List.of(new Sampling.Run("1", samples)));
      Design.write(
          staging.output("design"),
          sampling,
          List.of(new Design.Group("layer", features, List.of())),
          8,
          new float[samples * features]);
      staging.publish(
          task.spec(),
          new Staging.Description(
              task.id(), Instant.EPOCH, Duration.ofSeconds(3), List.of(), Map.of()));
    }
  }

  private static PlannedTask task(Plan plan, String id) {
    return plan.tasks().stream().filter(task -> task.id().equals(id)).findFirst().orElseThrow();
  }
}
