package dev.arcuate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arcuate.api.value.Activations;
import dev.arcuate.engine.accel.Device;
import dev.arcuate.engine.plan.Plan;
import dev.arcuate.engine.plugins.SwapReport;
import dev.arcuate.engine.run.Cancellation;
import dev.arcuate.engine.run.RunOptions;
import dev.arcuate.engine.run.RunSummary;
import dev.arcuate.engine.store.Key;
import dev.arcuate.engine.testing.Minds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Language models swapped: by the command, by a new jar, and side by side in one run. They compute
 * with ONNX Runtime and cut text with the native tokenizers.
 */
@Timeout(180)
class ModelSwapTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir Path temp;

  @Test
  void aModelIsReplacedInARunningEngineAndByTheCommand() throws IOException {
    Path workflow =
        workflow(
            """
            arcuate: 1
            name: swap
            steps:
              words: {uses: tell}
              activations:
                uses: mind
                inputs: {words: words}
                with: {tokenizer: tokenizer.json}
            results: [activations]
            """);
    Path next = Minds.mind("mind", 2).in(temp.resolve("versions"));
    Minds.mind("mind", 1).in(temp.resolve("home/plugins"));
    Minds.mind("other", 7).in(temp.resolve("home/plugins"));
    Minds.teller().in(temp.resolve("home/plugins"));
    try (Arcuate arcuate = open()) {
      assertThat(arcuate.plugins().problems()).isEmpty();
      assertThat(run(arcuate, Request.of(workflow))).containsExactly(1f);
      SwapReport report = arcuate.plugins().replace("mind", next, SOON);
      assertThat(report.warnings()).isEmpty();
      assertThat(run(arcuate, Request.of(workflow))).containsExactly(2f);
      for (String step : List.of("activations", "activations.model")) {
        assertThat(run(arcuate, new Request(workflow, List.of(), Map.of(step, "other"))))
            .containsExactly(7f);
      }
      assertThat(arcuate.plugins().survivors()).isEmpty();
    }
  }

  @Test
  void twoModelsServeOneRun() throws IOException {
    Path workflow =
        workflow(
            """
            arcuate: 1
            name: two
            steps:
              words: {uses: tell}
              one: {uses: mind, inputs: {words: words}, with: {tokenizer: tokenizer.json}}
              two: {uses: other, inputs: {words: words}, with: {tokenizer: tokenizer.json}}
            results: [one, two]
            """);
    Minds.mind("mind", 1).in(temp.resolve("home/plugins"));
    Minds.mind("other", 7).in(temp.resolve("home/plugins"));
    Minds.teller().in(temp.resolve("home/plugins"));
    try (Arcuate arcuate = open()) {
      assertThat(run(arcuate, Request.of(workflow))).containsExactly(1f, 7f);
    }
  }

  private Path workflow(String text) throws IOException {
    Files.writeString(temp.resolve("tokenizer.json"), Minds.TOKENIZER);
    return Files.writeString(temp.resolve("workflow.yaml"), text);
  }

  private Arcuate open() {
    return Arcuate.open(
        new Places(
            temp.resolve("home"),
            temp.resolve("store"),
            temp.resolve("user"),
            List.of(),
            temp.resolve("cache")),
        Device.CPU);
  }

  /** The first value of the last layer of each result. */
  private float[] run(Arcuate arcuate, Request request) throws IOException {
    Plan plan = arcuate.plan(request);
    RunSummary summary =
        arcuate.run(plan, RunOptions.with(arcuate.permits()), event -> {}, new Cancellation());
    assertThat(summary.problems()).isEmpty();
    float[] values = new float[plan.results().size()];
    int result = 0;
    for (Plan.Result wanted : plan.results().values()) {
      Key key = plan.tasks().get(wanted.task()).key();
      Path output = arcuate.store().find(key).orElseThrow().output("activations");
      values[result++] =
          dev.arcuate.api.value.Value.open(Activations.class, output).layer(1).row(0)[0];
    }
    return values;
  }
}
