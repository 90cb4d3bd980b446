package dev.arcuate.plugin.bidsfmri.clean;

import dev.arcuate.api.value.Sampling;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Which recorded samples of a run have rows.
 *
 * @param first the first sample that trimming left
 * @param span samples that trimming left
 * @param kept those of them that have rows, ascending, counted from the first recorded one
 * @param reasons for each recorded sample why it was censored, empty for the others
 */
public record RunRows(int first, int span, int[] kept, String[] reasons) {

  /** Places that have no row, counted from {@code first}. */
  public int[] removed() {
    boolean[] present = new boolean[span];
    for (int place : kept) {
      present[place - first] = true;
    }
    return Places.where(present, false);
  }

  /**
   * The rows on the clock of the events.
   *
   * @param startSeconds when the first recorded sample began
   */
  public Sampling.Run run(String label, double startSeconds, double periodSeconds) {
    return new Sampling.Run(
        label,
        kept.length,
        startSeconds + first * periodSeconds,
        IntStream.of(removed()).boxed().toList());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RunRows that
        && first == that.first
        && span == that.span
        && Arrays.equals(kept, that.kept);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(kept);
  }
}
