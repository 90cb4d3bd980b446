package dev.arcuate.engine.accel;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * Spreads the tiles of one computation over the threads that are free. The caller always works
 * itself and helpers join while fewer than {@code threads} are busy, so that several tasks at once
 * do not crowd the machine. Which thread does a tile never changes what is computed.
 *
 * <p>All helpers start in the constructor: a thread that is born later keeps whoever's code asked
 * for it, such as a plugin, from being unloaded.
 */
final class Crew implements AutoCloseable {

  /** Does one tile after another on one thread. */
  interface Worker extends AutoCloseable {
    void tile(int index);

    @Override
    void close();
  }

  private final int threads;
  private final AtomicInteger busy = new AtomicInteger();
  private final ThreadPoolExecutor helpers;

  Crew(int threads) {
    this.threads = Math.max(1, threads);
    int count = Math.max(1, this.threads - 1);
    AtomicInteger number = new AtomicInteger();
    helpers =
        new ThreadPoolExecutor(
            count,
            count,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread thread = new Thread(work, "arcuate-algebra-" + number.incrementAndGet());
              thread.setDaemon(true);
              thread.setContextClassLoader(Crew.class.getClassLoader());
              return thread;
            });
    helpers.prestartAllCoreThreads();
  }

  /** Returns when every tile is done; rethrows the first failure. */
  void run(int tiles, Supplier<Worker> workers) {
    Job job = new Job(tiles, workers);
    busy.incrementAndGet();
    try {
      for (int helper = 1; helper < tiles && reserve(); helper++) {
        help(job);
      }
      job.work();
    } finally {
      busy.decrementAndGet();
    }
    job.await();
  }

  /** As above, for work that keeps nothing from one tile to the next. */
  void run(int tiles, IntConsumer work) {
    if (tiles > 0) {
      run(
          tiles,
          () ->
              new Worker() {
                @Override
                public void tile(int index) {
                  work.accept(index);
                }

                @Override
                public void close() {
                  // Holds nothing.
                }
              });
    }
  }

  private void help(Job job) {
    try {
      helpers.execute(
          () -> {
            try {
              job.work();
            } finally {
              busy.decrementAndGet();
            }
          });
    } catch (RejectedExecutionException closed) {
      busy.decrementAndGet();
    }
  }

  private boolean reserve() {
    int now = busy.get();
    while (now < threads) {
      if (busy.compareAndSet(now, now + 1)) {
        return true;
      }
      now = busy.get();
    }
    return false;
  }

  @Override
  public void close() {
    helpers.shutdownNow();
  }

  private static final class Job {
    private final int tiles;
    private final Supplier<Worker> workers;
    private final AtomicInteger next = new AtomicInteger();
    private final CountDownLatch done;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    Job(int tiles, Supplier<Worker> workers) {
      this.tiles = tiles;
      this.workers = workers;
      this.done = new CountDownLatch(tiles);
    }

    void work() {
      int tile = next.getAndIncrement();
      if (tile >= tiles) {
        return;
      }
      // Counted at the end, so that nobody goes on before every worker has given its memory back.
      int taken = 1;
      try (Worker worker = workers.get()) {
        while (tile < tiles) {
          if (failure.get() == null) {
            worker.tile(tile);
          }
          tile = next.getAndIncrement();
          taken += tile < tiles ? 1 : 0;
        }
      } catch (RuntimeException | Error e) {
        failure.compareAndSet(null, e);
        while (next.getAndIncrement() < tiles) {
          taken++;
        }
      } finally {
        for (int i = 0; i < taken; i++) {
          done.countDown();
        }
      }
    }

    /** Tiles last milliseconds and use the caller's arrays: waiting is never cut short. */
    void await() {
      boolean interrupted = false;
      while (true) {
        try {
          done.await();
          break;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      Throwable cause = failure.get();
      if (cause instanceof Error error) {
        throw error;
      }
      if (cause != null) {
        throw (RuntimeException) cause;
      }
    }
  }
}
