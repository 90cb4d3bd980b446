package dev.arcuate.engine.run;

import dev.arcuate.api.Resources;

/** Counts what is free. Confined to the thread of the scheduler. */
final class PermitPool {
  private int threads;
  private long memory;
  private long heap;
  private int gpus;

  PermitPool(Permits all) {
    this.threads = all.threads();
    this.memory = all.memoryBytes();
    this.heap = all.heapBytes();
    this.gpus = all.gpus();
  }

  boolean fits(Resources wanted) {
    return wanted.threads() <= threads
        && wanted.memoryBytes() <= memory
        && wanted.heapBytes() <= heap
        && wanted.gpus() <= gpus;
  }

  /**
   * Whether a task fits beside one that waits for more than is free: it may not take from what the
   * other needs. Otherwise small tasks could overtake a big one for ever.
   */
  boolean fitsBeside(Resources waiting, Resources wanted) {
    return wanted.threads() <= threads - waiting.threads()
        && (wanted.memoryBytes() == 0 || wanted.memoryBytes() <= memory - waiting.memoryBytes())
        && (wanted.heapBytes() == 0 || wanted.heapBytes() <= heap - waiting.heapBytes())
        && (wanted.gpus() == 0 || wanted.gpus() <= gpus - waiting.gpus());
  }

  void take(Resources wanted) {
    threads -= wanted.threads();
    memory -= wanted.memoryBytes();
    heap -= wanted.heapBytes();
    gpus -= wanted.gpus();
  }

  void giveBack(Resources taken) {
    threads += taken.threads();
    memory += taken.memoryBytes();
    heap += taken.heapBytes();
    gpus += taken.gpus();
  }
}
