package dev.arcuate.api;

/** Tells the user how far a task is. Cheap to call often; safe to call from several threads. */
public interface Progress {
  /**
   * @param done units finished so far
   * @param total units in all, or 0 when unknown
   * @param unit plural noun shown to the user, such as "words" or "voxels"
   */
  void report(long done, long total, String unit);
}
