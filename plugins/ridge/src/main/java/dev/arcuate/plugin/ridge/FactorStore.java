package dev.arcuate.plugin.ridge;

import dev.arcuate.api.array.Npy;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The factors on disk. They stay in memory after their first use if all of them fit into half of
 * what the task may use; otherwise each is read whenever it is needed.
 */
final class FactorStore {
  private final Map<Path, Factors> kept = new HashMap<>();
  private final boolean keeps;
  private final long bytes;

  /**
   * @param total bytes of all factors
   * @param greatest bytes of the greatest of them
   */
  FactorStore(long total, long greatest, long memoryBytes) {
    this.keeps = total <= memoryBytes / 2;
    this.bytes = keeps ? total : greatest;
  }

  Factors get(Path folder) {
    return keeps ? kept.computeIfAbsent(folder, Factors::read) : Factors.read(folder);
  }

  /** Greatest eigenvalue of some factors, without reading the rest of them. */
  static double greatest(Path folder) {
    double greatest = 0;
    for (double value : Npy.readDoubles(folder.resolve("spectrum.npy"))) {
      greatest = Math.max(greatest, value);
    }
    return greatest;
  }

  /** Heap that is taken at most. */
  long bytes() {
    return bytes;
  }

  void clear() {
    kept.clear();
  }
}
