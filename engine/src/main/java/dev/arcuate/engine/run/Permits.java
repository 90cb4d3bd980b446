package dev.arcuate.engine.run;

import com.sun.management.OperatingSystemMXBean;
import dev.arcuate.api.Resources;
import java.lang.management.ManagementFactory;

/**
 * What all tasks that run at one time may use together.
 *
 * @param threads CPU threads, at least 1
 * @param memoryBytes heap and native memory together
 * @param heapBytes of these, what may lie on the heap
 * @param gpus number of GPUs
 */
public record Permits(int threads, long memoryBytes, long heapBytes, int gpus) {
  /** The rest is left to the operating system, and of the heap to this engine itself. */
  private static final double SHARE = 0.85;

  public Permits {
    if (threads < 1 || heapBytes < 1 || memoryBytes < heapBytes || gpus < 0) {
      throw new IllegalArgumentException(
          "permits need threads and memory: %d, %d, %d, %d"
              .formatted(threads, memoryBytes, heapBytes, gpus));
    }
  }

  /**
   * What this machine, or the container that holds it, has to give, and of that the heap of this
   * JVM.
   */
  public static Permits ofThisMachine(int gpus) {
    long heap = Runtime.getRuntime().maxMemory();
    long memory =
        ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
            ? Math.max(heap, system.getTotalMemorySize())
            : heap;
    return new Permits(
        Runtime.getRuntime().availableProcessors(),
        (long) (memory * SHARE),
        (long) (heap * SHARE),
        gpus);
  }

  /** These permits with another number of threads. */
  public Permits withThreads(int number) {
    return new Permits(number, memoryBytes, heapBytes, gpus);
  }

  /** All of it, as one task would have it. */
  public Resources all() {
    return new Resources(threads, memoryBytes, memoryBytes - heapBytes, gpus);
  }

  /** What a task gets: it runs with fewer threads than it would like rather than not at all. */
  Resources clamp(Resources wanted) {
    return new Resources(
        Math.min(wanted.threads(), threads),
        wanted.memoryBytes(),
        wanted.nativeBytes(),
        wanted.gpus());
  }

  boolean allow(Resources wanted) {
    return wanted.memoryBytes() <= memoryBytes
        && wanted.heapBytes() <= heapBytes
        && wanted.gpus() <= gpus;
  }
}
