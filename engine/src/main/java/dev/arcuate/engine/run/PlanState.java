package dev.arcuate.engine.run;

import dev.arcuate.engine.plan.Plan;
import dev.arcuate.engine.plan.PlannedTask;
import dev.arcuate.engine.store.Key;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * How far each task of a plan is. What is wanted decides: a task whose result exists is not run,
 * and nor is one whose result only such tasks would read. Confined to the thread of the scheduler.
 */
final class PlanState {

  /** How far a task is. */
  enum State {
    /** Nobody needs its result. */
    UNNEEDED,
    /** Its result exists. */
    PRESENT,
    /** Waits for others. */
    PENDING,
    /** Could start. */
    READY,
    /** In the hands of the scheduler: running, or about to be tried again. */
    ACTIVE,
    DONE,
    FAILED,
    SKIPPED;

    boolean isUnfinished() {
      return this == PENDING || this == READY || this == ACTIVE;
    }
  }

  private final List<PlannedTask> tasks;
  private final Predicate<Key> exists;
  private final State[] states;
  private final int[] waitsFor;
  private final int[][] dependents;

  PlanState(Plan plan, Predicate<Key> exists) {
    this.tasks = plan.tasks();
    this.exists = exists;
    this.states = new State[tasks.size()];
    this.waitsFor = new int[tasks.size()];
    this.dependents = dependents(tasks);
    Arrays.fill(states, State.UNNEEDED);
  }

  private static int[][] dependents(List<PlannedTask> tasks) {
    int[] counts = new int[tasks.size()];
    for (PlannedTask task : tasks) {
      task.dependsOn().forEach(before -> counts[before]++);
    }
    int[][] dependents = new int[tasks.size()][];
    Arrays.setAll(dependents, i -> new int[counts[i]]);
    for (int i = tasks.size() - 1; i >= 0; i--) {
      for (int before : tasks.get(i).dependsOn()) {
        dependents[before][--counts[before]] = i;
      }
    }
    return dependents;
  }

  State of(int task) {
    return states[task];
  }

  int count(State state) {
    return (int) Arrays.stream(states).filter(s -> s == state).count();
  }

  /** Tasks whose results nobody in the plan reads, and those that are exported. */
  static Set<Integer> wanted(Plan plan) {
    TreeSet<Integer> wanted = new TreeSet<>();
    for (int i = 0; i < plan.tasks().size(); i++) {
      wanted.add(i);
    }
    plan.tasks().forEach(task -> wanted.removeAll(task.dependsOn()));
    plan.results().values().forEach(result -> wanted.add(result.task()));
    return wanted;
  }

  /**
   * Finds out what must run so that these results exist.
   *
   * @return tasks that could start at once
   */
  List<Integer> want(Collection<Integer> results) {
    boolean[] wanted = new boolean[tasks.size()];
    results.forEach(result -> wanted[result] = true);
    List<Integer> fresh = new ArrayList<>();
    for (int i = tasks.size() - 1; i >= 0; i--) {
      if (!wanted[i] || states[i] != State.UNNEEDED) {
        continue;
      }
      if (exists.test(tasks.get(i).key())) {
        states[i] = State.PRESENT;
      } else {
        states[i] = State.PENDING;
        fresh.add(i);
        tasks.get(i).dependsOn().forEach(before -> wanted[before] = true);
      }
    }
    List<Integer> ready = new ArrayList<>();
    for (int i = fresh.size() - 1; i >= 0; i--) {
      if (settle(fresh.get(i))) {
        ready.add(fresh.get(i));
      }
    }
    return ready;
  }

  /** Counts what a pending task waits for; true if it became ready. */
  private boolean settle(int task) {
    waitsFor[task] =
        (int)
            tasks.get(task).dependsOn().stream()
                .filter(before -> states[before].isUnfinished())
                .count();
    states[task] = waitsFor[task] == 0 ? State.READY : State.PENDING;
    return states[task] == State.READY;
  }

  void activate(int task) {
    states[task] = State.ACTIVE;
  }

  /**
   * Ends a task whose result now exists.
   *
   * @param how {@code DONE} or {@code PRESENT}
   * @return tasks that could start now
   */
  List<Integer> finish(int task, State how) {
    states[task] = how;
    List<Integer> ready = new ArrayList<>();
    for (int dependent : dependents[task]) {
      if (states[dependent] == State.PENDING && --waitsFor[dependent] == 0) {
        states[dependent] = State.READY;
        ready.add(dependent);
      }
    }
    return ready;
  }

  /** Puts a task back among those that wait; true if it waits for nothing. */
  boolean suspend(int task) {
    return settle(task);
  }

  /** What changes when a result that was there is not. */
  record Revival(List<Integer> noLongerReady, List<Integer> ready) {}

  /** Makes a task run whose result is gone, and those wait that would have read it. */
  Revival revive(int task) {
    List<Integer> noLongerReady = new ArrayList<>();
    for (int dependent : dependents[task]) {
      if (states[dependent] == State.READY) {
        states[dependent] = State.PENDING;
        noLongerReady.add(dependent);
      }
      if (states[dependent] == State.PENDING) {
        waitsFor[dependent]++;
      }
    }
    states[task] = State.UNNEEDED;
    return new Revival(noLongerReady, want(List.of(task)));
  }

  /**
   * Ends a task that failed for good.
   *
   * @return tasks that can no longer run, in the order of the plan
   */
  Set<Integer> fail(int task) {
    states[task] = State.FAILED;
    TreeSet<Integer> skipped = new TreeSet<>();
    Deque<Integer> toVisit = new ArrayDeque<>(List.of(task));
    while (!toVisit.isEmpty()) {
      for (int dependent : dependents[toVisit.pop()]) {
        if (states[dependent].isUnfinished() && skipped.add(dependent)) {
          states[dependent] = State.SKIPPED;
          toVisit.push(dependent);
        }
      }
    }
    return skipped;
  }

  void skip(int task) {
    states[task] = State.SKIPPED;
  }

  /** Tasks in a state, in the order of the plan. */
  List<Integer> all(State... wanted) {
    List<State> any = List.of(wanted);
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < states.length; i++) {
      if (any.contains(states[i])) {
        found.add(i);
      }
    }
    return found;
  }
}
