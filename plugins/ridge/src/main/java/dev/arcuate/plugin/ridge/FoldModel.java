package dev.arcuate.plugin.ridge;

import dev.arcuate.api.array.Npy;
import dev.arcuate.api.fold.Folds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What was prepared of one outer fold. */
final class FoldModel {
  private final Folds.Fold rows;
  private final List<Folds.Fold> inner;
  private final List<List<Block>> judges = new ArrayList<>();
  private final List<Predictor> predictors = new ArrayList<>();
  private final double[] surveyed;

  /** What predicts test rows for one candidate. */
  record Predictor(boolean onTargets, int outputs, int width, double greatest, Cells[] alphas) {}

  FoldModel(
      Path prepared,
      int fold,
      int candidates,
      Search search,
      Folds.Fold rows,
      List<Folds.Fold> inner) {
    this.rows = rows;
    int penalties = search.grid().length;
    boolean byItself = search.chooses(candidates) && !search.holdsOut();
    this.inner = byItself ? List.of(new Folds.Fold(rows.train(), rows.train())) : inner;
    surveyed = new double[candidates * penalties];
    for (int candidate = 0; candidate < candidates; candidate++) {
      List<Block> blocks = new ArrayList<>();
      for (int i = 0; i < this.inner.size(); i++) {
        blocks.add(Block.open(Preparation.inner(prepared, fold, candidate, i), search.precision()));
      }
      judges.add(blocks);
      Path place = Preparation.place(prepared, fold, candidate);
      double[] facts = Npy.readDoubles(place.resolve("facts.npy"));
      Cells[] alphas = new Cells[penalties];
      boolean together = Files.exists(Final.alphas(place));
      Cells all = together ? Cells.map(search.precision(), Final.alphas(place)) : null;
      int size = (int) facts[1] * (int) facts[2];
      for (int a = 0; a < penalties; a++) {
        alphas[a] =
            together
                ? all.slice(a * size, size)
                : Cells.map(search.precision(), Final.alpha(place, a));
      }
      predictors.add(
          new Predictor(facts[0] == 1, (int) facts[1], (int) facts[2], facts[3], alphas));
    }
  }

  Folds.Fold rows() {
    return rows;
  }

  /** Rows fitted and rows predicted, of every judge of a candidate. */
  List<Folds.Fold> inner() {
    return inner;
  }

  Block judge(int candidate, int inner) {
    return judges.get(candidate).get(inner);
  }

  Predictor predictor(int candidate) {
    return predictors.get(candidate);
  }

  /** The greatest eigenvalue of the equations of any candidate. */
  double greatestEigenvalue() {
    return predictors.stream().mapToDouble(Predictor::greatest).max().orElse(Double.NaN);
  }

  int candidates() {
    return predictors.size();
  }

  /** Sums of the losses of all targets shown so far, [candidates × penalties]. */
  double[] surveyed() {
    return surveyed;
  }

  /** The most numbers that predicting one target's held-out rows makes at a time. */
  long widestJudge() {
    long widest = 1;
    for (List<Block> blocks : judges) {
      for (Block block : blocks) {
        widest = Math.max(widest, (long) block.outputs() * block.nodes());
      }
    }
    return widest;
  }

  int widestOutput() {
    return predictors.stream().mapToInt(Predictor::outputs).max().orElse(0);
  }
}
