package dev.arcuate.engine.run;

import static java.util.Objects.requireNonNull;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.engine.plan.Plan;
import dev.arcuate.engine.plan.PlannedTask;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of one plan: its session, its record, its trace and its logs around the scheduler. */
final class PlanRun {
  private static final Logger LOG = LoggerFactory.getLogger(PlanRun.class);

  private final Plan plan;
  private final Store store;
  private final RunOptions options;
  private final Placement<?> placement;
  private final TaskRunner taskRunner;
  private final Clock clock;
  private final Instant started;
  private final String id;
  private final AtomicBoolean interrupted = new AtomicBoolean();

  PlanRun(
      Plan plan,
      Store store,
      RunOptions options,
      Placement<?> placement,
      TaskRunner taskRunner,
      Clock clock) {
    this.plan = requireNonNull(plan, "plan");
    this.store = requireNonNull(store, "store");
    this.options = requireNonNull(options, "options");
    this.placement = requireNonNull(placement, "placement");
    this.taskRunner = taskRunner;
    this.clock = clock;
    this.started = clock.instant();
    this.id = RunIds.next(started);
  }

  RunSummary run(RunListener listener, Cancellation cancellation) {
    // Given back at the end, since files are not written by an interrupted thread.
    interrupted.set(Thread.interrupted());
    if (interrupted.get()) {
      cancellation.cancel();
    }
    try (StoreSession session = store.session(id)) {
      return recorded(session, listener, cancellation);
    } finally {
      if (interrupted.get()) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private RunSummary recorded(
      StoreSession session, RunListener listener, Cancellation cancellation) {
    RunRecord record = RunRecord.begin(id, plan.workflow(), started, plan.tasks().size());
    store.runs().begin(session, record, keys());
    RunRecord ended = record.end(started, Status.FAILED, 0, 0, 0, 0);
    try {
      RunSummary summary = traced(session, listener, cancellation);
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
      end(ended);
      store.digests().save();
    }
  }

  private Map<String, Key> keys() {
    Map<String, Key> keys = new LinkedHashMap<>();
    for (PlannedTask task : plan.tasks()) {
      keys.put(task.id(), task.key());
    }
    return keys;
  }

  /** A full disk has been told of already; that its record says less must not hide the summary. */
  private void end(RunRecord ended) {
    try {
      store.runs().end(ended);
    } catch (ProblemException e) {
      LOG.warn("the record of run {} is incomplete: {}", id, e.getMessage());
    }
  }

  private RunSummary traced(StoreSession session, RunListener listener, Cancellation cancellation) {
    List<Problem> late = new ArrayList<>();
    Trace trace = new Trace(folder().resolve("trace.jsonl"));
    Scheduler.Outcome outcome;
    try (TaskLogs logs = TaskLogs.of(store, id, clock)) {
      Announcer announcer = new Announcer(listener, trace, clock);
      TaskRunner.Site site = new TaskRunner.Site(session, logs, ConcurrentHashMap.newKeySet());
      outcome =
          scheduled(
              new Scheduler(plan, options, placement, taskRunner, site, announcer),
              announcer,
              cancellation);
    } finally {
      try {
        trace.close();
      } catch (ProblemException e) {
        late.addAll(e.problems());
      }
    }
    return summary(outcome, late);
  }

  private Scheduler.Outcome scheduled(
      Scheduler scheduler, Announcer announcer, Cancellation cancellation) {
    int cached = scheduler.prepare();
    announcer.say(new RunEvent.Started(clock.instant(), id, plan.tasks().size(), cached));
    Scheduler.Outcome outcome = scheduler.run(cancellation, interrupted);
    announcer.say(
        new RunEvent.Finished(
            clock.instant(),
            id,
            outcome.done(),
            outcome.cached(),
            outcome.failed(),
            outcome.skipped(),
            outcome.cancelled()));
    return outcome;
  }

  private Path folder() {
    return store.runs().folder(id);
  }

  private RunSummary summary(Scheduler.Outcome outcome, List<Problem> late) {
    Map<String, List<Problem>> problems = new LinkedHashMap<>(outcome.problems());
    if (!late.isEmpty()) {
      problems.putIfAbsent("", late);
    }
    Status status = problems.isEmpty() ? Status.SUCCEEDED : Status.FAILED;
    return new RunSummary(
        id,
        outcome.cancelled() ? Status.CANCELLED : status,
        plan.tasks().size(),
        outcome.done(),
        outcome.cached(),
        outcome.failed(),
        outcome.skipped(),
        Duration.between(started, clock.instant()),
        outcome.bytesWritten(),
        problems,
        folder());
  }
}
