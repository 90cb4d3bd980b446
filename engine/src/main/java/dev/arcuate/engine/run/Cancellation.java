package dev.arcuate.engine.run;

import java.util.ArrayList;
import java.util.List;

/**
 * Stops a run from outside, such as from the handler of Ctrl-C. Safe for use by several threads.
 */
public final class Cancellation {
  private final List<Runnable> listeners = new ArrayList<>();
  private boolean cancelled;

  /** Tells running tasks to stop and starts no others. Returns at once. */
  public void cancel() {
    List<Runnable> toTell;
    synchronized (listeners) {
      if (cancelled) {
        return;
      }
      cancelled = true;
      toTell = List.copyOf(listeners);
    }
    toTell.forEach(Runnable::run);
  }

  public boolean isCancelled() {
    synchronized (listeners) {
      return cancelled;
    }
  }

  /** Calls back once cancelled, at once if that has happened. */
  void onCancel(Runnable listener) {
    synchronized (listeners) {
      if (!cancelled) {
        listeners.add(listener);
        return;
      }
    }
    listener.run();
  }
}
