package dev.arcuate.engine.run;

import dev.arcuate.api.Resources;
import dev.arcuate.engine.plan.Plan;
import dev.arcuate.engine.plan.PlannedTask;
import dev.arcuate.engine.run.PlanState.State;
import dev.arcuate.engine.store.Key;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The tasks of a plan: how far each is and which could start, kept in step with each other.
 * Confined to the thread of the scheduler.
 */
final class Board {
  private final Plan plan;
  private final Permits permits;
  private final PlanState state;
  private final ReadyTasks ready = new ReadyTasks();

  Board(Plan plan, Permits permits, Predicate<Key> exists) {
    this.plan = plan;
    this.permits = permits;
    this.state = new PlanState(plan, exists);
  }

  PlannedTask planned(int task) {
    return plan.tasks().get(task);
  }

  /** What a task takes: never more than there is. */
  Resources need(int task) {
    return permits.clamp(planned(task).resources());
  }

  State of(int task) {
    return state.of(task);
  }

  int count(State of) {
    return state.count(of);
  }

  List<Integer> all(State... of) {
    return state.all(of);
  }

  boolean nothingReady() {
    return ready.isEmpty();
  }

  /** Finds out what must run. */
  void wantResults() {
    state.want(PlanState.wanted(plan)).forEach(this::readyAgain);
  }

  /** Takes out the task to start next, if one fits. */
  OptionalInt next(PermitPool free) {
    OptionalInt next = ready.poll(free);
    next.ifPresent(state::activate);
    return next;
  }

  /** Lets a task be started, for the first time or once more. */
  void readyAgain(int task) {
    ready.add(task, need(task));
  }

  /**
   * Ends a task whose result now exists.
   *
   * @param how {@code DONE} or {@code PRESENT}
   */
  void finish(int task, State how) {
    state.finish(task, how).forEach(this::readyAgain);
  }

  /**
   * Ends a task that failed for good.
   *
   * @return tasks that are skipped for it, in the order of the plan
   */
  Set<Integer> fail(int task) {
    Set<Integer> skipped = state.fail(task);
    skipped.forEach(this::notReady);
    return skipped;
  }

  void skip(int task) {
    state.skip(task);
  }

  /** Makes a task run whose result is gone, and those wait that would have read it. */
  void revive(int task) {
    PlanState.Revival revival = state.revive(task);
    revival.noLongerReady().forEach(this::notReady);
    revival.ready().forEach(this::readyAgain);
  }

  /** Puts a task back among those that wait, for as long as there is something to wait for. */
  void suspend(int task) {
    if (state.suspend(task)) {
      readyAgain(task);
    }
  }

  private void notReady(int task) {
    ready.remove(task, need(task));
  }
}
