package dev.arcuate.engine.plan;

import dev.arcuate.api.Port;
import dev.arcuate.engine.store.Key;
import dev.arcuate.engine.store.Keys;
import dev.arcuate.engine.store.TaskSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Makes the tasks, one step after another; tasks with equal keys are one. */
final class Expansion {
  private final List<PlannedTask> tasks = new ArrayList<>();
  private final Map<Key, Integer> places = new HashMap<>();
  private final Map<CheckedStep, Unit> units = new HashMap<>();
  private final Set<String> ids = new HashSet<>();

  List<PlannedTask> tasks() {
    return tasks;
  }

  /**
   * Adds the tasks of a step whose producers have been added.
   *
   * @param bound one per binding
   */
  void add(CheckedStep step, List<BoundTask> bound) {
    int stages =
        step.variants().stream().mapToInt(variant -> variant.stages().size()).max().orElse(0);
    Unit before = null;
    for (int stage = stages - 1; stage >= 0; stage--) {
      Unit unit = new Unit(step, stage);
      Optional<Before> earlier =
          Optional.ofNullable(before)
              .map(b -> new Before(b, new Projection(unit.grid(), b.grid())));
      for (int combination = 0; combination < unit.grid().size(); combination++) {
        BoundTask task = bound.get(unit.binding(combination));
        if (stage < task.binding().stages().size()) {
          unit.task(combination, place(step, unit, combination, task, earlier));
        }
      }
      before = unit;
    }
    units.put(step, before);
  }

  /** The stage before, and which of its tasks belongs to a combination. */
  private record Before(Unit unit, Projection projection) {}

  private int place(
      CheckedStep step, Unit unit, int combination, BoundTask bound, Optional<Before> before) {
    Binding.Part part = bound.binding().stages().get(unit.stage());
    Inputs inputs = inputs(step, unit, combination, bound, before);
    TaskSpec spec =
        new TaskSpec(
            part.stage().name(),
            part.stage().revision(),
            bound.binding().variant().id(),
            bound.binding().variant().handle().plugin().digest(),
            part.json(),
            bound.files().digests(),
            inputs.byPort,
            bound.files().paths());
    Key key = key(step, bound.binding().variant(), spec);
    Integer known = places.get(key);
    if (known != null) {
      return known;
    }
    Map<String, String> labels = unit.grid().labels(combination);
    places.put(key, tasks.size());
    tasks.add(
        new PlannedTask(
            unique(unit.id(stageName(bound.binding(), unit.stage()), labels)),
            step.id(),
            labels,
            key,
            spec,
            List.copyOf(inputs.dependsOn),
            bound.resources().get(unit.stage()),
            step.step().overrides().retries(),
            step.step().overrides().timeout(),
            step.step().position()));
    return tasks.size() - 1;
  }

  /** Labels are free text, so that two combinations may read the same. */
  private String unique(String id) {
    String name = id;
    for (int number = 2; !ids.add(name); number++) {
      name = id + "#" + number;
    }
    return name;
  }

  private static Key key(CheckedStep step, Variant variant, TaskSpec spec) {
    try {
      return Keys.of(spec);
    } catch (IllegalArgumentException e) {
      throw PlanCode.NO_KEY
          .at(
              step.step().position(),
              "plugin %s %s gives step '%s' settings that cannot be part of a key: %s"
                  .formatted(
                      variant.handle().plugin().id(),
                      variant.handle().plugin().version(),
                      step.id(),
                      e.getMessage()))
          .hint("report this to the author of the plugin")
          .exception(e);
    }
  }

  /** What is added to the id of a step for a stage that runs before its last. */
  private static String stageName(Binding binding, int stage) {
    if (stage == 0) {
      return "";
    }
    String last = binding.stages().get(0).stage().name() + "-";
    String name = binding.stages().get(stage).stage().name();
    return name.startsWith(last) ? name.substring(last.length()) : name;
  }

  private static final class Inputs {
    private final Map<String, List<TaskSpec.Input>> byPort = new LinkedHashMap<>();
    private final TreeSet<Integer> dependsOn = new TreeSet<>();
  }

  private Inputs inputs(
      CheckedStep step, Unit unit, int combination, BoundTask bound, Optional<Before> before) {
    Inputs inputs = new Inputs();
    Variant variant = bound.binding().variant();
    Optional<Variant.Part> earlier = variant.before(unit.stage());
    for (Port port : variant.stages().get(unit.stage()).inputs()) {
      List<TaskSpec.Input> values = new ArrayList<>();
      if (earlier.filter(part -> part.makes(port.name())).isPresent()) {
        Before from = before.orElseThrow();
        int task = from.unit().task(from.projection().one(combination));
        inputs.dependsOn.add(task);
        values.add(new TaskSpec.Input(tasks.get(task).key(), port.name(), "", Map.of()));
      }
      for (Feed feed : step.feeds().getOrDefault(port.name(), List.of())) {
        Unit producer = units.get(feed.producer());
        for (int read : unit.read(feed, combination)) {
          int task = producer.task(read);
          inputs.dependsOn.add(task);
          values.add(input(port, feed, tasks.get(task).key(), producer, read));
        }
      }
      if (!values.isEmpty()) {
        inputs.byPort.put(port.name(), values);
      }
    }
    return inputs;
  }

  /** Where a value came from is told, and enters the key, only if there may be several. */
  private static TaskSpec.Input input(Port port, Feed feed, Key key, Unit producer, int read) {
    return port.arity() == Port.Arity.MANY
        ? new TaskSpec.Input(key, feed.port(), feed.producer().id(), producer.grid().labels(read))
        : new TaskSpec.Input(key, feed.port(), "", Map.of());
  }

  /** Outputs under the names of their folders. */
  Map<String, Plan.Result> results(List<Feed> wanted) {
    Map<String, Plan.Result> results = new LinkedHashMap<>();
    ResultNames names = new ResultNames();
    for (Feed feed : wanted) {
      Unit unit = units.get(feed.producer());
      for (int combination = 0; combination < unit.grid().size(); combination++) {
        String name = names.of(feed.producer(), feed.port(), unit.grid().labels(combination));
        results.put(name, new Plan.Result(unit.task(combination), feed.port()));
      }
    }
    return results;
  }
}
