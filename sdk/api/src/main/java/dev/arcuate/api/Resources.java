package dev.arcuate.api;

/**
 * What a task may use while it runs. The scheduler starts a task only when all of it is free.
 *
 * @param threads CPU threads, at least 1
 * @param memoryBytes heap and native memory together, in bytes
 * @param gpus number of GPUs, 0 or 1
 */
public record Resources(int threads, long memoryBytes, int gpus) {
  public Resources {
    if (threads < 1 || memoryBytes < 0 || gpus < 0) {
      throw new IllegalArgumentException(
          "threads must be at least 1, memory and gpus at least 0: got "
              + threads
              + ", "
              + memoryBytes
              + ", "
              + gpus);
    }
  }

  /** One thread and 64 MiB: enough for a step that handles small tables. */
  public static Resources small() {
    return new Resources(1, 64L << 20, 0);
  }

  /** The given threads and mebibytes, no GPU. */
  public static Resources of(int threads, long mebibytes) {
    return new Resources(threads, mebibytes << 20, 0);
  }
}
