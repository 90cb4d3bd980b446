package dev.arcuate.engine.stages;

import dev.arcuate.api.Problem;
import dev.arcuate.api.Task;
import dev.arcuate.api.fold.Folds;
import dev.arcuate.api.value.Sampling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * The distribution of the mean correlation under no relation between targets and predictions:
 * predictions are shifted circularly inside each run by at least the gap, which keeps the
 * autocorrelation of both. Holds a count per target and a maximum per permutation, never the
 * distribution. Source: methods reference, section 11.
 */
final class ShiftNull {
  /** The variance below which a sum of squares is rounding error. */
  private static final double ROUNDING = 1e-12;

  private final Folds folds;
  private final Sampling sampling;
  private final int gap;
  private final int[][] shifts;
  private final double[] maxima;

  /**
   * @param permutations number of shifts wanted; all different ones are taken if there are fewer
   * @throws dev.arcuate.api.ProblemException {@code RUN_TOO_SHORT_FOR_SHIFTS}
   */
  ShiftNull(Folds folds, Sampling sampling, int permutations, long seed) {
    this.folds = folds;
    this.sampling = sampling;
    this.gap = Math.max(1, folds.gapRows());
    this.shifts = choose(permutations, seed);
    this.maxima = new double[shifts.length];
    Arrays.fill(maxima, Double.NEGATIVE_INFINITY);
  }

  /** Number of permutations in use. */
  int permutations() {
    return shifts.length;
  }

  /** Per permutation and run a shift, no combination twice. */
  private int[][] choose(int permutations, long seed) {
    long combinations = 1;
    for (Sampling.Run run : sampling.runs()) {
      combinations = saturated(combinations, choices(run));
    }
    if (combinations <= permutations) {
      return IntStream.range(0, (int) combinations)
          .mapToObj(this::combination)
          .toArray(int[][]::new);
    }
    SplittableRandom random = new SplittableRandom(seed);
    Set<List<Integer>> seen = new LinkedHashSet<>();
    while (seen.size() < permutations) {
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

  /** Per row of the recording, the row whose prediction takes its place. */
  int[] sources(int permutation) {
    int[] source = new int[sampling.samples()];
    int first = 0;
    for (int r = 0; r < sampling.runs().size(); r++) {
      int samples = sampling.runs().get(r).samples();
      for (int row = 0; row < samples; row++) {
        source[first + row] = first + (row + shifts[permutation][r]) % samples;
      }
      first += samples;
    }
    return source;
  }

  /**
   * Counts, for every column of a tile, the permutations that do at least as well as the unshifted
   * predictions, and keeps the maxima over columns.
   *
   * @return the mean correlation over folds, and the counts
   */
  Tile count(float[] targets, float[] predictions, int columns, Task task) {
    TileCorrelation tile = new TileCorrelation(targets, predictions, columns);
    int[] unshifted = new int[sampling.samples()];
    Arrays.setAll(unshifted, row -> row);
    double[] observed = tile.mean(unshifted);
    int threads = Math.max(1, Math.min(task.resources().threads(), shifts.length));
    int[][] counts = new int[threads][columns];
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> parts = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        int first = thread;
        int[] own = counts[thread];
        parts.add(
            pool.submit(
                () -> {
                  for (int p = first; p < shifts.length; p += threads) {
                    task.checkCancelled();
                    permute(tile, p, observed, own);
                  }
                }));
      }
      for (Future<?> part : parts) {
        finish(part);
      }
    } finally {
      pool.shutdownNow();
    }
    int[] sum = new int[columns];
    for (int[] own : counts) {
      for (int c = 0; c < columns; c++) {
        sum[c] += own[c];
      }
    }
    return new Tile(observed, sum);
  }

  /** Each permutation belongs to one thread, so that its maximum needs no lock. */
  private void permute(TileCorrelation tile, int permutation, double[] observed, int[] counts) {
    double[] shifted = tile.mean(sources(permutation));
    for (int c = 0; c < shifted.length; c++) {
      if (shifted[c] >= observed[c]) {
        counts[c]++;
      }
      maxima[permutation] = Math.max(maxima[permutation], shifted[c]);
    }
  }

  private static void finish(Future<?> part) {
    try {
      part.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    }
  }

  /** p of a count: (1 + count) / (1 + permutations). */
  double p(int count) {
    return (1.0 + count) / (1.0 + shifts.length);
  }

  /** p of an observed value against the maxima over all targets seen. */
  double pOfMaximum(double observed) {
    int count = 0;
    for (double maximum : maxima) {
      if (maximum >= observed) {
        count++;
      }
    }
    return p(count);
  }

  /**
   * @param observed mean correlation over folds per column
   * @param counts permutations at least as high, per column
   */
  record Tile(double[] observed, int[] counts) {}

  /** Mean correlations of a tile for many shifts; what does not change with them is kept. */
  private final class TileCorrelation {
    private final double[] centred;
    private final double[] predictions;
    private final double[][] squares;
    private final int columns;

    TileCorrelation(float[] targets, float[] predicted, int columns) {
      this.columns = columns;
      centred = new double[targets.length];
      squares = new double[folds.list().size()][columns];
      for (int f = 0; f < squares.length; f++) {
        centre(targets, folds.list().get(f).test(), squares[f]);
      }
      predictions = withoutMean(predicted);
    }

    private void centre(float[] targets, int[] rows, double[] square) {
      double[] mean = new double[columns];
      for (int row : rows) {
        for (int c = 0; c < columns; c++) {
          mean[c] += targets[row * columns + c];
        }
      }
      double[] raw = new double[columns];
      for (int row : rows) {
        for (int c = 0; c < columns; c++) {
          double value = targets[row * columns + c] - mean[c] / rows.length;
          centred[row * columns + c] = value;
          square[c] += value * value;
          raw[c] += (double) targets[row * columns + c] * targets[row * columns + c];
        }
      }
      for (int c = 0; c < columns; c++) {
        if (square[c] <= ROUNDING * raw[c]) {
          square[c] = 0;
        }
      }
    }

    /** Near zero, so that sums of squares lose no digits; zero where nothing varies. */
    private double[] withoutMean(float[] values) {
      double[] mean = new double[columns];
      float[] least = values.length == 0 ? new float[columns] : Arrays.copyOf(values, columns);
      float[] greatest = least.clone();
      int rows = values.length / columns;
      for (int i = 0; i < values.length; i++) {
        int c = i % columns;
        mean[c] += values[i];
        least[c] = Math.min(least[c], values[i]);
        greatest[c] = Math.max(greatest[c], values[i]);
      }
      double[] result = new double[values.length];
      for (int i = 0; i < values.length; i++) {
        int c = i % columns;
        result[i] = Flat.is(least[c], greatest[c]) ? 0 : values[i] - mean[c] / rows;
      }
      return result;
    }

    double[] mean(int[] source) {
      double[] sum = new double[columns];
      double[] p = new double[columns];
      double[] pp = new double[columns];
      double[] yp = new double[columns];
      for (int f = 0; f < squares.length; f++) {
        int[] rows = folds.list().get(f).test();
        Arrays.fill(p, 0);
        Arrays.fill(pp, 0);
        Arrays.fill(yp, 0);
        for (int row : rows) {
          int y = row * columns;
          int from = source[row] * columns;
          for (int c = 0; c < columns; c++) {
            double value = predictions[from + c];
            p[c] += value;
            pp[c] += value * value;
            yp[c] += centred[y + c] * value;
          }
        }
        for (int c = 0; c < columns; c++) {
          double variance = pp[c] - p[c] * p[c] / rows.length;
          boolean flat = squares[f][c] == 0 || variance <= ROUNDING * pp[c];
          sum[c] += flat ? 0 : yp[c] / Math.sqrt(squares[f][c] * variance);
        }
      }
      for (int c = 0; c < columns; c++) {
        sum[c] /= squares.length;
      }
      return sum;
    }
  }
}
