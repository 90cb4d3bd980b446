package dev.arcuate.engine.run;

import com.sun.management.OperatingSystemMXBean;
import dev.arcuate.api.Resources;
import java.lang.management.ManagementFactory;

/**
 * What all tasks that run at one time may use together.
 *
 * @param threads CPU threads, at least 1
 * @param memoryBytes heap and native memory together
 * @param gpus number of GPUs
 */
public record Permits(int threads, long memoryBytes, int gpus) {
  /** Left to the operating system and to this engine itself. */
  private static final double MEMORY_SHARE = 0.85;

  public Permits {
    if (threads < 1 || memoryBytes < 1 || gpus < 0) {
      throw new IllegalArgumentException(
          "permits need threads and memory: " + threads + ", " + memoryBytes + ", " + gpus);
    }
  }

  /** What this machine, or the container that holds it, has to give. */
  public static Permits ofThisMachine(int gpus) {
    long memory =
        ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
            ? system.getTotalMemorySize()
            : Runtime.getRuntime().maxMemory();
    return new Permits(
        Runtime.getRuntime().availableProcessors(), (long) (memory * MEMORY_SHARE), gpus);
  }

  /** These permits with another number of threads. */
  public Permits withThreads(int number) {
    return new Permits(number, memoryBytes, gpus);
  }

  /** What a task gets: it runs with fewer threads than it would like rather than not at all. */
  Resources clamp(Resources wanted) {
    return new Resources(Math.min(wanted.threads(), threads), wanted.memoryBytes(), wanted.gpus());
  }

  boolean allow(Resources wanted) {
    return wanted.memoryBytes() <= memoryBytes && wanted.gpus() <= gpus;
  }
}
