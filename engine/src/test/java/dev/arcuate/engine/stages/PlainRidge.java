package dev.arcuate.engine.stages;

import dev.arcuate.api.RegressionBackend;
import dev.arcuate.api.Task;
import dev.arcuate.api.fold.Folds;
import dev.arcuate.api.value.Design;
import dev.arcuate.testkit.PlainLinearAlgebra;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Ridge regression with one penalty, by the normal equations. */
final class PlainRidge implements RegressionBackend<PlainRidge.Settings> {
  record Settings(double alpha, int tileWidth, boolean surveys) {}

  final List<Integer> solved = new ArrayList<>();
  final List<Integer> surveyed = new ArrayList<>();

  @Override
  public String id() {
    return "plain-ridge";
  }

  @Override
  public String summary() {
    return "Ridge regression for tests.";
  }

  @Override
  public Class<Settings> settingsType() {
    return Settings.class;
  }

  @Override
  public void prepare(Settings settings, Design design, Folds folds, Path folder, Task task)
      throws IOException {
    Files.writeString(folder.resolve("prepared.txt"), folds.list().size() + " folds");
  }

  @Override
  public Solver open(Settings settings, Path prepared, Design design, Folds folds, Task task) {
    if (!Files.exists(prepared.resolve("prepared.txt"))) {
      throw new IllegalStateException("not prepared");
    }
    float[] x = design.matrix().toArray();
    return new PlainSolver(settings, x, design.features(), folds);
  }

  private final class PlainSolver implements Solver {
    private final Settings settings;
    private final float[] x;
    private final int features;
    private final Folds folds;

    PlainSolver(Settings settings, float[] x, int features, Folds folds) {
      this.settings = settings;
      this.x = x;
      this.features = features;
      this.folds = folds;
    }

    @Override
    public int tileWidth(long memoryBytes) {
      return settings.tileWidth();
    }

    @Override
    public boolean surveys() {
      return settings.surveys();
    }

    @Override
    public void survey(float[] targets, int columns) {
      if (!solved.isEmpty()) {
        throw new IllegalStateException("surveyed after solving");
      }
      surveyed.add(columns);
    }

    @Override
    public double[] penalties() {
      return new double[] {0.1, settings.alpha()};
    }

    @Override
    public Solution solve(float[] targets, int columns) {
      solved.add(columns);
      float[] predictions = new float[targets.length];
      float[] alphas = new float[folds.list().size() * columns];
      java.util.Arrays.fill(alphas, (float) settings.alpha());
      for (Folds.Fold fold : folds.list()) {
        fit(fold, targets, columns, predictions);
      }
      return new Solution(predictions, Map.of("alpha", alphas));
    }

    private void fit(Folds.Fold fold, float[] y, int columns, float[] predictions) {
      int width = features + 1;
      double[] gram = new double[width * width];
      double[] right = new double[width * columns];
      for (int row : fold.train()) {
        for (int a = 0; a < width; a++) {
          for (int b = 0; b < width; b++) {
            gram[a * width + b] += x(row, a) * x(row, b);
          }
          for (int c = 0; c < columns; c++) {
            right[a * columns + c] += x(row, a) * y[row * columns + c];
          }
        }
      }
      for (int a = 0; a < features; a++) {
        gram[a * width + a] += settings.alpha();
      }
      double[] weights =
          new PlainLinearAlgebra().solvePositiveDefinite(gram, width, right, columns);
      for (int row : fold.test()) {
        for (int c = 0; c < columns; c++) {
          double sum = 0;
          for (int a = 0; a < width; a++) {
            sum += x(row, a) * weights[a * columns + c];
          }
          predictions[row * columns + c] = (float) sum;
        }
      }
    }

    /** The last feature is the intercept. */
    private double x(int row, int feature) {
      return feature == features ? 1 : x[row * features + feature];
    }

    @Override
    public void close() {}
  }
}
