package dev.arcuate.engine.run;

import dev.arcuate.api.Problem;
import dev.arcuate.engine.plan.PlannedTask;
import dev.arcuate.engine.run.TaskControl.Stop;
import dev.arcuate.engine.store.StoreSession.Claim;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * What is under way: who holds which permits, how often each task was tried, and how an attempt is
 * stopped. Confined to the thread of the scheduler.
 */
final class Attempts {
  /** Publishing waits for the disk, so some of it may overlap with computing. */
  private static final int MOST_PUBLISHING = 16;

  private final Launcher launcher;
  private final Announcer announcer;
  private final Timers timers;
  private final Duration grace;
  private final BiConsumer<Attempt, Problem> abandoned;
  private final PermitPool permits;
  private final Set<Attempt> active = new LinkedHashSet<>();
  private final Map<Integer, Integer> numbers = new HashMap<>();
  private int publishing;

  /**
   * @param abandoned told of each attempt that was stopped and did not end in its time of grace
   */
  Attempts(
      Launcher launcher,
      Announcer announcer,
      Timers timers,
      RunOptions options,
      BiConsumer<Attempt, Problem> abandoned) {
    this.launcher = launcher;
    this.announcer = announcer;
    this.timers = timers;
    this.grace = options.grace();
    this.abandoned = abandoned;
    this.permits = new PermitPool(options.permits());
  }

  boolean none() {
    return active.isEmpty();
  }

  /** The task to start next, if what is free is enough for one. */
  OptionalInt next(Board board) {
    return publishing < MOST_PUBLISHING ? board.next(permits) : OptionalInt.empty();
  }

  void start(int task, PlannedTask planned, TaskOrder order, Optional<Claim> claim) {
    int number = numbers.merge(task, 1, Integer::sum);
    Attempt attempt = new Attempt(task, planned, order, number, announcer.now(), claim);
    permits.take(order.resources());
    active.add(attempt);
    announcer.started(attempt);
    launcher.launch(attempt);
    planned.timeout().ifPresent(limit -> timers.after(limit, () -> stop(attempt, Stop.TIMED_OUT)));
  }

  /** Forgets that a task was tried: what went wrong was not its fault. */
  void doesNotCount(Attempt attempt) {
    numbers.merge(attempt.task, -1, Integer::sum);
  }

  /** The component has done its work; its permits serve others while the result is published. */
  void computed(Attempt attempt) {
    if (!attempt.over && attempt.holdsPermits) {
      attempt.holdsPermits = false;
      permits.giveBack(attempt.order.resources());
      publishing++;
    }
  }

  void release(Attempt attempt) {
    attempt.over = true;
    active.remove(attempt);
    if (attempt.holdsPermits) {
      permits.giveBack(attempt.order.resources());
    } else {
      publishing--;
    }
    attempt.giveUpClaim();
  }

  void tellProgress() {
    active.forEach(announcer::progress);
  }

  void cancelAll() {
    List.copyOf(active).forEach(attempt -> stop(attempt, Stop.CANCELLED));
  }

  private void stop(Attempt attempt, Stop why) {
    if (!attempt.over && attempt.control.stop(why)) {
      attempt.future.cancel(true);
      timers.after(grace, () -> abandon(attempt));
    }
  }

  /** A thread cannot be killed; all one can do is to go on without it. */
  private void abandon(Attempt attempt) {
    if (!attempt.over) {
      release(attempt);
      abandoned.accept(attempt, Faults.unresponsive(attempt, grace));
    }
  }
}
