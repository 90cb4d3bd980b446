package dev.arcuate.engine.run;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How a plan is run; nothing here changes what any task writes.
 *
 * @param permits what tasks may use together
 * @param keepGoing whether tasks that do not depend on a failed one are still started
 * @param grace how long a task that was told to stop may take to do so
 * @param firstRetryAfter pause before the first retry; doubles with each further one
 */
public record RunOptions(
    Permits permits, boolean keepGoing, Duration grace, Duration firstRetryAfter) {
  public RunOptions {
    requireNonNull(permits, "permits");
    requireNonNull(grace, "grace");
    requireNonNull(firstRetryAfter, "firstRetryAfter");
  }

  /** Stops at the first failure, gives a task 10 s to stop, and waits 1 s before a retry. */
  public static RunOptions with(Permits permits) {
    return new RunOptions(permits, false, Duration.ofSeconds(10), Duration.ofSeconds(1));
  }

  public RunOptions keepGoing(boolean yes) {
    return new RunOptions(permits, yes, grace, firstRetryAfter);
  }

  public RunOptions grace(Duration time) {
    return new RunOptions(permits, keepGoing, time, firstRetryAfter);
  }

  public RunOptions firstRetryAfter(Duration time) {
    return new RunOptions(permits, keepGoing, grace, time);
  }
}
