package dev.arcuate.engine.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;

/** What a run would do with a task. */
public enum Fate {
  /** Its result exists. */
  CACHED,
  RUNS,
  /** Its result does not exist, but only tasks whose results exist would read it. */
  NOT_NEEDED;

  /** The fates of all tasks of a plan, in its order. */
  static List<Fate> of(Plan plan, Predicate<PlannedTask> exists) {
    List<PlannedTask> tasks = plan.tasks();
    TreeSet<Integer> wanted = new TreeSet<>();
    for (int task = 0; task < tasks.size(); task++) {
      wanted.add(task);
    }
    tasks.forEach(task -> wanted.removeAll(task.dependsOn()));
    plan.results().values().forEach(result -> wanted.add(result.task()));
    List<Fate> fates = new ArrayList<>(java.util.Collections.nCopies(tasks.size(), NOT_NEEDED));
    for (int task = tasks.size() - 1; task >= 0; task--) {
      if (exists.test(tasks.get(task))) {
        fates.set(task, CACHED);
      } else if (wanted.contains(task)) {
        fates.set(task, RUNS);
        wanted.addAll(tasks.get(task).dependsOn());
      }
    }
    return fates;
  }
}
