package dev.arcuate.engine.run;

import dev.arcuate.api.Executor;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs tasks on threads of this JVM. There are as many threads as tasks at one time, hence no more
 * than the permits of a run allow; they end when nothing is left to do.
 */
public final class LocalExecutor
    implements Executor<LocalExecutor.Settings>, RunsHere, AutoCloseable {
  private static final long IDLE_SECONDS = 2;

  private final ThreadPoolExecutor pool =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          LocalExecutor::thread);

  /** Has none: how much runs at once is decided by the permits of the run. */
  public record Settings() {}

  @Override
  public String id() {
    return "local";
  }

  @Override
  public String summary() {
    return "Runs tasks on this machine, in this process.";
  }

  @Override
  public Class<Settings> settingsType() {
    return Settings.class;
  }

  @Override
  public CompletableFuture<Void> submit(Settings settings, Submission submission, Here here) {
    Job job = new Job(submission, here);
    pool.execute(job);
    return job;
  }

  /** The greatest number of threads there were at one time. */
  int largestThreadCount() {
    return pool.getLargestPoolSize();
  }

  @Override
  public void close() {
    pool.shutdown();
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "arcuate-task");
    // A task that ignores the wish to stop must not keep the JVM alive.
    thread.setDaemon(true);
    // Not that of whoever happened to start the run: it could be a plugin's.
    thread.setContextClassLoader(LocalExecutor.class.getClassLoader());
    return thread;
  }

  /** A submission on its way; cancelling interrupts its thread, and only while it is in there. */
  private static final class Job extends CompletableFuture<Void> implements Runnable {
    private final Submission submission;
    private final Here here;
    private Thread runner;

    Job(Submission submission, Here here) {
      this.submission = submission;
      this.here = here;
    }

    @Override
    public void run() {
      synchronized (this) {
        if (isDone()) {
          return;
        }
        runner = Thread.currentThread();
      }
      Throwable failure = null;
      try {
        here.run(submission);
      } catch (Throwable e) {
        // Whatever it is, whoever waits for this task must hear of it.
        failure = e;
      } finally {
        synchronized (this) {
          runner = null;
          // A late interrupt belongs to this task, not to the next one of this thread.
          Thread.interrupted();
        }
      }
      if (failure == null) {
        complete(null);
      } else {
        completeExceptionally(failure);
      }
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
      boolean cancelled = super.cancel(mayInterrupt);
      synchronized (this) {
        if (runner != null && mayInterrupt) {
          runner.interrupt();
        }
      }
      return cancelled;
    }
  }
}
