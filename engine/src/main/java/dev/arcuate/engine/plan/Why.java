package dev.arcuate.engine.plan;

import static java.util.Objects.requireNonNull;

import dev.arcuate.engine.plugins.PluginInfo;
import dev.arcuate.engine.store.Key;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Says of every task of a plan in one sentence why it would run or not. */
public final class Why {
  private final Past past;
  private final Function<String, Optional<PluginInfo>> plugins;

  /**
   * @param plugins the plugin that a component comes from
   */
  public Why(Past past, Function<String, Optional<PluginInfo>> plugins) {
    this.past = requireNonNull(past, "past");
    this.plugins = requireNonNull(plugins, "plugins");
  }

  /**
   * A task and its fate.
   *
   * @param sentence such as {@code cached} or {@code runs: never run before}
   */
  public record Explanation(PlannedTask task, Fate fate, String sentence) {
    @Override
    public String toString() {
      return task.id() + ": " + sentence;
    }
  }

  /** In the order of the plan. */
  public List<Explanation> explain(Plan plan) {
    List<Fate> fates = Fate.of(plan, task -> past.exists(task.key()));
    Map<String, Integer> places = new HashMap<>();
    for (int task = 0; task < plan.tasks().size(); task++) {
      places.put(plan.tasks().get(task).key().hex(), task);
    }
    Function<String, Producer> producers =
        key -> {
          Integer place = places.get(key);
          return new Producer(plan.tasks().get(place).id(), fates.get(place) == Fate.RUNS);
        };
    List<Explanation> explanations = new ArrayList<>();
    for (int place = 0; place < plan.tasks().size(); place++) {
      PlannedTask task = plan.tasks().get(place);
      String sentence =
          switch (fates.get(place)) {
            case CACHED -> "cached";
            case NOT_NEEDED -> "not needed: all that reads it is cached";
            case RUNS -> "runs: " + reason(task, producers);
          };
      explanations.add(new Explanation(task, fates.get(place), sentence));
    }
    return explanations;
  }

  /**
   * The task of this plan that makes a value.
   *
   * @param runs whether it would run
   */
  record Producer(String id, boolean runs) {}

  private String reason(PlannedTask task, Function<String, Producer> producers) {
    Optional<Key> earlier = past.earlier(task.id());
    if (past.planned(task.key())) {
      return "its result is missing: it failed, was stopped or was cleaned away";
    }
    Optional<Map<String, Object>> material = earlier.flatMap(past::material);
    if (material.isEmpty()) {
      return "never run before";
    }
    List<String> reasons =
        new KeyDifference(material.get(), task.spec().material(), plugins, producers).reasons();
    return reasons.isEmpty() ? "its key changed" : String.join("; ", reasons);
  }
}
