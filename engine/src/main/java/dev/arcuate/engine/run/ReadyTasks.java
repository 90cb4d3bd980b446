package dev.arcuate.engine.run;

import dev.arcuate.api.Resources;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;

/**
 * Tasks that could start, by what they need, each kind in the order of the plan: sweeps have
 * thousands of tasks but few kinds, so that choosing the next one is cheap. Confined to the thread
 * of the scheduler.
 */
final class ReadyTasks {
  private final Map<Resources, TreeSet<Integer>> byNeed = new LinkedHashMap<>();
  private int size;

  void add(int task, Resources need) {
    if (byNeed.computeIfAbsent(need, n -> new TreeSet<>()).add(task)) {
      size++;
    }
  }

  void remove(int task, Resources need) {
    TreeSet<Integer> tasks = byNeed.get(need);
    if (tasks != null && tasks.remove(task)) {
      size--;
    }
  }

  boolean isEmpty() {
    return size == 0;
  }

  /**
   * Takes out the task to start next: the first of the plan if it fits; else the first one that
   * fits beside it without taking what it waits for.
   */
  OptionalInt poll(PermitPool permits) {
    Optional<Resources> first = first(permits, Optional.empty());
    if (first.isEmpty()) {
      return OptionalInt.empty();
    }
    Resources chosen = first.get();
    if (!permits.fits(chosen)) {
      Optional<Resources> beside = first(permits, first);
      if (beside.isEmpty()) {
        return OptionalInt.empty();
      }
      chosen = beside.get();
    }
    size--;
    return OptionalInt.of(byNeed.get(chosen).pollFirst());
  }

  private Optional<Resources> first(PermitPool permits, Optional<Resources> waiting) {
    Resources best = null;
    for (Map.Entry<Resources, TreeSet<Integer>> kind : byNeed.entrySet()) {
      boolean candidate =
          !kind.getValue().isEmpty()
              && waiting.map(w -> permits.fitsBeside(w, kind.getKey())).orElse(true);
      if (candidate && (best == null || kind.getValue().first() < byNeed.get(best).first())) {
        best = kind.getKey();
      }
    }
    return Optional.ofNullable(best);
  }
}
