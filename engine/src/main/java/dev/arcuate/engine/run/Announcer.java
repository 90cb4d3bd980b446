package dev.arcuate.engine.run;

import dev.arcuate.api.Problem;
import dev.arcuate.engine.plan.PlannedTask;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the listener and the trace. Confined to the thread of the scheduler. */
final class Announcer {
  private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);

  private final RunListener listener;
  private final Trace trace;
  private final Clock clock;

  Announcer(RunListener listener, Trace trace, Clock clock) {
    this.listener = listener;
    this.trace = trace;
    this.clock = clock;
  }

  Instant now() {
    return clock.instant();
  }

  void say(RunEvent event) {
    try {
      listener.on(event);
    } catch (RuntimeException e) {
      // Who watches must not be able to stop the work.
      LOG.warn("a listener failed on {}", event, e);
    }
  }

  void warn(Problem problem) {
    say(new RunEvent.Warned(now(), problem.asWarning()));
  }

  void waits(PlannedTask task, String because) {
    say(new RunEvent.TaskWaiting(now(), task.id(), task.step(), because));
  }

  void reused(PlannedTask task, List<Problem> warnings) {
    say(new RunEvent.TaskReused(now(), task.id(), task.step(), warnings));
  }

  void skipped(PlannedTask task, String because) {
    say(new RunEvent.TaskSkipped(now(), task.id(), task.step(), because));
  }

  void started(Attempt attempt) {
    say(
        new RunEvent.TaskStarted(
            attempt.started, attempt.planned.id(), attempt.planned.step(), attempt.number));
  }

  void done(Attempt attempt, long bytes, List<Problem> warnings) {
    Instant now = now();
    trace(attempt, "done", now, bytes, warnings);
    say(
        new RunEvent.TaskFinished(
            now,
            attempt.planned.id(),
            attempt.planned.step(),
            Duration.between(attempt.started, now),
            bytes,
            warnings));
  }

  void failed(Attempt attempt, String status, boolean willRetry, List<Problem> problems) {
    Instant now = now();
    trace(attempt, status, now, 0, problems);
    say(
        new RunEvent.TaskFailed(
            now,
            attempt.planned.id(),
            attempt.planned.step(),
            attempt.number,
            willRetry,
            problems));
  }

  void trace(Attempt attempt, String status, Instant ended, long bytes, List<Problem> problems) {
    trace.write(
        new Trace.Line(
            attempt.order,
            attempt.planned.step(),
            attempt.number,
            status,
            attempt.started,
            ended,
            bytes,
            problems));
  }

  void flush() {
    trace.flush();
  }

  void progress(Attempt attempt) {
    var latest = attempt.control.latest();
    if (latest.isPresent() && !latest.equals(attempt.told)) {
      attempt.told = latest;
      TaskControl.Report report = latest.get();
      say(
          new RunEvent.TaskProgress(
              now(), attempt.planned.id(), report.done(), report.total(), report.unit()));
    }
  }
}
