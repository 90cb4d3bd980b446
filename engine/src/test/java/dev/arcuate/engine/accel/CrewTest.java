package dev.arcuate.engine.accel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CrewTest {
  private final AtomicInteger open = new AtomicInteger();

  @Test
  void doesEveryTileOnceAndClosesEveryWorker() {
    for (int threads : new int[] {1, 2, 5}) {
      try (Crew crew = new Crew(threads)) {
        AtomicIntegerArray done = new AtomicIntegerArray(100);
        crew.run(100, () -> worker(done::incrementAndGet));
        for (int tile = 0; tile < done.length(); tile++) {
          assertThat(done.get(tile)).isEqualTo(1);
        }
        assertThat(open).hasValue(0);
      }
    }
  }

  @Test
  void bringsHelpersInWhileThreadsAreFree() {
    try (Crew crew = new Crew(3)) {
      CountDownLatch together = new CountDownLatch(3);
      Set<Thread> threads = ConcurrentHashMap.newKeySet();
      crew.run(
          3,
          () ->
              worker(
                  tile -> {
                    threads.add(Thread.currentThread());
                    together.countDown();
                    await(together);
                  }));
      assertThat(threads).hasSize(3).contains(Thread.currentThread());
    }
  }

  @Test
  void passesAFailureOnAndGoesOnWorking() {
    try (Crew crew = new Crew(2)) {
      assertThatThrownBy(
              () ->
                  crew.run(
                      50,
                      () ->
                          worker(
                              tile -> {
                                if (tile == 7) {
                                  throw new OutOfMemoryError("tile 7");
                                }
                              })))
          .isInstanceOf(OutOfMemoryError.class)
          .hasMessage("tile 7");
      assertThat(open).hasValue(0);
      AtomicInteger count = new AtomicInteger();
      crew.run(50, () -> worker(tile -> count.incrementAndGet()));
      assertThat(count).hasValue(50);
    }
  }

  @Test
  void worksOnItsCallerAloneOnceClosed() {
    Crew crew = new Crew(4);
    crew.close();
    AtomicInteger count = new AtomicInteger();
    crew.run(10, () -> worker(tile -> count.incrementAndGet()));
    assertThat(count).hasValue(10);
  }

  private Crew.Worker worker(IntConsumer work) {
    open.incrementAndGet();
    return new Crew.Worker() {
      @Override
      public void tile(int index) {
        work.accept(index);
      }

      @Override
      public void close() {
        open.decrementAndGet();
      }
    };
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
