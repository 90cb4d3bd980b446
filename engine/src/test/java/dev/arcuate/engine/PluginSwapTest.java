package dev.arcuate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arcuate.api.value.Table;
import dev.arcuate.engine.accel.Device;
import dev.arcuate.engine.plan.Plan;
import dev.arcuate.engine.plugins.SwapReport;
import dev.arcuate.engine.run.Cancellation;
import dev.arcuate.engine.run.RunEvent;
import dev.arcuate.engine.run.RunOptions;
import dev.arcuate.engine.run.RunSummary;
import dev.arcuate.engine.store.Key;
import dev.arcuate.engine.testing.PluginJar;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Plugins swapped in a whole engine that reads, plans and runs workflows with them. */
@Timeout(180)
class PluginSwapTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final int SWAPS = 20;

  @TempDir Path temp;
  private Path workflow;

  @BeforeEach
  void writeWorkflow() throws IOException {
    workflow =
        Files.writeString(
            temp.resolve("swap.yaml"),
            """
            arcuate: 1
            name: swap
            steps:
              make:
                uses: make
                sweep: {number: [1, 2, 3]}
                with: {number: $number, colours: [red, green], limits: {upper: 2.5}}
              sum: {uses: sum, inputs: {tables: make}, gather: [number]}
            """);
  }

  @Test
  void twentySwapsBetweenRunsLeaveNothingBehind() throws IOException {
    List<Path> versions = new ArrayList<>();
    for (int i = 0; i < SWAPS; i++) {
      versions.add(maker(i).in(temp.resolve("versions")));
    }
    maker(99).in(temp.resolve("home/plugins"));
    summer().in(temp.resolve("home/plugins"));
    try (Arcuate arcuate = open()) {
      assertThat(arcuate.plugins().problems()).isEmpty();
      assertThat(run(arcuate)).isEqualTo("297");
      int classes = 0;
      int threads = 0;
      for (int i = 0; i < SWAPS; i++) {
        SwapReport report = arcuate.plugins().replace("maker", versions.get(i), SOON);
        assertThat(report.warnings()).as("after swap %s", i).isEmpty();
        assertThat(run(arcuate)).isEqualTo(String.valueOf(3 * i));
        if (i == 4) {
          classes = ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
          threads = ManagementFactory.getThreadMXBean().getThreadCount();
        }
      }
      assertThat(arcuate.plugins().survivors()).isEmpty();
      assertThat(ManagementFactory.getClassLoadingMXBean().getLoadedClassCount())
          .isLessThan(classes + 60);
      assertThat(ManagementFactory.getThreadMXBean().getThreadCount())
          .isLessThanOrEqualTo(threads + 2);
    }
  }

  @Test
  void aRunInProgressEndsOnTheOldPluginAndTheNextOneUsesTheNew() throws Exception {
    Path next = maker(5).in(temp.resolve("versions"));
    maker(1).in(temp.resolve("home/plugins"));
    summer().in(temp.resolve("home/plugins"));
    try (Arcuate arcuate = open()) {
      CountDownLatch began = new CountDownLatch(1);
      Plan plan = arcuate.plan(Request.of(workflow));
      CompletableFuture<RunSummary> running =
          CompletableFuture.supplyAsync(
              () ->
                  arcuate.run(
                      plan,
                      RunOptions.with(arcuate.permits()),
                      event -> {
                        if (event instanceof RunEvent.TaskStarted) {
                          began.countDown();
                        }
                      },
                      new Cancellation()));
      assertThat(began.await(60, TimeUnit.SECONDS)).isTrue();
      arcuate.plugins().replace("maker", next, SOON);
      RunSummary summary = running.get(60, TimeUnit.SECONDS);
      // What had begun was finished; what had not says that its plugin is gone, if anything was
      // left.
      summary
          .problems()
          .values()
          .forEach(
              problems ->
                  assertThat(problems)
                      .allSatisfy(p -> assertThat(p.code()).isEqualTo("PLUGIN_NOT_LOADED")));
      assertThat(run(arcuate)).isEqualTo("15");
    }
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

  private String run(Arcuate arcuate) throws IOException {
    Plan plan = arcuate.plan(Request.of(workflow));
    RunSummary summary =
        arcuate.run(plan, RunOptions.with(arcuate.permits()), event -> {}, new Cancellation());
    assertThat(summary.problems()).isEmpty();
    Key key = plan.tasks().get(plan.results().values().iterator().next().task()).key();
    Path output = arcuate.store().find(key).orElseThrow().output("table");
    return Table.read(output.resolve("table.tsv")).text(0, "sum");
  }

  /** Writes the same figure for every number; asks for settings of all kinds and for the BLAS. */
  private static PluginJar maker(int figure) {
    return PluginJar.of("maker")
        .version("1.0." + figure)
        .components("make")
        .source(
            "plugin.Make",
            """
            package plugin;

            import dev.arcuate.api.*;
            import dev.arcuate.api.host.LinearAlgebra;
            import dev.arcuate.api.settings.*;
            import dev.arcuate.api.value.*;
            import java.util.List;

            @org.pf4j.Extension
            public class Make implements Step<Make.Settings> {
              public enum Colour { RED, GREEN }
              public record Limits(@Doc("Upper limit.") double upper) {}
              public record Settings(
                  @Doc("A number.") int number,
                  @Doc("Colours.") @Default("[red]") List<Colour> colours,
                  @Doc("Limits.") @Default("{upper: 1}") Limits limits) {}

              private final LinearAlgebra algebra;

              @jakarta.inject.Inject public Make(LinearAlgebra algebra) { this.algebra = algebra; }

              @Override public String id() { return "make"; }
              @Override public String summary() { return "Makes a table."; }
              @Override public Class<Settings> settingsType() { return Settings.class; }
              @Override public List<Port> inputs() { return List.of(); }
              @Override public List<Port> outputs() {
                return List.of(Port.one("table", Table.class, "a table"));
              }
              @Override public void run(Settings settings, Task task) throws java.io.IOException {
                int n = 400;
                double[] a = new double[n * n];
                double[] c = new double[n * n];
                for (int i = 0; i < n; i++) { a[i * n + i] = %d; }
                algebra.multiply(LinearAlgebra.Form.PLAIN, LinearAlgebra.Form.TRANSPOSED,
                    n, n, n, 1.0, a, a, 0.0, c);
                long figure = Math.round(Math.sqrt(c[n + 1]));
                task.log().info("{} made {}", settings, figure);
                new Table(List.of("figure"), List.of(List.of(String.valueOf(figure))))
                    .write(task.output("table"));
              }
            }
            """
                .formatted(figure));
  }

  private static PluginJar summer() {
    return PluginJar.of("summer")
        .dependencies("maker@^1.0")
        .components("sum")
        .source(
            "plugin.Sum",
            PluginJar.stepSource(
                    "sum",
                    """
                    long sum = 0;
                    for (Labelled<Table> table : task.inputs("tables", Table.class)) {
                      sum += Math.round(table.value().number(0, "figure"));
                    }
                    new Table(List.of("sum"), List.of(List.of(String.valueOf(sum))))
                        .write(task.output("table"));
                    """)
                .replace(
                    "inputs() { return List.of(); }",
                    "inputs() { return List.of(Port.many(\"tables\", Table.class, \"tables\")); }"));
  }
}
