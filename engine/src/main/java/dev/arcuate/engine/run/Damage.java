package dev.arcuate.engine.run;

import dev.arcuate.api.Problem;
import dev.arcuate.engine.plan.Plan;
import dev.arcuate.engine.plan.PlannedTask;
import dev.arcuate.engine.run.PlanState.State;
import dev.arcuate.engine.store.Key;
import dev.arcuate.engine.store.Store;
import dev.arcuate.engine.store.StoreSession;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Results that a bad disk has spoilt: each is taken out of the store and computed again. Confined
 * to the thread of the scheduler.
 */
final class Damage {
  /** How often a task may lose an input to a bad disk before it counts as failed. */
  private static final int MOST_LOSSES = 3;

  private final Board board;
  private final StoreSession session;
  private final Store store;
  private final Set<Key> sound;
  private final Announcer announcer;
  private final Map<Integer, Integer> losses = new HashMap<>();
  private final List<Problem> untold = new ArrayList<>();

  Damage(Board board, TaskRunner.Site site, Announcer announcer) {
    this.board = board;
    this.session = site.session();
    this.store = session.store();
    this.sound = site.sound();
    this.announcer = announcer;
  }

  /** What is exported is read after the run, when it is too late to compute it again. */
  void checkResults(Plan plan) {
    List<Integer> present =
        plan.results().values().stream()
            .map(Plan.Result::task)
            .filter(task -> board.of(task) == State.PRESENT)
            .distinct()
            .toList();
    // Thousands of small files: reading them side by side takes half the time.
    List<Optional<Problem>> found =
        present.parallelStream().map(task -> store.damage(board.planned(task).key())).toList();
    for (int i = 0; i < present.size(); i++) {
      int task = present.get(i);
      found.get(i).ifPresent(damage -> replace(task, damage));
    }
  }

  /**
   * The task that made an input which was lost; empty if none did, or if this task has lost its
   * inputs too often.
   */
  OptionalInt producer(Attempt attempt, Key lost) {
    PlannedTask planned = attempt.planned;
    OptionalInt producer =
        planned.dependsOn().stream()
            .mapToInt(Integer::intValue)
            .filter(before -> board.planned(before).key().equals(lost))
            .findFirst();
    boolean tooOften =
        producer.isPresent() && losses.merge(attempt.task, 1, Integer::sum) > MOST_LOSSES;
    return tooOften ? OptionalInt.empty() : producer;
  }

  /** Takes a damaged result out of the store and has it computed again. */
  void replace(int task, Problem damage) {
    Key key = board.planned(task).key();
    if (store.contains(key)) {
      untold.add(damage);
    }
    session.discard(key);
    sound.remove(key);
    board.revive(task);
  }

  /** Tells what was found since the last time. */
  void tell() {
    untold.forEach(announcer::warn);
    untold.clear();
  }
}
