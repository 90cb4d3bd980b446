package dev.arcuate.engine.store;

import java.util.List;

/**
 * What cleaning freed, or would have.
 *
 * @param runs ids of runs whose records were removed
 * @param artifacts results removed
 * @param bytes freed in all, garbage of dead processes included
 * @param keptArtifacts results that stay
 */
public record CleanReport(List<String> runs, int artifacts, long bytes, int keptArtifacts) {
  public CleanReport {
    runs = List.copyOf(runs);
  }
}
