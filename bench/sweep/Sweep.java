import dev.arcuate.api.Component;
import dev.arcuate.api.Port;
import dev.arcuate.api.Problem.Position;
import dev.arcuate.api.Resources;
import dev.arcuate.api.Step;
import dev.arcuate.api.Task;
import dev.arcuate.api.settings.Doc;
import dev.arcuate.api.value.Table;
import dev.arcuate.engine.plan.Plan;
import dev.arcuate.engine.plan.PlannedTask;
import dev.arcuate.engine.plugins.Catalog;
import dev.arcuate.engine.plugins.ComponentHandle;
import dev.arcuate.engine.plugins.Components;
import dev.arcuate.engine.plugins.PluginInfo;
import dev.arcuate.engine.run.Cancellation;
import dev.arcuate.engine.run.Permits;
import dev.arcuate.engine.run.RunOptions;
import dev.arcuate.engine.run.RunSummary;
import dev.arcuate.engine.run.Runner;
import dev.arcuate.engine.run.SettingsReader;
import dev.arcuate.engine.stages.Stages;
import dev.arcuate.engine.store.Keys;
import dev.arcuate.engine.store.Store;
import dev.arcuate.engine.store.TaskSpec;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A sweep of trivial tasks through the Java API: what the engine itself costs. One task that all
 * others read from, each of which writes a table of one row.
 *
 * <p>Arguments: store, number of tasks, threads.
 */
public final class Sweep {
  private static final String DIGEST = "ab".repeat(32);

  record Settings(@Doc("The value of this point of the sweep.") int value) {}

  static final class Point implements Step<Settings> {
    public String id() {
      return "point";
    }

    public String summary() {
      return "Writes one row.";
    }

    public Class<Settings> settingsType() {
      return Settings.class;
    }

    public List<Port> inputs() {
      return List.of(Port.optional("in", Table.class, "Anything."));
    }

    public List<Port> outputs() {
      return List.of(Port.one("out", Table.class, "One row."));
    }

    public void run(Settings settings, Task task) throws IOException {
      int before = task.optionalInput("in", Table.class).map(Table::rows).orElse(0);
      List<String> row = List.of(Integer.toString(settings.value()), Integer.toString(before));
      new Table(List.of("value", "before"), List.of(row)).write(task.output("out"));
    }
  }

  static final class OnePlugin implements Components {
    private final ComponentHandle handle;

    OnePlugin(Component<?> component) {
      PluginInfo plugin =
          new PluginInfo(
              "sweep", "1.0.0", "*", "", DIGEST, Path.of("sweep.jar"), List.of(), List.of());
      handle = new ComponentHandle(component.id(), component, plugin);
    }

    public Catalog catalog() {
      throw new UnsupportedOperationException("tasks are planned by hand");
    }

    public Lease lease(String component, String codeDigest) {
      return new Lease() {
        public ComponentHandle handle() {
          return handle;
        }

        public void close() {}
      };
    }
  }

  static Plan plan(int tasks) {
    List<PlannedTask> list = new ArrayList<>();
    for (int i = 0; i < tasks; i++) {
      Map<String, List<TaskSpec.Input>> inputs =
          i == 0
              ? Map.of()
              : Map.of("in", List.of(new TaskSpec.Input(list.get(0).key(), "out", "", Map.of())));
      TaskSpec spec =
          new TaskSpec(
              "step", 1, "point", DIGEST, Map.of("value", i), Map.of(), inputs, Map.of());
      list.add(
          new PlannedTask(
              "point[value=" + i + "]",
              "point",
              Map.of("value", Integer.toString(i)),
              Keys.of(spec),
              spec,
              i == 0 ? List.of() : List.of(0),
              Resources.small(),
              0,
              Optional.empty(),
              new Position("sweep.yaml", 1, 1)));
    }
    return new Plan("sweep", list, Map.of(), List.of());
  }

  public static void main(String[] arguments) {
    Path root = Path.of(arguments[0]);
    int tasks = Integer.parseInt(arguments[1]);
    int threads = Integer.parseInt(arguments[2]);
    long start = System.nanoTime();
    Plan plan = plan(tasks);
    long planned = System.nanoTime();
    Runner runner =
        new Runner(
            new OnePlugin(new Point()),
            new Stages()::named,
            SettingsReader.ofSpecifications(),
            Clock.systemUTC());
    RunSummary summary =
        runner.run(
            plan,
            Store.at(root),
            RunOptions.with(Permits.ofThisMachine(0).withThreads(threads)),
            event -> {},
            new Cancellation());
    long ran = System.nanoTime();
    long sinceJvm =
        System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
    // What other work on the machine cannot inflate.
    long cpu =
        ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime();
    System.out.printf(
        "%d tasks, %d done, %d cached, %d failed: keys %.2f s, run %.2f s, whole JVM %.2f s,"
            + " CPU %.2f s%n",
        tasks,
        summary.done(),
        summary.cached(),
        summary.failed(),
        (planned - start) / 1e9,
        (ran - planned) / 1e9,
        sinceJvm / 1e3,
        cpu / 1e9);
    System.exit(summary.exitStatus());
  }
}
