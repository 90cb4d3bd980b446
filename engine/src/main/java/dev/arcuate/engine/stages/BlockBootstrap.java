package dev.arcuate.engine.stages;

import dev.arcuate.api.Problem;
import dev.arcuate.api.fold.Folds;
import dev.arcuate.api.statistics.Percentiles;
import dev.arcuate.api.value.Sampling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Intervals of the mean correlation over folds, within one person: blocks of neighbouring test rows
 * are drawn with replacement inside each fold, the same for all targets, and 95 % of the means
 * drawn lie inside. Nothing is fitted again, so that the interval tells of the rows that were
 * scored and not of those that were trained on. Source: methods reference, section 11.
 */
final class BlockBootstrap {
  private static final int LEAST_ROWS = 10;
  private static final double LOW = 2.5;
  private static final double HIGH = 97.5;

  /** Targets whose means are in memory at a time. */
  private static final int TILE = 64;

  /** Sums kept of a block: of targets and predictions, their squares and their product. */
  private static final int SUMS = 5;

  /** Per fold and block, its rows. */
  private final List<List<int[]>> blocks = new ArrayList<>();

  /** Per draw and fold, how often each block was drawn. */
  private final int[][][] counts;

  /**
   * @throws dev.arcuate.api.ProblemException {@code FOLD_TOO_SHORT_FOR_BLOCKS}
   */
  BlockBootstrap(Folds folds, Sampling sampling, int draws, long seed) {
    int length = Math.max(LEAST_ROWS, folds.gapRows());
    for (int fold = 0; fold < folds.list().size(); fold++) {
      int[] rows = folds.list().get(fold).test();
      List<int[]> cut = cut(rows, sampling, length);
      if (cut.size() < 2) {
        throw Problem.user(
                "FOLD_TOO_SHORT_FOR_BLOCKS",
                "fold "
                    + (fold + 1)
                    + " tests "
                    + rows.length
                    + " samples, too few for two blocks of "
                    + length)
            .hint("set 'bootstraps: 0', or use fewer folds")
            .exception();
      }
      blocks.add(cut);
    }
    counts = new int[draws][blocks.size()][];
    for (int draw = 0; draw < draws; draw++) {
      Random random = Surrogates.random(seed, draw);
      for (int fold = 0; fold < blocks.size(); fold++) {
        int some = blocks.get(fold).size();
        counts[draw][fold] = new int[some];
        for (int i = 0; i < some; i++) {
          counts[draw][fold][random.nextInt(some)]++;
        }
      }
    }
  }

  /** Rows of a draw, per fold. */
  List<int[]> drawn(int draw) {
    List<int[]> rows = new ArrayList<>();
    for (int fold = 0; fold < blocks.size(); fold++) {
      IntStream.Builder own = IntStream.builder();
      for (int block = 0; block < blocks.get(fold).size(); block++) {
        for (int time = 0; time < counts[draw][fold][block]; time++) {
          Arrays.stream(blocks.get(fold).get(block)).forEach(own::add);
        }
      }
      rows.add(own.build().toArray());
    }
    return rows;
  }

  /** Stretches of neighbouring rows of a run, each in blocks of about equal length. */
  private static List<int[]> cut(int[] rows, Sampling sampling, int length) {
    boolean[] begins = new boolean[sampling.samples()];
    for (int run = 0; run < sampling.runs().size(); run++) {
      begins[sampling.firstRow(run)] = true;
    }
    List<int[]> blocks = new ArrayList<>();
    int from = 0;
    for (int to = 1; to <= rows.length; to++) {
      if (to == rows.length || rows[to] != rows[to - 1] + 1 || begins[rows[to]]) {
        int count = Math.max(1, (to - from) / length);
        for (int block = 0; block < count; block++) {
          blocks.add(
              Arrays.copyOfRange(
                  rows,
                  from + (to - from) * block / count,
                  from + (to - from) * (block + 1) / count));
        }
        from = to;
      }
    }
    return blocks;
  }

  /**
   * @param values [samples × columns]
   * @param predictions [samples × columns]
   * @return [2][columns], the lower and the upper end
   */
  float[][] intervals(float[] values, float[] predictions, int columns, Runnable checkCancelled) {
    float[][] ends = new float[2][columns];
    for (int first = 0; first < columns; first += TILE) {
      checkCancelled.run();
      int some = Math.min(TILE, columns - first);
      double[][] means = means(values, predictions, columns, first, some);
      for (int c = 0; c < some; c++) {
        Arrays.sort(means[c]);
        ends[0][first + c] = (float) Percentiles.ofSorted(means[c], LOW);
        ends[1][first + c] = (float) Percentiles.ofSorted(means[c], HIGH);
      }
    }
    return ends;
  }

  /** Mean r over folds: [columns][draws]. */
  private double[][] means(float[] values, float[] predictions, int columns, int first, int some) {
    double[][] means = new double[some][counts.length];
    for (int fold = 0; fold < blocks.size(); fold++) {
      List<int[]> own = blocks.get(fold);
      double[][][] sums = new double[own.size()][][];
      for (int block = 0; block < sums.length; block++) {
        sums[block] =
            sums(own.get(block), own.get(0)[0], values, predictions, columns, first, some);
      }
      double[] all = new double[SUMS];
      for (int draw = 0; draw < counts.length; draw++) {
        int[] drawn = counts[draw][fold];
        for (int c = 0; c < some; c++) {
          Arrays.fill(all, 0);
          long n = 0;
          for (int block = 0; block < drawn.length; block++) {
            n += (long) drawn[block] * own.get(block).length;
            for (int sum = 0; sum < SUMS; sum++) {
              all[sum] += drawn[block] * sums[block][c][sum];
            }
          }
          means[c][draw] += correlation(all, n) / blocks.size();
        }
      }
    }
    return means;
  }

  /** Of a block, relative to a row of the fold, so that large means cost no digits. */
  private static double[][] sums(
      int[] rows,
      int origin,
      float[] values,
      float[] predictions,
      int columns,
      int first,
      int some) {
    double[][] sums = new double[some][SUMS];
    for (int row : rows) {
      for (int c = 0; c < some; c++) {
        int at = row * columns + first + c;
        int zero = origin * columns + first + c;
        double y = (double) values[at] - values[zero];
        double p = (double) predictions[at] - predictions[zero];
        sums[c][0] += y;
        sums[c][1] += p;
        sums[c][2] += y * y;
        sums[c][3] += p * p;
        sums[c][4] += y * p;
      }
    }
    return sums;
  }

  /** As the score itself, 0 where something does not vary. */
  private static double correlation(double[] sums, long n) {
    double yy = sums[2] - sums[0] * sums[0] / n;
    double pp = sums[3] - sums[1] * sums[1] / n;
    double yp = sums[4] - sums[0] * sums[1] / n;
    return yy > 0 && pp > 0 ? Math.max(-1, Math.min(1, yp / Math.sqrt(yy * pp))) : 0;
  }
}
