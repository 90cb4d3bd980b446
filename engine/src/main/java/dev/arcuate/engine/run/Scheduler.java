package dev.arcuate.engine.run;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.Resources;
import dev.arcuate.engine.plan.Plan;
import dev.arcuate.engine.plan.PlannedTask;
import dev.arcuate.engine.run.PlanState.State;
import dev.arcuate.engine.run.TaskControl.Stop;
import dev.arcuate.engine.store.Artifact;
import dev.arcuate.engine.store.Key;
import dev.arcuate.engine.store.Store;
import dev.arcuate.engine.store.StoreSession;
import dev.arcuate.engine.store.StoreSession.Claim;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Brings a plan to its end. One thread decides everything: the one that calls {@link #run};
 * whatever happens elsewhere is put into its inbox.
 */
final class Scheduler {
  /** Publishing waits for the disk, so some of it may overlap with computing. */
  private static final int MOST_PUBLISHING = 16;

  /** How often a task may lose an input to a bad disk before it counts as failed. */
  private static final int MOST_LOSSES = 3;

  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

  private final Plan plan;
  private final RunOptions options;
  private final Placement<?> placement;
  private final TaskRunner.Site site;
  private final StoreSession session;
  private final Store store;
  private final Announcer announcer;

  private final Launcher launcher;
  private final PlanState state;
  private final PermitPool permits;
  private final ReadyTasks ready = new ReadyTasks();
  private final Timers timers = new Timers();
  private final BlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
  private final Set<Attempt> active = new LinkedHashSet<>();
  private final Map<Integer, Integer> attempts = new HashMap<>();
  private final Map<Integer, Integer> losses = new HashMap<>();
  private final Map<String, List<Problem>> problems = new LinkedHashMap<>();
  private final List<Problem> damages = new ArrayList<>();
  private long lastTick = System.nanoTime();
  private int publishing;
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
    this.site = site;
    this.session = site.session();
    this.store = session.store();
    this.announcer = announcer;
    this.state = new PlanState(plan, store::contains);
    this.permits = new PermitPool(options.permits());
    this.launcher = new Launcher(placement, runner, site, new Inbox());
  }

  /** Brings what happens on other threads to this one. */
  private final class Inbox implements Launcher.Listener {
    @Override
    public void computed(Attempt attempt) {
      inbox.add(() -> Scheduler.this.computed(attempt));
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
    makeReady(state.want(PlanState.wanted(plan)));
    checkResults();
    checkResources();
    return state.count(State.PRESENT) + state.count(State.UNNEEDED);
  }

  /** What is exported is read after the run, when it is too late to compute it again. */
  private void checkResults() {
    List<Integer> present =
        plan.results().values().stream()
            .map(Plan.Result::task)
            .filter(task -> state.of(task) == State.PRESENT)
            .distinct()
            .toList();
    // Thousands of small files: reading them side by side takes half the time.
    List<Optional<Problem>> found =
        present.parallelStream().map(task -> store.damage(plan.tasks().get(task).key())).toList();
    for (int i = 0; i < present.size(); i++) {
      int task = present.get(i);
      found.get(i).ifPresent(damage -> replace(task, damage));
    }
  }

  private void checkResources() {
    Map<String, Problem> bySteps = new LinkedHashMap<>();
    for (int task : state.all(State.PENDING, State.READY)) {
      PlannedTask planned = plan.tasks().get(task);
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
      active.forEach(attempt -> stop(attempt, Stop.CANCELLED));
    }
    return outcome();
  }

  private Outcome outcome() {
    damages.forEach(announcer::warn);
    String because = stopping.orElse("nothing could run it");
    for (int task : state.all(State.PENDING, State.READY, State.ACTIVE)) {
      skip(task, because);
    }
    return new Outcome(
        state.count(State.DONE),
        state.count(State.PRESENT) + state.count(State.UNNEEDED),
        state.count(State.FAILED),
        state.count(State.SKIPPED),
        cancelled,
        bytesWritten,
        problems);
  }

  private boolean isOver() {
    return active.isEmpty() && (stopping.isPresent() || (ready.isEmpty() && resting == 0));
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
    damages.forEach(announcer::warn);
    damages.clear();
    if (System.nanoTime() - lastTick >= TICK_NANOS) {
      lastTick = System.nanoTime();
      active.forEach(announcer::progress);
      announcer.flush();
    }
  }

  private void tellWarningsOfReused() {
    for (int task : state.all(State.PRESENT, State.UNNEEDED)) {
      List<Problem> warnings = store.warnings(plan.tasks().get(task).key());
      if (!warnings.isEmpty()) {
        tellReused(task, warnings);
      }
    }
  }

  private void tellReused(int task, List<Problem> warnings) {
    PlannedTask planned = plan.tasks().get(task);
    announcer.say(new RunEvent.TaskReused(announcer.now(), planned.id(), planned.step(), warnings));
  }

  // ---- starting

  private void makeReady(List<Integer> tasks) {
    tasks.forEach(task -> ready.add(task, need(task)));
  }

  private Resources need(int task) {
    return options.permits().clamp(plan.tasks().get(task).resources());
  }

  private void startWhatFits() {
    while (stopping.isEmpty() && publishing < MOST_PUBLISHING) {
      OptionalInt next = ready.poll(permits);
      if (next.isEmpty()) {
        return;
      }
      state.activate(next.getAsInt());
      start(next.getAsInt());
    }
  }

  private void start(int task) {
    PlannedTask planned = plan.tasks().get(task);
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
    TaskOrder order = TaskOrder.of(session.id(), planned, need(task));
    int number = attempts.merge(task, 1, Integer::sum);
    Attempt attempt = new Attempt(task, planned, order, number, announcer.now(), claim);
    permits.take(order.resources());
    active.add(attempt);
    announcer.say(new RunEvent.TaskStarted(attempt.started, planned.id(), planned.step(), number));
    launcher.launch(attempt);
    planned.timeout().ifPresent(limit -> timers.after(limit, () -> stop(attempt, Stop.TIMED_OUT)));
  }

  // ---- waiting

  private void awaitOther(int task) {
    PlannedTask planned = plan.tasks().get(task);
    String who = session.holder(planned.key()).orElse("another run");
    announcer.say(
        new RunEvent.TaskWaiting(
            announcer.now(), planned.id(), planned.step(), who + " computes the same"));
    lookAgainLater(task);
  }

  private void lookAgainLater(int task) {
    rest(
        LOOK_AGAIN,
        () -> {
          PlannedTask planned = plan.tasks().get(task);
          if (store.contains(planned.key())) {
            reuse(task);
            return;
          }
          Optional<Claim> free = session.claim(planned.key());
          if (free.isEmpty()) {
            lookAgainLater(task);
          } else {
            free.get().close();
            ready.add(task, need(task));
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
    makeReady(state.finish(task, State.PRESENT));
    tellReused(task, store.warnings(plan.tasks().get(task).key()));
  }

  // ---- ending

  private void computed(Attempt attempt) {
    if (!attempt.over && attempt.holdsPermits) {
      attempt.holdsPermits = false;
      permits.giveBack(attempt.order.resources());
      publishing++;
    }
  }

  private void release(Attempt attempt) {
    attempt.over = true;
    active.remove(attempt);
    if (attempt.holdsPermits) {
      permits.giveBack(attempt.order.resources());
    } else {
      publishing--;
    }
    attempt.giveUpClaim();
  }

  private void ended(Attempt attempt, Throwable thrown) {
    if (attempt.over) {
      return;
    }
    release(attempt);
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
    makeReady(state.finish(attempt.task, State.DONE));
    announcer.done(attempt, artifact.get().bytes(), artifact.get().warnings());
  }

  private void failed(Attempt attempt, String status, List<Problem> found) {
    boolean willRetry = attempt.number <= attempt.planned.retries() && stopping.isEmpty();
    announcer.failed(attempt, status, willRetry, found);
    if (willRetry) {
      Duration pause =
          options.firstRetryAfter().multipliedBy(1L << Math.min(attempt.number - 1, 10));
      rest(pause, () -> ready.add(attempt.task, need(attempt.task)));
      return;
    }
    giveUp(attempt.task, found);
  }

  private void giveUp(int task, List<Problem> found) {
    PlannedTask planned = plan.tasks().get(task);
    problems.put(planned.id(), found);
    for (int dependent : state.fail(task)) {
      ready.remove(dependent, need(dependent));
      tellSkipped(dependent, "'" + planned.id() + "' failed");
    }
    if (!options.keepGoing()) {
      stop("'" + planned.id() + "' failed");
    }
  }

  private void skip(int task, String because) {
    state.skip(task);
    tellSkipped(task, because);
  }

  private void tellSkipped(int task, String because) {
    PlannedTask planned = plan.tasks().get(task);
    announcer.say(new RunEvent.TaskSkipped(announcer.now(), planned.id(), planned.step(), because));
  }

  // ---- damage

  private void inputLost(Attempt attempt, InputLostException lost) {
    announcer.trace(attempt, "input-lost", announcer.now(), 0, List.of(lost.problem().asWarning()));
    attempts.merge(attempt.task, -1, Integer::sum);
    OptionalInt producer = producer(attempt.planned, lost.key());
    if (producer.isEmpty() || losses.merge(attempt.task, 1, Integer::sum) > MOST_LOSSES) {
      giveUp(attempt.task, List.of(lost.problem()));
      return;
    }
    State how = state.of(producer.getAsInt());
    if (how == State.FAILED || how == State.SKIPPED) {
      skip(attempt.task, "'" + plan.tasks().get(producer.getAsInt()).id() + "' did not succeed");
      return;
    }
    if (!how.isUnfinished()) {
      replace(producer.getAsInt(), lost.problem());
    }
    if (state.suspend(attempt.task)) {
      ready.add(attempt.task, need(attempt.task));
    }
  }

  private OptionalInt producer(PlannedTask planned, Key key) {
    return planned.dependsOn().stream()
        .mapToInt(Integer::intValue)
        .filter(before -> plan.tasks().get(before).key().equals(key))
        .findFirst();
  }

  /** Takes a damaged result out of the store and has it computed again. */
  private void replace(int task, Problem damage) {
    Key key = plan.tasks().get(task).key();
    if (store.contains(key)) {
      damages.add(damage);
    }
    session.discard(key);
    site.sound().remove(key);
    PlanState.Revival revival = state.revive(task);
    revival.noLongerReady().forEach(waiting -> ready.remove(waiting, need(waiting)));
    makeReady(revival.ready());
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
    List.copyOf(active).forEach(attempt -> stop(attempt, Stop.CANCELLED));
  }

  private void stop(Attempt attempt, Stop why) {
    if (!attempt.over && attempt.control.stop(why)) {
      attempt.future.cancel(true);
      timers.after(options.grace(), () -> abandon(attempt));
    }
  }

  /** A thread cannot be killed; all one can do is to go on without it. */
  private void abandon(Attempt attempt) {
    if (!attempt.over) {
      release(attempt);
      Problem problem = Faults.unresponsive(attempt, options.grace());
      announcer.warn(problem);
      stopped(attempt, List.of(problem));
    }
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
