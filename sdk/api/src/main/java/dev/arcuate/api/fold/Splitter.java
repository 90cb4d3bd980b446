package dev.arcuate.api.fold;

import dev.arcuate.api.Problem;
import dev.arcuate.api.value.Sampling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Cuts rows into tests and finds the rows that may train for them. */
final class Splitter {
  private static final double ROUNDING = 1e-9;

  private final Sampling sampling;
  private final double gapSeconds;
  private final boolean strict;
  private final double[] seconds;
  private final int[] run;
  private final String[] stimulus;

  /**
   * @param strict whether blocks and stimuli count, and rows close by
   */
  Splitter(Sampling sampling, double gapSeconds, Map<String, String> stimuli, boolean strict) {
    this.sampling = sampling;
    this.gapSeconds = gapSeconds;
    this.strict = strict;
    this.seconds = sampling.rowSeconds();
    this.run = new int[sampling.samples()];
    this.stimulus = new String[sampling.runs().size()];
    int row = 0;
    for (int r = 0; r < stimulus.length; r++) {
      Sampling.Run one = sampling.runs().get(r);
      String named = stimuli.get(one.label());
      // A run without a named stimulus must not be taken for one of another run's stimulus.
      stimulus[r] = named == null ? "run " + one.label() : "stimulus " + named;
      Arrays.fill(run, row, row + one.samples(), r);
      row += one.samples();
    }
  }

  /** Stretches of about equal length that cut no block. */
  List<int[]> contiguous(int[] rows, int count) {
    if (sampling.blocks().isEmpty()) {
      if (rows.length < count) {
        throw Problem.user("TOO_FEW_ROWS", rows.length + " rows cannot make " + count + " folds")
            .hint("use fewer folds, or more data")
            .exception();
      }
      return equal(rows, count);
    }
    List<int[]> units = units(rows);
    if (units.size() < count) {
      throw Problem.user(
              "TOO_FEW_BLOCKS",
              units.size()
                  + (units.size() == 1 ? " block" : " blocks")
                  + " of rows that belong together cannot make "
                  + count
                  + " folds")
          .hint("use fewer folds, or smaller blocks")
          .exception();
    }
    return wholeUnits(units, rows.length, count);
  }

  /** The first {@code n mod count} stretches get one row more. */
  private static List<int[]> equal(int[] rows, int count) {
    List<int[]> tests = new ArrayList<>();
    int start = 0;
    for (int b = 0; b < count; b++) {
      int size = rows.length / count + (b < rows.length % count ? 1 : 0);
      tests.add(Arrays.copyOfRange(rows, start, start + size));
      start += size;
    }
    return tests;
  }

  /** Rows by block, in order of their first row. */
  private List<int[]> units(int[] rows) {
    Map<String, List<Integer>> units = new LinkedHashMap<>();
    for (int row : rows) {
      units.computeIfAbsent(sampling.blocks().get(row), label -> new ArrayList<>()).add(row);
    }
    return units.values().stream().map(Splitter::array).toList();
  }

  /** Each test takes units as long as that brings it nearer to its share of the rows left. */
  private static List<int[]> wholeUnits(List<int[]> units, int rows, int count) {
    List<int[]> tests = new ArrayList<>();
    int unit = 0;
    int left = rows;
    for (int test = 0; test < count; test++) {
      double share = left / (double) (count - test);
      List<Integer> taken = new ArrayList<>();
      while (unit < units.size()
          && units.size() - unit > count - test - 1
          && (taken.isEmpty()
              || test == count - 1
              || taken.size() + units.get(unit).length / 2.0 <= share)) {
        Arrays.stream(units.get(unit++)).forEach(taken::add);
      }
      tests.add(array(taken));
      left -= taken.size();
    }
    return tests;
  }

  /** All rows of a run, or of all runs of one stimulus. */
  List<int[]> runs() {
    return runs(IntStream.range(0, sampling.samples()).toArray());
  }

  List<int[]> runs(int[] rows) {
    Map<String, List<Integer>> tests = new LinkedHashMap<>();
    for (int row : rows) {
      tests.computeIfAbsent(stimulus[run[row]], name -> new ArrayList<>()).add(row);
    }
    if (tests.size() < 2) {
      throw Problem.user(
              "TOO_FEW_RUNS",
              "folds of whole runs need two or more runs with different stimuli; there is only"
                  + " '"
                  + sampling.runs().get(run[rows[0]]).label()
                  + "'"
                  + (sampling.runs().size() > 1 ? " and others with its stimulus" : ""))
          .hint("write 'scheme: contiguous'")
          .exception();
    }
    return tests.values().stream().map(Splitter::array).toList();
  }

  static List<int[]> shuffled(int rows, int count, long seed) {
    int[] order = IntStream.range(0, rows).toArray();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = rows - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int kept = order[i];
      order[i] = order[other];
      order[other] = kept;
    }
    return equal(order, count).stream()
        .map(test -> Arrays.stream(test).sorted().toArray())
        .toList();
  }

  /** Rows that may train for a test: not close by, not of its blocks, not of its stimuli. */
  int[] trainingRows(int[] test) {
    boolean[] dropped = new boolean[sampling.samples()];
    for (int row : test) {
      dropped[row] = true;
      // Rows of a run are in order of time, so that those close by are neighbours.
      for (int other = row - 1; other >= 0 && close(row, other); other--) {
        dropped[other] = true;
      }
      for (int other = row + 1; other < dropped.length && close(row, other); other++) {
        dropped[other] = true;
      }
    }
    if (strict) {
      dropRelated(test, dropped);
    }
    return IntStream.range(0, dropped.length).filter(row -> !dropped[row]).toArray();
  }

  private boolean close(int row, int other) {
    return run[row] == run[other]
        && Math.abs(seconds[row] - seconds[other]) <= gapSeconds * (1 + ROUNDING)
        && gapSeconds > 0;
  }

  private void dropRelated(int[] test, boolean[] dropped) {
    Set<String> blocks = new HashSet<>();
    Set<Integer> runs = new HashSet<>();
    for (int row : test) {
      runs.add(run[row]);
      if (!sampling.blocks().isEmpty()) {
        blocks.add(sampling.blocks().get(row));
      }
    }
    for (int row = 0; row < dropped.length; row++) {
      boolean sameBlock = !blocks.isEmpty() && blocks.contains(sampling.blocks().get(row));
      int own = run[row];
      boolean copy = runs.stream().anyMatch(r -> r != own && stimulus[r].equals(stimulus[own]));
      dropped[row] |= sameBlock || copy;
    }
  }

  /** Those of the first that are among the second; both ascending. */
  int[] among(int[] rows, int[] allowed) {
    boolean[] keep = new boolean[sampling.samples()];
    Arrays.stream(allowed).forEach(row -> keep[row] = true);
    return Arrays.stream(rows).filter(row -> keep[row]).toArray();
  }

  private static int[] array(List<Integer> list) {
    return list.stream().mapToInt(Integer::intValue).toArray();
  }
}
