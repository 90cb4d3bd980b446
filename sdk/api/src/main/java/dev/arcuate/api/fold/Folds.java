package dev.arcuate.api.fold;

import dev.arcuate.api.Problem;
import dev.arcuate.api.value.Sampling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Training and test rows of every fold. Every row is tested exactly once.
 *
 * @param list in order of their test rows
 * @param gapRows training rows dropped on each side of a test block, within its run
 * @param leaky whether the gap is smaller than the delays need, which the workflow allowed
 */
public record Folds(List<Fold> list, int gapRows, boolean leaky) {
  /** The least gap: responses to a word last about this long. */
  private static final double LEAST_GAP_SECONDS = 10;

  /**
   * Row indices, ascending.
   *
   * @param train rows to fit on
   * @param test rows to score on
   */
  public record Fold(int[] train, int[] test) {}

  public Folds {
    list = List.copyOf(list);
  }

  /**
   * Splits rows.
   *
   * @throws dev.arcuate.api.ProblemException {@code LEAKY_FOLDS} if the gap asked for is shorter
   *     than the delays reach and the settings do not allow it; {@code TOO_FEW_ROWS} if a fold
   *     would have no training or test rows
   */
  public static Folds of(Sampling sampling, double maxDelaySeconds, FoldSettings settings) {
    double needed = Math.max(maxDelaySeconds, LEAST_GAP_SECONDS);
    double gapSeconds = settings.gap().map(g -> g.toMillis() / 1000.0).orElse(needed);
    boolean leaky = gapSeconds + 1e-9 < needed;
    if (leaky && !settings.allowLeaky()) {
      throw Problem.user(
              "LEAKY_FOLDS",
              String.format(
                  Locale.ROOT,
                  "a gap of %.3g s lets training rows share words with test rows: delays and the"
                      + " response of the brain reach %.3g s",
                  gapSeconds,
                  needed))
          .hint("leave out 'gap', or write 'allow-leaky: true' and every output will say so")
          .exception();
    }
    int gapRows = (int) Math.ceil(gapSeconds / sampling.periodSeconds() - 1e-9);
    List<int[]> tests =
        switch (settings.scheme()) {
          case CONTIGUOUS -> blocks(0, sampling.samples(), settings.count());
          case RUNS -> runs(sampling);
        };
    List<Fold> folds = new ArrayList<>();
    for (int[] test : tests) {
      int[] train = trainingRows(sampling, test, gapRows);
      if (test.length == 0 || train.length == 0) {
        throw Problem.user(
                "TOO_FEW_ROWS",
                sampling.samples()
                    + " rows in "
                    + sampling.runs().size()
                    + " run(s) cannot make "
                    + tests.size()
                    + " folds with a gap of "
                    + gapRows
                    + " rows")
            .hint("use fewer folds")
            .exception();
      }
      folds.add(new Fold(train, test));
    }
    return new Folds(folds, gapRows, leaky);
  }

  /**
   * Contiguous folds within the training rows of a fold, for choosing penalties: the rows keep
   * their gaps, because neighbours are judged by their place in the recording.
   *
   * @return row indices of the recording
   */
  public List<Fold> inner(Fold outer, Sampling sampling, int count) {
    int[] rows = outer.train();
    List<Fold> folds = new ArrayList<>();
    for (int[] places : blocks(0, rows.length, count)) {
      int[] test = Arrays.stream(places).map(place -> rows[place]).toArray();
      int[] allowed = trainingRows(sampling, test, gapRows);
      boolean[] keep = new boolean[sampling.samples()];
      Arrays.stream(allowed).forEach(row -> keep[row] = true);
      int[] train = Arrays.stream(rows).filter(row -> keep[row]).toArray();
      if (test.length > 0 && train.length > 0) {
        folds.add(new Fold(train, test));
      }
    }
    if (folds.isEmpty()) {
      throw Problem.user(
              "TOO_FEW_ROWS", rows.length + " training rows cannot make " + count + " inner folds")
          .hint("use fewer folds")
          .exception();
    }
    return folds;
  }

  /** Blocks of neighbouring indices; the first {@code n mod count} get one more. */
  private static List<int[]> blocks(int from, int n, int count) {
    List<int[]> blocks = new ArrayList<>();
    int start = from;
    for (int b = 0; b < count; b++) {
      int size = n / count + (b < n % count ? 1 : 0);
      blocks.add(IntStream.range(start, start + size).toArray());
      start += size;
    }
    return blocks;
  }

  private static List<int[]> runs(Sampling sampling) {
    List<int[]> tests = new ArrayList<>();
    for (int run = 0; run < sampling.runs().size(); run++) {
      int first = sampling.firstRow(run);
      tests.add(IntStream.range(first, first + sampling.runs().get(run).samples()).toArray());
    }
    return tests;
  }

  /** Rows that are not within the gap of a test row of the same run. */
  private static int[] trainingRows(Sampling sampling, int[] test, int gapRows) {
    boolean[] dropped = new boolean[sampling.samples()];
    for (int run = 0; run < sampling.runs().size(); run++) {
      int first = sampling.firstRow(run);
      int end = first + sampling.runs().get(run).samples();
      for (int row : test) {
        if (row >= first && row < end) {
          Arrays.fill(
              dropped, Math.max(first, row - gapRows), Math.min(end, row + gapRows + 1), true);
        }
      }
    }
    return IntStream.range(0, dropped.length).filter(row -> !dropped[row]).toArray();
  }
}
