package dev.arcuate.engine.run;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Things to do later on the thread of the scheduler. */
final class Timers {
  private record Timer(long due, long number, Runnable action) {}

  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>(Comparator.comparingLong(Timer::due).thenComparingLong(Timer::number));
  private long number;

  void after(Duration delay, Runnable action) {
    timers.add(new Timer(System.nanoTime() + delay.toNanos(), number++, action));
  }

  /** Nanoseconds until the next timer is due, at most the given. */
  long untilNext(long most) {
    Timer next = timers.peek();
    return next == null ? most : Math.max(0, Math.min(most, next.due() - System.nanoTime()));
  }

  void runDue() {
    while (!timers.isEmpty() && timers.peek().due() - System.nanoTime() <= 0) {
      timers.poll().action().run();
    }
  }
}
