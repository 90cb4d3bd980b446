package dev.arcuate.engine.accel;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * The thread on which native libraries are loaded. Libraries keep threads, shutdown hooks and
 * context class loaders of whoever touches them first: were that a plugin's call, the plugin could
 * never be unloaded. It starts in the constructor, that is in the engine's own call.
 */
final class EngineThread implements AutoCloseable {
  /** Initialisers of native libraries are written for the stack of a C program. */
  private static final long STACK_BYTES = 16L << 20;

  private final ExecutorService executor;

  EngineThread() {
    executor =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread thread = new Thread(null, work, "arcuate-natives", STACK_BYTES);
              thread.setDaemon(true);
              thread.setContextClassLoader(EngineThread.class.getClassLoader());
              return thread;
            });
    call(() -> true);
  }

  /** Runs the work there and waits for it, whatever happens to the caller meanwhile. */
  <T> T call(Supplier<T> work) {
    Future<T> future = executor.submit(work::get);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return future.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    executor.shutdown();
  }
}
