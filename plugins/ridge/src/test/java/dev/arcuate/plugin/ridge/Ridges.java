package dev.arcuate.plugin.ridge;

import dev.arcuate.api.RegressionBackend.Solution;
import dev.arcuate.api.RegressionBackend.Solver;
import dev.arcuate.api.fold.Folds;
import dev.arcuate.api.value.Design;
import dev.arcuate.api.value.Sampling;
import dev.arcuate.testkit.PlainLinearAlgebra;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Runs the backend on arrays. */
final class Ridges {
  static final List<Double> GRID =
      DoubleStream.iterate(-1, exponent -> exponent + 1)
          .limit(10)
          .mapToObj(exponent -> Math.pow(10, exponent))
          .toList();

  private Ridges() {}

  static RidgeSettings defaults() {
    return settings(Selection.PER_TARGET, Inner.K_FOLD);
  }

  static RidgeSettings settings(Selection selection, Inner inner) {
    return settings(GRID, selection, inner, true);
  }

  static RidgeSettings settings(
      List<Double> alphas, Selection selection, Inner inner, boolean standardise) {
    return new RidgeSettings(
        alphas, selection, inner, 5, standardise, Precision.DOUBLE, false, false);
  }

  static RidgeSettings fixed(double alpha, boolean standardise) {
    return settings(List.of(alpha), Selection.PER_TARGET, Inner.K_FOLD, standardise);
  }

  static Design design(Path folder, double[] values, int samples) throws IOException {
    int features = values.length / samples;
    return Design.write(
        Files.createDirectories(folder),
        new Sampling(2, List.of(new Sampling.Run("story", samples))),
        List.of(new Design.Group("features", features, List.of())),
        0,
        floats(values));
  }

  /** One fold that trains on the first rows and tests on the others, without a gap. */
  static Folds split(int train, int samples) {
    Folds.Fold fold =
        new Folds.Fold(
            IntStream.range(0, train).toArray(), IntStream.range(train, samples).toArray());
    return new Folds(List.of(fold), 0, false);
  }

  /** With whole predictions. */
  static Solution solve(
      Path folder, RidgeSettings settings, Design design, Folds folds, float[] targets, int width)
      throws IOException {
    return inParts(folder, settings, design, folds, targets, width).whole(folds, width);
  }

  /** With predictions and constants apart. */
  static Solution inParts(
      Path folder, RidgeSettings settings, Design design, Folds folds, float[] targets, int width)
      throws IOException {
    RidgeCpu backend = new RidgeCpu(new PlainLinearAlgebra());
    TestTask task = new TestTask(folder);
    Path prepared = Files.createDirectories(folder.resolve("prepared"));
    backend.prepare(settings, design, folds, prepared, task);
    try (Solver solver = backend.open(settings, prepared, design, folds, task)) {
      if (solver.surveys()) {
        solver.survey(targets, width);
      }
      return solver.solve(targets, width);
    }
  }

  static float[] floats(double[] values) {
    float[] narrow = new float[values.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) values[i];
    }
    return narrow;
  }

  static double[] gaussian(int count, long seed) {
    Random random = new Random(seed);
    return DoubleStream.generate(random::nextGaussian).limit(count).toArray();
  }
}
