package dev.arcuate.engine.stages;

import dev.arcuate.api.RegressionBackend.Solver;
import dev.arcuate.api.Task;
import dev.arcuate.api.fold.Folds;

/** Fits surrogates of the targets, side by side, as many as a tile holds. */
final class NullPass {
  private final Solver solver;
  private final Surrogates surrogates;
  private final Folds folds;
  private final NullScores nullScores;
  private final Task task;

  NullPass(Solver solver, Surrogates surrogates, Folds folds, NullScores nullScores, Task task) {
    this.solver = solver;
    this.surrogates = surrogates;
    this.folds = folds;
    this.nullScores = nullScores;
    this.task = task;
  }

  /** The mean over folds of a target's score as it is. */
  void observe(int target, double score) {
    nullScores.observe(target, score);
  }

  /**
   * Counts how often surrogates of a tile score as well.
   *
   * @param values [rows × places]
   * @param places the targets
   * @param width of the widest tile
   */
  void permute(float[] values, int[] places, int width) {
    int columns = places.length;
    int rows = values.length / columns;
    int count = surrogates.count();
    int copies = Math.max(1, Math.min(count, width / columns));
    for (int from = 0; from < count; from += copies) {
      task.checkCancelled();
      int some = Math.min(copies, count - from);
      int wide = some * columns;
      float[] made = new float[rows * wide];
      for (int copy = 0; copy < some; copy++) {
        surrogates.make(from + copy, values, columns, made, wide, copy * columns);
      }
      float[] predictions = solver.solve(made, wide).predictions();
      double[] mean = new double[wide];
      for (Folds.Fold fold : folds.list()) {
        FoldScores scores = FoldScores.of(made, predictions, wide, fold.test());
        for (int c = 0; c < wide; c++) {
          mean[c] += scores.r()[c];
        }
      }
      for (int c = 0; c < wide; c++) {
        nullScores.permuted(places[c % columns], from + c / columns, mean[c]);
      }
      task.progress().report(from + some, count, "permutations");
    }
  }
}
