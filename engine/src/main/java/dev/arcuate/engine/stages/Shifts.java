package dev.arcuate.engine.stages;

import dev.arcuate.api.Problem;
import dev.arcuate.api.fold.Folds;
import dev.arcuate.api.value.Sampling;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Circular shifts of a recording inside each of its runs, by at least the gap in either direction.
 * They break the relation to the stimulus and keep the autocorrelation. Source: methods reference,
 * section 11.
 */
final class Shifts implements Surrogates {
  private final Sampling sampling;
  private final int gap;
  private final int[][] shifts;

  /**
   * @param count how many are wanted; if there are no more different ones, each is taken once
   * @throws dev.arcuate.api.ProblemException {@code RUN_TOO_SHORT_FOR_SHIFTS}
   */
  Shifts(Folds folds, Sampling sampling, int count, long seed) {
    this.sampling = sampling;
    this.gap = Math.max(1, folds.gapRows());
    this.shifts = choose(count, seed);
  }

  @Override
  public int count() {
    return shifts.length;
  }

  @Override
  public void make(int index, float[] values, int columns, float[] into, int wide, int first) {
    Surrogates.reorder(sources(index), values, columns, into, wide, first);
  }

  /** Per shift and run a number of rows, no combination twice. */
  private int[][] choose(int count, long seed) {
    long combinations = 1;
    for (Sampling.Run run : sampling.runs()) {
      combinations = saturated(combinations, choices(run));
    }
    if (combinations <= count) {
      return IntStream.range(0, (int) combinations)
          .mapToObj(this::combination)
          .toArray(int[][]::new);
    }
    SplittableRandom random = new SplittableRandom(seed);
    Set<List<Integer>> seen = new LinkedHashSet<>();
    while (seen.size() < count) {
      seen.add(sampling.runs().stream().map(run -> gap + random.nextInt(choices(run))).toList());
    }
    return seen.stream()
        .map(shift -> shift.stream().mapToInt(Integer::intValue).toArray())
        .toArray(int[][]::new);
  }

  private int[] combination(int index) {
    int[] shift = new int[sampling.runs().size()];
    int rest = index;
    for (int run = 0; run < shift.length; run++) {
      int choices = choices(sampling.runs().get(run));
      shift[run] = gap + rest % choices;
      rest /= choices;
    }
    return shift;
  }

  private static long saturated(long product, int factor) {
    return product > Long.MAX_VALUE / factor ? Long.MAX_VALUE : product * factor;
  }

  /** Number of different shifts of a run. */
  private int choices(Sampling.Run run) {
    int choices = run.samples() - 2 * gap + 1;
    if (choices < 1) {
      throw Problem.user(
              "RUN_TOO_SHORT_FOR_SHIFTS",
              "run "
                  + run.label()
                  + " has "
                  + run.samples()
                  + " samples, too few to be shifted by at least "
                  + gap
                  + " both ways")
          .hint("set 'permutations: 0', or leave out this run")
          .exception();
    }
    return choices;
  }

  /** Per row of the recording, the row that takes its place. */
  int[] sources(int index) {
    int[] source = new int[sampling.samples()];
    int first = 0;
    for (int r = 0; r < sampling.runs().size(); r++) {
      int samples = sampling.runs().get(r).samples();
      for (int row = 0; row < samples; row++) {
        source[first + row] = first + (row + shifts[index][r]) % samples;
      }
      first += samples;
    }
    return source;
  }
}
