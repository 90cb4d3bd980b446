package dev.arcuate.engine.run;

import dev.arcuate.api.Problem.Position;
import dev.arcuate.api.Resources;
import dev.arcuate.engine.plan.Plan;
import dev.arcuate.engine.plan.PlannedTask;
import dev.arcuate.engine.store.Key;
import dev.arcuate.engine.store.Keys;
import dev.arcuate.engine.store.TaskSpec;
import dev.arcuate.engine.store.TaskSpec.Input;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Writes plans by hand, for tests that have no workflow. */
final class Plans {
  private final List<PlannedTask> tasks = new ArrayList<>();
  private final Map<String, Integer> places = new HashMap<>();
  private final Map<String, Plan.Result> results = new LinkedHashMap<>();

  /** How a task differs from the usual one. */
  record Needs(Resources resources, int retries, Optional<Duration> timeout) {
    static final Needs USUAL = new Needs(Resources.small(), 0, Optional.empty());

    static Needs of(int threads, long mebibytes, int gpus) {
      return of(new Resources(threads, mebibytes << 20, gpus));
    }

    static Needs of(Resources resources) {
      return new Needs(resources, 0, Optional.empty());
    }

    Needs retries(int number) {
      return new Needs(resources, number, timeout);
    }

    Needs timeout(Duration limit) {
      return new Needs(resources, retries, Optional.of(limit));
    }
  }

  /** Adds a task that echoes a text, after others. */
  Plans echo(String id, String text, String... after) {
    return task("echo", id, Map.of("text", text, "rows", 1), Needs.USUAL, after);
  }

  Plans task(
      String component, String id, Map<String, Object> settings, Needs needs, String... after) {
    TaskSpec spec =
        new TaskSpec(
            "step",
            1,
            component,
            FakeComponents.DIGEST,
            settings,
            Map.of(),
            after.length == 0
                ? Map.of()
                : Map.of(FakeStep.IN, Stream.of(after).map(this::input).toList()),
            Map.of());
    String step = id.replaceAll("\\[.*", "");
    places.put(id, tasks.size());
    tasks.add(
        new PlannedTask(
            id,
            step,
            Map.of(),
            Keys.of(spec),
            spec,
            Stream.of(after).map(places::get).distinct().sorted().toList(),
            needs.resources(),
            needs.retries(),
            needs.timeout(),
            new Position("test.yaml", tasks.size() + 1, 3)));
    return this;
  }

  private Input input(String id) {
    return new Input(tasks.get(places.get(id)).key(), FakeStep.OUT, "", Map.of());
  }

  Plans result(String id) {
    results.put(id, new Plan.Result(places.get(id), FakeStep.OUT));
    return this;
  }

  Key key(String id) {
    return tasks.get(places.get(id)).key();
  }

  Plan build() {
    return new Plan("test", tasks, results, List.of());
  }
}
