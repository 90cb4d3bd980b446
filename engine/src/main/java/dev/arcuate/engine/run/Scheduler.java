package dev.arcuate.engine.run;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.engine.plan.Plan;
import dev.arcuate.engine.plan.PlannedTask;
import dev.arcuate.engine.run.PlanState.State;
import dev.arcuate.engine.run.TaskControl.Stop;
import dev.arcuate.engine.store.Artifact;
import dev.arcuate.engine.store.Store;
import dev.arcuate.engine.store.StoreSession;
import dev.arcuate.engine.store.StoreSession.Claim;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Brings a plan to its end. One thread decides everything: the one that calls {@link #run};
 * whatever happens elsewhere is put into its inbox. {@link Board} knows how far each task is,
 * {@link Attempts} what is under way, {@link Damage} what the disk has spoilt.
 */
final class Scheduler {
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

  private final Plan plan;
  private final RunOptions options;
  private final Placement<?> placement;
  private final StoreSession session;
  private final Store store;
  private final Announcer announcer;

  private final Board board;
  private final Attempts attempts;
  private final Damage damage;
  private final Timers timers = new Timers();
  private final BlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
  private final Map<String, List<Problem>> problems = new LinkedHashMap<>();
  private long lastTick = System.nanoTime();
  private int resting;
  private long bytesWritten;
  private boolean cancelled;
  private Optional<String> stopping = Optional.empty();

  Scheduler(
      Plan plan,
      RunOptions options,
      Placement<?> placement,
      TaskRunner runner,
      TaskRunner.Site site,
      Announcer announcer) {
    this.plan = plan;
    this.options = options;
    this.placement = placement;
    this.session = site.session();
    this.store = session.store();
    this.announcer = announcer;
    this.board = new Board(plan, options.permits(), store::contains);
    Launcher launcher = new Launcher(placement, runner, site, new Inbox());
    this.attempts = new Attempts(launcher, announcer, timers, options, this::abandoned);
    this.damage = new Damage(board, site, announcer);
  }

  /** Brings what happens on other threads to this one. */
  private final class Inbox implements Launcher.Listener {
    @Override
    public void computed(Attempt attempt) {
      inbox.add(() -> attempts.computed(attempt));
    }

    @Override
    public void ended(Attempt attempt, Throwable failure) {
      inbox.add(() -> Scheduler.this.ended(attempt, failure));
    }
  }

  /** What came of it. */
  record Outcome(
      int done,
      int cached,
      int failed,
      int skipped,
      boolean cancelled,
      long bytesWritten,
      Map<String, List<Problem>> problems) {}

  /**
   * Finds out what must run.
   *
   * @return how many tasks need not
   * @throws ProblemException naming every step that needs more than there is
   */
  int prepare() {
    board.wantResults();
    damage.checkResults(plan);
    checkResources();
    return board.count(State.PRESENT) + board.count(State.UNNEEDED);
  }

  private void checkResources() {
    Map<String, Problem> bySteps = new LinkedHashMap<>();
    for (int task : board.all(State.PENDING, State.READY)) {
      PlannedTask planned = board.planned(task);
      if (!options.permits().allow(planned.resources())) {
        bySteps.computeIfAbsent(
            planned.step(), step -> Faults.tooLarge(planned, options.permits()));
      }
    }
    if (!bySteps.isEmpty()) {
      throw new ProblemException(List.copyOf(bySteps.values()));
    }
  }

  /**
   * Runs what must run, until nothing is left or nothing more can be done.
   *
   * @param interrupted set if the calling thread was interrupted, which cancels the run
   */
  Outcome run(Cancellation cancellation, AtomicBoolean interrupted) {
    cancellation.onCancel(() -> inbox.add(this::cancel));
    if (cancellation.isCancelled()) {
      cancel();
    }
    try {
      tellWarningsOfReused();
      while (!isOver()) {
        try {
          step();
        } catch (ProblemException e) {
          // The store itself fails: whatever runs may end, nothing new would get anywhere.
          problems.computeIfAbsent("", id -> new ArrayList<>()).addAll(e.problems());
          stop("the store failed");
        } catch (InterruptedException e) {
          interrupted.set(true);
          cancel();
        }
      }
    } finally {
      attempts.cancelAll();
    }
    return outcome();
  }

  private Outcome outcome() {
    damage.tell();
    String because = stopping.orElse("nothing could run it");
    for (int task : board.all(State.PENDING, State.READY, State.ACTIVE)) {
      skip(task, because);
    }
    return new Outcome(
        board.count(State.DONE),
        board.count(State.PRESENT) + board.count(State.UNNEEDED),
        board.count(State.FAILED),
        board.count(State.SKIPPED),
        cancelled,
        bytesWritten,
        problems);
  }

  private boolean isOver() {
    return attempts.none() && (stopping.isPresent() || (board.nothingReady() && resting == 0));
  }

  private void step() throws InterruptedException {
    startWhatFits();
    if (isOver()) {
      return;
    }
    Runnable message = inbox.poll(timers.untilNext(TICK_NANOS), TimeUnit.NANOSECONDS);
    while (message != null) {
      message.run();
      message = inbox.poll();
    }
    timers.runDue();
    tick();
  }

  private void tick() {
    damage.tell();
    if (System.nanoTime() - lastTick >= TICK_NANOS) {
      lastTick = System.nanoTime();
      attempts.tellProgress();
      announcer.flush();
    }
  }

  private void tellWarningsOfReused() {
    for (int task : board.all(State.PRESENT, State.UNNEEDED)) {
      List<Problem> warnings = store.warnings(board.planned(task).key());
      if (!warnings.isEmpty()) {
        announcer.reused(board.planned(task), warnings);
      }
    }
  }

  // ---- starting

  private void startWhatFits() {
    while (stopping.isEmpty()) {
      OptionalInt next = attempts.next(board);
      if (next.isEmpty()) {
        return;
      }
      start(next.getAsInt());
    }
  }

  private void start(int task) {
    PlannedTask planned = board.planned(task);
    Optional<Claim> claim = Optional.empty();
    if (placement.isHere()) {
      claim = session.claim(planned.key());
      if (claim.isEmpty()) {
        awaitOther(task);
        return;
      }
      if (store.contains(planned.key())) {
        claim.get().close();
        reuse(task);
        return;
      }
    }
    attempts.start(task, planned, TaskOrder.of(session.id(), planned, board.need(task)), claim);
  }

  // ---- waiting

  private void awaitOther(int task) {
    PlannedTask planned = board.planned(task);
    String who = session.holder(planned.key()).orElse("another run");
    announcer.waits(planned, who + " computes the same");
    lookAgainLater(task);
  }

  private void lookAgainLater(int task) {
    rest(
        LOOK_AGAIN,
        () -> {
          PlannedTask planned = board.planned(task);
          if (store.contains(planned.key())) {
            reuse(task);
            return;
          }
          Optional<Claim> free = session.claim(planned.key());
          if (free.isEmpty()) {
            lookAgainLater(task);
          } else {
            free.get().close();
            board.readyAgain(task);
          }
        });
  }

  /** Does something with a task later, unless the run is stopped by then. */
  private void rest(Duration delay, Runnable action) {
    resting++;
    timers.after(
        delay,
        () -> {
          resting--;
          if (stopping.isEmpty()) {
            action.run();
          }
        });
  }

  private void reuse(int task) {
    board.finish(task, State.PRESENT);
    announcer.reused(board.planned(task), store.warnings(board.planned(task).key()));
  }

  // ---- ending

  private void ended(Attempt attempt, Throwable thrown) {
    if (attempt.over) {
      return;
    }
    attempts.release(attempt);
    Throwable failure =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    if (failure == null) {
      succeeded(attempt);
    } else if (attempt.control.stopped().isPresent()) {
      stopped(attempt, List.of());
    } else if (failure instanceof InputLostException lost) {
      inputLost(attempt, lost);
    } else {
      failed(attempt, "failed", Faults.problems(failure, placement, attempt));
    }
  }

  private void succeeded(Attempt attempt) {
    Optional<Artifact> artifact =
        Optional.ofNullable(attempt.artifact).or(() -> store.find(attempt.order.key()));
    if (artifact.isEmpty()) {
      failed(attempt, "failed", List.of(Faults.resultMissing(placement, attempt)));
      return;
    }
    // A timer may hold on to the attempt for as long as its time limit.
    attempt.artifact = null;
    bytesWritten += artifact.get().bytes();
    board.finish(attempt.task, State.DONE);
    announcer.done(attempt, artifact.get().bytes(), artifact.get().warnings());
  }

  private void failed(Attempt attempt, String status, List<Problem> found) {
    boolean willRetry = attempt.number <= attempt.planned.retries() && stopping.isEmpty();
    announcer.failed(attempt, status, willRetry, found);
    if (willRetry) {
      Duration pause =
          options.firstRetryAfter().multipliedBy(1L << Math.min(attempt.number - 1, 10));
      rest(pause, () -> board.readyAgain(attempt.task));
      return;
    }
    giveUp(attempt.task, found);
  }

  private void giveUp(int task, List<Problem> found) {
    PlannedTask planned = board.planned(task);
    problems.put(planned.id(), found);
    for (int dependent : board.fail(task)) {
      announcer.skipped(board.planned(dependent), "'" + planned.id() + "' failed");
    }
    if (!options.keepGoing()) {
      stop("'" + planned.id() + "' failed");
    }
  }

  private void skip(int task, String because) {
    board.skip(task);
    announcer.skipped(board.planned(task), because);
  }

  private void inputLost(Attempt attempt, InputLostException lost) {
    announcer.trace(attempt, "input-lost", announcer.now(), 0, List.of(lost.problem().asWarning()));
    attempts.doesNotCount(attempt);
    OptionalInt producer = damage.producer(attempt, lost.key());
    if (producer.isEmpty()) {
      giveUp(attempt.task, List.of(lost.problem()));
      return;
    }
    State how = board.of(producer.getAsInt());
    if (how == State.FAILED || how == State.SKIPPED) {
      skip(attempt.task, "'" + board.planned(producer.getAsInt()).id() + "' did not succeed");
      return;
    }
    if (!how.isUnfinished()) {
      damage.replace(producer.getAsInt(), lost.problem());
    }
    board.suspend(attempt.task);
  }

  // ---- stopping

  private void stop(String because) {
    if (stopping.isEmpty()) {
      stopping = Optional.of(because);
    }
  }

  private void cancel() {
    cancelled = true;
    stop("the run was cancelled");
    attempts.cancelAll();
  }

  private void abandoned(Attempt attempt, Problem problem) {
    announcer.warn(problem);
    stopped(attempt, List.of(problem));
  }

  private void stopped(Attempt attempt, List<Problem> more) {
    Stop why = attempt.control.stopped().orElse(Stop.CANCELLED);
    if (why == Stop.CANCELLED) {
      announcer.trace(attempt, "cancelled", announcer.now(), 0, more);
      skip(attempt.task, "the run was cancelled");
      return;
    }
    List<Problem> found = new ArrayList<>(List.of(Faults.timedOut(attempt)));
    found.addAll(more);
    failed(attempt, "timed-out", found);
  }
}
