package dev.arcuate.engine.stages;

import dev.arcuate.api.RegressionBackend.Solution;
import dev.arcuate.api.RegressionBackend.Solver;
import dev.arcuate.api.fold.Folds;
import dev.arcuate.api.value.Sampling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Predicts every test row from the training rows near it in time, knowing nothing of the stimulus:
 * ridge regression on a smoothed identity matrix. The width of the smoothing and the penalty are
 * chosen on training rows, by the mean correlation over some of the targets. Where the split is
 * sound, its scores are about 0. Source: methods reference, section 9.
 */
final class AutocorrelationSolver implements Solver {
  private static final double[] PENALTIES = {0.01, 0.1, 1, 10};
  private static final double WIDEST = 4.8;
  private static final int INNER_FOLDS = 3;

  /** So many targets are enough to choose two numbers. */
  private static final int CHOOSERS = 50;

  /** With more rows than this, fewer widths are tried. */
  private static final int MANY_ROWS = 2000;

  private static final int WIDEST_TILE = 1 << 10;

  private final Sampling sampling;
  private final Folds folds;
  private final int stride;
  private final Runnable checkCancelled;
  private final List<float[]> choosers = new ArrayList<>();
  private int seen;
  private double[] sigmas;
  private double[] penalties;

  AutocorrelationSolver(Sampling sampling, Folds folds, int targets, Runnable checkCancelled) {
    this.sampling = sampling;
    this.folds = folds;
    this.stride = Math.max(1, targets / CHOOSERS);
    this.checkCancelled = checkCancelled;
  }

  @Override
  public int tileWidth(long memoryBytes) {
    long perTarget = 3L * Double.BYTES * sampling.samples();
    return (int) Math.max(1, Math.min(WIDEST_TILE, memoryBytes / perTarget));
  }

  @Override
  public boolean surveys() {
    return true;
  }

  @Override
  public void survey(float[] targets, int columns) {
    for (int column = 0; column < columns; column++) {
      if (seen++ % stride == 0 && choosers.size() < CHOOSERS) {
        float[] chooser = new float[sampling.samples()];
        for (int row = 0; row < chooser.length; row++) {
          chooser[row] = targets[row * columns + column];
        }
        choosers.add(chooser);
      }
    }
  }

  @Override
  public Solution solve(float[] targets, int columns) {
    if (sigmas == null) {
      choose();
    }
    float[] predictions = new float[targets.length];
    float[] chosen = new float[folds.list().size() * columns];
    for (int fold = 0; fold < folds.list().size(); fold++) {
      checkCancelled.run();
      Kernel kernel = new Kernel(sampling, sigmas[fold]);
      Folds.Fold rows = folds.list().get(fold);
      kernel.predict(rows, penalties[fold], targets, columns, predictions);
      Arrays.fill(chosen, fold * columns, (fold + 1) * columns, (float) sigmas[fold]);
    }
    return new Solution(predictions, Map.of("sigma", chosen));
  }

  private void choose() {
    int count = folds.list().size();
    sigmas = new double[count];
    penalties = new double[count];
    double[] best = new double[count];
    Arrays.fill(best, Double.NEGATIVE_INFINITY);
    float[] targets = sideBySide();
    double step = sampling.samples() > MANY_ROWS ? 0.4 : 0.1;
    int steps = (int) Math.round(WIDEST / step);
    List<List<Folds.Fold>> inner =
        folds.list().stream().map(fold -> folds.inner(fold, sampling, INNER_FOLDS)).toList();
    for (int s = 0; s <= steps; s++) {
      Kernel kernel = new Kernel(sampling, s * step);
      for (int fold = 0; fold < count; fold++) {
        for (double penalty : PENALTIES) {
          checkCancelled.run();
          double score = judge(kernel, inner.get(fold), penalty, targets);
          if (score > best[fold]) {
            best[fold] = score;
            sigmas[fold] = s * step;
            penalties[fold] = penalty;
          }
        }
      }
    }
  }

  private float[] sideBySide() {
    int columns = choosers.size();
    float[] targets = new float[sampling.samples() * columns];
    for (int row = 0; row < sampling.samples(); row++) {
      for (int column = 0; column < columns; column++) {
        targets[row * columns + column] = choosers.get(column)[row];
      }
    }
    return targets;
  }

  private double judge(Kernel kernel, List<Folds.Fold> inner, double penalty, float[] targets) {
    int columns = choosers.size();
    double sum = 0;
    for (Folds.Fold fold : inner) {
      float[] predictions = new float[targets.length];
      kernel.predict(fold, penalty, targets, columns, predictions);
      for (double r : FoldScores.of(targets, predictions, columns, fold.test()).r()) {
        sum += r;
      }
    }
    return sum;
  }

  @Override
  public void close() {}

  /** Inner products of rows that are neighbours in their run. */
  private static final class Kernel {
    private final Sampling sampling;
    private final int reach;

    /** Row i holds its products with rows i − reach … i. */
    private final double[] band;

    Kernel(Sampling sampling, double sigma) {
      this.sampling = sampling;
      int widest = 0;
      List<SmoothedIdentity> runs = new ArrayList<>();
      for (Sampling.Run run : sampling.runs()) {
        runs.add(new SmoothedIdentity(run.samples(), sigma));
        widest = Math.max(widest, runs.get(runs.size() - 1).reach());
      }
      reach = widest;
      band = new double[sampling.samples() * (reach + 1)];
      for (int r = 0; r < runs.size(); r++) {
        int first = sampling.firstRow(r);
        for (int row = 0; row < sampling.runs().get(r).samples(); row++) {
          for (int other = Math.max(0, row - reach); other <= row; other++) {
            band[(first + row) * (reach + 1) + other - row + reach] =
                runs.get(r).product(row, other);
          }
        }
      }
    }

    private double at(int row, int other) {
      int later = Math.max(row, other);
      int distance = Math.abs(row - other);
      return distance > reach ? 0 : band[later * (reach + 1) + reach - distance];
    }

    /** Predicts the test rows of a fold; rows of runs without training rows get the mean. */
    void predict(Folds.Fold fold, double penalty, float[] y, int columns, float[] into) {
      double[] mean = new double[columns];
      for (int row : fold.train()) {
        for (int c = 0; c < columns; c++) {
          mean[c] += (double) y[row * columns + c] / fold.train().length;
        }
      }
      for (int r = 0; r < sampling.runs().size(); r++) {
        int first = sampling.firstRow(r);
        int end = first + sampling.runs().get(r).samples();
        int[] train = Arrays.stream(fold.train()).filter(i -> i >= first && i < end).toArray();
        int[] test = Arrays.stream(fold.test()).filter(i -> i >= first && i < end).toArray();
        if (test.length > 0) {
          predict(train, test, penalty, y, mean, into);
        }
      }
    }

    private void predict(
        int[] train, int[] test, double penalty, float[] y, double[] mean, float[] into) {
      int columns = mean.length;
      int n = train.length;
      int width = Math.min(reach, Math.max(0, n - 1));
      double[] lower = new double[n * (width + 1)];
      double[] right = new double[n * columns];
      for (int i = 0; i < n; i++) {
        for (int j = Math.max(0, i - width); j <= i; j++) {
          lower[i * (width + 1) + j - i + width] = at(train[i], train[j]) + (i == j ? penalty : 0);
        }
        for (int c = 0; c < columns; c++) {
          right[i * columns + c] = y[train[i] * columns + c] - mean[c];
        }
      }
      if (n > 0) {
        new BandedCholesky(lower, n, width).solve(right, columns);
      }
      double[] sum = new double[columns];
      int from = 0;
      for (int row : test) {
        System.arraycopy(mean, 0, sum, 0, columns);
        while (from < n && train[from] < row - reach) {
          from++;
        }
        for (int i = from; i < n && train[i] <= row + reach; i++) {
          double product = at(row, train[i]);
          for (int c = 0; c < columns; c++) {
            sum[c] += product * right[i * columns + c];
          }
        }
        for (int c = 0; c < columns; c++) {
          into[row * columns + c] = (float) sum[c];
        }
      }
    }
  }
}
