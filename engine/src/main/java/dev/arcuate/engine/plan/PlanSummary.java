package dev.arcuate.engine.plan;

import dev.arcuate.engine.stages.SizedByInputs.Need;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A plan in one line per step.
 *
 * @param steps by step id, in the order of the plan
 */
public record PlanSummary(Map<String, Line> steps) {
  /** Results looked at to predict what a step's tasks cost. */
  private static final int SAMPLES = 20;

  public PlanSummary {
    steps = Collections.unmodifiableMap(new LinkedHashMap<>(steps));
  }

  /**
   * One step, or all of them.
   *
   * @param tasks all of them: cached, to run, and not needed
   * @param memoryBytes the most that one of its tasks to run needs
   * @param work time that tasks to run would take one after another, going by what tasks of the
   *     same step took before; empty if none is known
   * @param bytes on disk of what would be made, in the same way
   * @param need the largest of what is known of tasks to run
   */
  public record Line(
      int tasks,
      int cached,
      int toRun,
      long memoryBytes,
      Optional<Duration> work,
      Optional<Long> bytes,
      Optional<Need> need) {
    public int notNeeded() {
      return tasks - cached - toRun;
    }
  }

  /** Sums up a plan. */
  public static PlanSummary of(Plan plan, Past past) {
    List<Fate> fates = Fate.of(plan, task -> past.exists(task.key()));
    Map<String, List<Integer>> steps = new LinkedHashMap<>();
    for (int place = 0; place < plan.tasks().size(); place++) {
      steps.computeIfAbsent(plan.tasks().get(place).step(), s -> new ArrayList<>()).add(place);
    }
    Map<String, Line> lines = new LinkedHashMap<>();
    steps.forEach((step, places) -> lines.put(step, line(plan, fates, places, past)));
    return new PlanSummary(lines);
  }

  private static Line line(Plan plan, List<Fate> fates, List<Integer> places, Past past) {
    int cached = 0;
    int toRun = 0;
    long memory = 0;
    for (int place : places) {
      cached += fates.get(place) == Fate.CACHED ? 1 : 0;
      if (fates.get(place) == Fate.RUNS) {
        toRun++;
        memory = Math.max(memory, plan.tasks().get(place).resources().memoryBytes());
      }
    }
    Optional<Need> need =
        places.stream()
            .flatMap(place -> Optional.ofNullable(plan.needs().get(place)).stream())
            .max(Comparator.comparingLong(known -> known.bytes().orElse(0)));
    List<Past.Cost> costs = toRun == 0 ? List.of() : costs(plan, places, past);
    if (costs.isEmpty()) {
      return new Line(
          places.size(), cached, toRun, memory, Optional.empty(), Optional.empty(), need);
    }
    long nanos = costs.stream().mapToLong(cost -> cost.took().toNanos()).sum() / costs.size();
    long bytes = costs.stream().mapToLong(Past.Cost::bytes).sum() / costs.size();
    return new Line(
        places.size(),
        cached,
        toRun,
        memory,
        Optional.of(Duration.ofNanos(nanos).multipliedBy(toRun)),
        Optional.of(bytes * toRun),
        need);
  }

  private static List<Past.Cost> costs(Plan plan, List<Integer> places, Past past) {
    return places.stream()
        .map(place -> plan.tasks().get(place))
        .flatMap(
            task ->
                past.exists(task.key())
                    ? Optional.of(task.key()).stream()
                    : past.earlier(task.id()).stream())
        .limit(SAMPLES)
        .flatMap(key -> past.cost(key).stream())
        .toList();
  }

  /** All steps together. */
  public Line total() {
    return new Line(
        steps.values().stream().mapToInt(Line::tasks).sum(),
        steps.values().stream().mapToInt(Line::cached).sum(),
        steps.values().stream().mapToInt(Line::toRun).sum(),
        steps.values().stream().mapToLong(Line::memoryBytes).max().orElse(0),
        steps.values().stream().flatMap(line -> line.work().stream()).reduce(Duration::plus),
        steps.values().stream().flatMap(line -> line.bytes().stream()).reduce(Long::sum),
        Optional.empty());
  }
}
