package dev.arcuate.engine.store;

/**
 * What to keep when a store is cleaned.
 *
 * @param keepRuns newest runs to keep of every workflow, beside those that are pinned or running
 * @param pretend whether only to say what would be freed
 */
public record CleanRequest(int keepRuns, boolean pretend) {
  public CleanRequest {
    if (keepRuns < 0) {
      throw new IllegalArgumentException("cannot keep " + keepRuns + " runs");
    }
  }

  /** Keeps every run: frees garbage and what no recorded run needs. */
  public static CleanRequest keepAllRuns() {
    return new CleanRequest(Integer.MAX_VALUE, false);
  }
}
