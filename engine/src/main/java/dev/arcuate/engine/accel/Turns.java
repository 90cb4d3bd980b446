package dev.arcuate.engine.accel;

import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may open a session where only one may be open at a time. Memory that a session has taken on a
 * GPU goes back when it is closed, not before, so that two of them could fill it up with what
 * neither uses.
 */
final class Turns {
  private static final Logger LOG = LoggerFactory.getLogger(Turns.class);

  /** The GPU belongs to the process, as ONNX Runtime does: engines in one JVM share it. */
  static final Turns OF_GPU = new Turns();

  private Held current;

  /** The right to have a session open, until closed. */
  interface Turn extends AutoCloseable {
    /** Where any number of sessions may be open. */
    Turn NOT_NEEDED = () -> {};

    @Override
    void close();
  }

  private final class Held implements Turn {
    private final String name;
    private final Thread thread;

    Held(String name, Thread thread) {
      this.name = name;
      this.thread = thread;
    }

    /** By any thread, any number of times. */
    @Override
    public void close() {
      synchronized (Turns.this) {
        if (current == this) {
          current = null;
          Turns.this.notifyAll();
        }
      }
    }
  }

  /**
   * Waits until nobody has a turn.
   *
   * @param name of the graph, for messages
   * @throws IllegalStateException if the caller itself has it: it would wait forever
   */
  synchronized Turn take(String name) {
    Thread caller = Thread.currentThread();
    while (current != null) {
      if (current.thread == caller) {
        throw new IllegalStateException(
            "'%s' cannot be opened while '%s' is open: one session at a time has the GPU"
                .formatted(name, current.name));
      }
      LOG.info("'{}' waits until '{}' gives the GPU back", name, current.name);
      try {
        wait();
      } catch (InterruptedException e) {
        caller.interrupt();
        throw new CancellationException("stopped while waiting for the GPU");
      }
    }
    Held turn = new Held(name, caller);
    current = turn;
    return turn;
  }
}
