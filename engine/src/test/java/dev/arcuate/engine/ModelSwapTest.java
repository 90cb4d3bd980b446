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
import dev.arcuate.engine.testing.PluginJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Language models swapped: by the command, by a new jar, and side by side in one run. */
@Timeout(180)
class ModelSwapTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String TOKENIZER =
      "{\"version\":\"1.0\",\"added_tokens\":[],\"pre_tokenizer\":{\"type\":\"Whitespace\"},"
          + "\"model\":{\"type\":\"WordLevel\",\"vocab\":{\"[UNK]\":0,\"down\":1},"
          + "\"unk_token\":\"[UNK]\"}}";

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
    Path next = mind("mind", 2).in(temp.resolve("versions"));
    mind("mind", 1).in(temp.resolve("home/plugins"));
    mind("other", 7).in(temp.resolve("home/plugins"));
    teller().in(temp.resolve("home/plugins"));
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
    mind("mind", 1).in(temp.resolve("home/plugins"));
    mind("other", 7).in(temp.resolve("home/plugins"));
    teller().in(temp.resolve("home/plugins"));
    try (Arcuate arcuate = open()) {
      assertThat(run(arcuate, Request.of(workflow))).containsExactly(1f, 7f);
    }
  }

  private Path workflow(String text) throws IOException {
    Files.writeString(temp.resolve("tokenizer.json"), TOKENIZER);
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

  private static PluginJar teller() {
    return PluginJar.of("teller")
        .components("tell")
        .source(
            "plugin.Tell",
            PluginJar.stepSource(
                    "tell",
                    """
                    new Words("down down", List.of(
                            new Words.Word("1", 0, 0.3, 0, 0, 4, true, "down"),
                            new Words.Word("1", 1, 0.3, 0, 5, 9, true, "down")))
                        .write(task.output("words"));
                    """)
                .replaceAll(
                    "outputs\\(\\) \\{[^}]*\\}",
                    "outputs() { return List.of(Port.one(\"words\", Words.class, \"words\")); }"));
  }

  /** Its last layer holds a figure; its tokenizer is the engine's native one. */
  private static PluginJar mind(String id, int figure) {
    return PluginJar.of(id)
        .version("1.0." + figure)
        .components(id)
        .source(
            "plugin.Mind",
            """
            package plugin;

            import dev.arcuate.api.*;
            import dev.arcuate.api.host.*;
            import dev.arcuate.api.settings.*;
            import java.util.List;

            @org.pf4j.Extension
            public class Mind implements LanguageModel<Mind.Settings> {
              public record Settings(@Doc("Its tokenizer.") InputPath tokenizer) {}

              private final Tokenizers tokenizers;

              @jakarta.inject.Inject public Mind(Tokenizers tokenizers) {
                this.tokenizers = tokenizers;
              }

              @Override public String id() { return "%s"; }
              @Override public String summary() { return "Thinks of a number."; }
              @Override public Class<Settings> settingsType() { return Settings.class; }
              @Override public Open open(Settings settings, Task task) {
                Tokenizer tokenizer = tokenizers.open(settings.tokenizer().path());
                return new Open() {
                  @Override public Card card() {
                    return new Card("mind", List.of("embeddings", "1"), 2, 64, true);
                  }
                  @Override public Tokenizer tokenizer() { return tokenizer; }
                  @Override public float[][][] hiddenStates(long[][] ids, int[] layers) {
                    float[][][] all = new float[ids.length][layers.length][];
                    for (int s = 0; s < ids.length; s++) {
                      for (int l = 0; l < layers.length; l++) {
                        all[s][l] = new float[2 * ids[s].length];
                        for (int i = 0; i < all[s][l].length; i++) {
                          all[s][l][i] = layers[l] * %d + i / 100;
                        }
                      }
                    }
                    return all;
                  }
                  @Override public void close() { tokenizer.close(); }
                };
              }
            }
            """
                .formatted(id, figure));
  }
}
