package dev.arcuate.engine.plan;

import dev.arcuate.api.Problem;
import dev.arcuate.engine.stages.SizedByInputs.Need;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that a run would do.
 *
 * @param workflow name of the workflow
 * @param tasks in an order in which they could run one by one; no two share a key
 * @param results the outputs that are exported: name in the results folder → place in {@link
 *     #tasks} and port
 * @param warnings what the user should know although the plan can run
 * @param needs place in {@link #tasks} → what the task needs, of tasks that run and of which it is
 *     known; see {@link Foresight}
 */
public record Plan(
    String workflow,
    List<PlannedTask> tasks,
    Map<String, Result> results,
    List<Problem> warnings,
    Map<Integer, Need> needs) {

  /** An output that is exported. */
  public record Result(int task, String port) {}

  public Plan {
    tasks = List.copyOf(tasks);
    results = Collections.unmodifiableMap(new LinkedHashMap<>(results));
    warnings = List.copyOf(warnings);
    needs = Collections.unmodifiableMap(new LinkedHashMap<>(needs));
  }

  /** Nothing is known of what tasks need beyond what they ask for. */
  public Plan(
      String workflow,
      List<PlannedTask> tasks,
      Map<String, Result> results,
      List<Problem> warnings) {
    this(workflow, tasks, results, warnings, Map.of());
  }

  Plan with(Map<Integer, Need> known) {
    return new Plan(workflow, tasks, results, warnings, known);
  }
}
