package dev.arcuate.engine.run;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.engine.plan.Plan;
import dev.arcuate.engine.plan.PlannedTask;
import dev.arcuate.engine.plugins.Components;
import dev.arcuate.engine.stages.Stage;
import dev.arcuate.engine.store.Key;
import dev.arcuate.engine.store.RunRecord;
import dev.arcuate.engine.store.RunRecord.Status;
import dev.arcuate.engine.store.Store;
import dev.arcuate.engine.store.StoreSession;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs plans and lone tasks. Holds nothing of any run; safe for use by several threads. */
public final class Runner {
  private static final Logger LOG = LoggerFactory.getLogger(Runner.class);
  private static final long LOOK_AGAIN_MILLIS = 200;

  private final TaskRunner taskRunner;
  private final Clock clock;

  /**
   * @param components lends components to tasks
   * @param stages finds a stage by its name
   * @param settings makes settings records out of task specifications
   */
  public Runner(
      Components components,
      Function<String, Optional<Stage>> stages,
      SettingsReader settings,
      Clock clock) {
    this.taskRunner = new TaskRunner(components, stages, settings, clock);
    this.clock = requireNonNull(clock, "clock");
  }

  /**
   * Runs a plan on threads of this JVM, until all is done or nothing more can be. The calling
   * thread is kept busy with it; interrupting it cancels the run.
   *
   * @throws ProblemException before anything was run: the store cannot be used, or a task needs
   *     more than there is. Whatever fails later is in the summary.
   */
  public RunSummary run(
      Plan plan, Store store, RunOptions options, RunListener listener, Cancellation cancellation) {
    try (LocalExecutor executor = new LocalExecutor()) {
      Placement<LocalExecutor.Settings> here =
          new Placement<>(executor, new LocalExecutor.Settings());
      return run(plan, store, options, here, listener, cancellation);
    }
  }

  /** Runs a plan with an executor of the caller's, in the same way. */
  public RunSummary run(
      Plan plan,
      Store store,
      RunOptions options,
      Placement<?> placement,
      RunListener listener,
      Cancellation cancellation) {
    Instant started = clock.instant();
    String id = RunIds.next(started);
    try (StoreSession session = store.session(id)) {
      RunRecord record = RunRecord.begin(id, plan.workflow(), started, plan.tasks().size());
      store.runs().begin(session, record, keys(plan));
      RunRecord ended = record.end(started, Status.FAILED, 0, 0, 0, 0);
      try {
        RunSummary summary =
            run(plan, options, placement, session, listener, cancellation, started);
        ended =
            record.end(
                clock.instant(),
                summary.status(),
                summary.done(),
                summary.cached(),
                summary.failed(),
                summary.skipped());
        return summary;
      } finally {
        record(store, ended);
        store.digests().save();
      }
    }
  }

  /** A full disk has been told of already; that its record says less must not hide the summary. */
  private static void record(Store store, RunRecord ended) {
    try {
      store.runs().end(ended);
    } catch (ProblemException e) {
      LOG.warn("the record of run {} is incomplete", ended.id(), e);
    }
  }

  private RunSummary run(
      Plan plan,
      RunOptions options,
      Placement<?> placement,
      StoreSession session,
      RunListener listener,
      Cancellation cancellation,
      Instant started) {
    Path folder = session.store().runs().folder(session.id());
    Scheduler.Outcome outcome;
    List<Problem> late = new ArrayList<>();
    Trace trace = new Trace(folder.resolve("trace.jsonl"));
    try (TaskLogs logs = logs(session)) {
      Announcer announcer = new Announcer(listener, trace, clock);
      TaskRunner.Site site = new TaskRunner.Site(session, logs, ConcurrentHashMap.newKeySet());
      Scheduler scheduler = new Scheduler(plan, options, placement, taskRunner, site, announcer);
      int cached = scheduler.prepare();
      announcer.say(
          new RunEvent.Started(clock.instant(), session.id(), plan.tasks().size(), cached));
      outcome = scheduler.run(cancellation);
      announcer.say(
          new RunEvent.Finished(
              clock.instant(),
              session.id(),
              outcome.done(),
              outcome.cached(),
              outcome.failed(),
              outcome.skipped(),
              outcome.cancelled()));
    } finally {
      try {
        trace.close();
      } catch (ProblemException e) {
        late.addAll(e.problems());
      }
    }
    return summary(plan, session.id(), outcome, late, folder, started);
  }

  private RunSummary summary(
      Plan plan,
      String id,
      Scheduler.Outcome outcome,
      List<Problem> late,
      Path folder,
      Instant started) {
    Map<String, List<Problem>> problems = new LinkedHashMap<>(outcome.problems());
    if (!late.isEmpty()) {
      problems.merge("", late, (before, more) -> before);
    }
    Status status =
        outcome.cancelled()
            ? Status.CANCELLED
            : problems.isEmpty() ? Status.SUCCEEDED : Status.FAILED;
    return new RunSummary(
        id,
        status,
        plan.tasks().size(),
        outcome.done(),
        outcome.cached(),
        outcome.failed(),
        outcome.skipped(),
        Duration.between(started, clock.instant()),
        outcome.bytesWritten(),
        problems,
        folder);
  }

  /**
   * Runs one task that a file describes, in this JVM, and publishes its result; returns at once if
   * that exists. Waits while another process computes the same.
   *
   * @throws ProblemException if the file cannot be read, or the task fails
   */
  public void runTask(Path specification, Cancellation cancellation) {
    SpecFile file = SpecFile.read(specification);
    TaskOrder order = file.order();
    Store store = Store.at(file.store());
    try (StoreSession session = store.session("task-" + RunIds.next(clock.instant()))) {
      List<Key> uses = new ArrayList<>(List.of(order.key()));
      order.spec().inputs().values().forEach(list -> list.forEach(in -> uses.add(in.key())));
      session.uses(uses);
      if (store.contains(order.key())) {
        return;
      }
      TaskControl control = new TaskControl();
      cancellation.onCancel(() -> control.stop(TaskControl.Stop.CANCELLED));
      try (StoreSession.Claim claim = awaitClaim(session, order.key(), control);
          TaskLogs logs = new TaskLogs(order.run(), logFolder(store, order.run()), clock)) {
        if (!store.contains(order.key()) && control.begin()) {
          taskRunner.run(
              order,
              new TaskRunner.Site(session, logs, ConcurrentHashMap.newKeySet()),
              control,
              () -> {});
        }
      } catch (InputLostException e) {
        throw e.problem()
            .hint("run the whole workflow again: it computes what is missing")
            .exception(e);
      }
    }
  }

  private static StoreSession.Claim awaitClaim(StoreSession session, Key key, TaskControl control) {
    while (true) {
      Optional<StoreSession.Claim> claim = session.claim(key);
      if (claim.isPresent()) {
        return claim.get();
      }
      control.check();
      try {
        TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        control.stop(TaskControl.Stop.CANCELLED);
      }
    }
  }

  private TaskLogs logs(StoreSession session) {
    return new TaskLogs(session.id(), logFolder(session.store(), session.id()), clock);
  }

  private static Path logFolder(Store store, String run) {
    return store.runs().folder(run).resolve("logs");
  }

  private static Map<String, Key> keys(Plan plan) {
    Map<String, Key> keys = new LinkedHashMap<>();
    for (PlannedTask task : plan.tasks()) {
      keys.put(task.id(), task.key());
    }
    return keys;
  }
}
