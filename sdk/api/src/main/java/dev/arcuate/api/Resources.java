package dev.arcuate.api;

/**
 * What a task may use while it runs. The scheduler starts a task only when all of it is free.
 *
 * @param threads CPU threads, at least 1
 * @param memoryBytes heap and native memory together, in bytes
 * @param nativeBytes of these, what lies outside of the Java heap, as the weights of a model do
 * @param gpus number of GPUs, 0 or 1
 */
public record Resources(int threads, long memoryBytes, long nativeBytes, int gpus) {
  public Resources {
    if (threads < 1 || nativeBytes < 0 || memoryBytes < nativeBytes || gpus < 0) {
      throw new IllegalArgumentException(
          "threads must be at least 1, memory and gpus at least 0, native memory a part of memory:"
              + " got %d, %d, %d, %d".formatted(threads, memoryBytes, gpus, nativeBytes));
    }
  }

  /** All of the memory on the heap. */
  public Resources(int threads, long memoryBytes, int gpus) {
    this(threads, memoryBytes, 0, gpus);
  }

  /** One thread and 64 MiB: enough for a step that handles small tables. */
  public static Resources small() {
    return new Resources(1, 64L << 20, 0);
  }

  /** The given threads and mebibytes, no GPU. */
  public static Resources of(int threads, long mebibytes) {
    return new Resources(threads, mebibytes << 20, 0);
  }

  /** These, and so many bytes more outside of the heap. */
  public Resources plusNative(long bytes) {
    return new Resources(threads, memoryBytes + bytes, nativeBytes + bytes, gpus);
  }

  /** What of the memory may lie on the heap. */
  public long heapBytes() {
    return memoryBytes - nativeBytes;
  }
}
