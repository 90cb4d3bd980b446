package dev.arcuate.engine.stages;

import dev.arcuate.api.RegressionBackend.Solution;
import dev.arcuate.api.RegressionBackend.Solver;
import dev.arcuate.api.Task;
import dev.arcuate.api.array.FloatMatrix;
import dev.arcuate.api.fold.Folds;
import dev.arcuate.api.value.Design;
import dev.arcuate.api.value.Targets;
import java.util.Arrays;
import java.util.Optional;
import java.util.TreeMap;

/** All targets in tiles through one solver, predictions scored, scores to maps. */
final class ModelPass {
  /** Targets, predictions, and a copy of either without the columns left out. */
  private static final long BYTES_PER_VALUE = 4 * Float.BYTES;

  private final String name;
  private final Design design;
  private final Targets recording;
  private final Folds folds;
  private final Task task;
  private final int targets;
  private final GridEnds gridEnds = new GridEnds();
  private final MaskCounts mask = new MaskCounts();
  private long unfitted;
  private long flat;

  /**
   * What else is made of a pass.
   *
   * @param arrays what is kept of the solutions
   * @param nulls counts how well surrogates do
   * @param bootstrap draws test rows again
   */
  record Beside(
      Optional<KeptArrays> arrays, Optional<NullPass> nulls, Optional<BlockBootstrap> bootstrap) {
    static final Beside NOTHING = new Beside(Optional.empty(), Optional.empty(), Optional.empty());
  }

  ModelPass(String name, Design design, Targets recording, Folds folds, Task task) {
    this.name = name;
    this.design = design;
    this.recording = recording;
    this.folds = folds;
    this.task = task;
    this.targets = recording.places().targets();
  }

  private boolean full() {
    return name.equals(NestedModel.FULL);
  }

  private String map(String score) {
    return full() ? score : name + "-" + score;
  }

  void run(Solver solver, ScoreMaps maps, Beside beside) throws java.io.IOException {
    int width = tileWidth(solver);
    if (solver.surveys()) {
      survey(solver, width);
    }
    maps.open(map("r"), folds.list().size());
    maps.open(map("r2"), folds.list().size());
    if (beside.bootstrap().isPresent()) {
      maps.open("ci-low", 1);
      maps.open("ci-high", 1);
    }
    for (int first = 0; first < targets; first += width) {
      int columns = Math.min(width, targets - first);
      tile(solver, first, columns, width, maps, beside);
      task.progress().report(first + columns, targets, "targets");
    }
  }

  private void survey(Solver solver, int width) {
    for (int first = 0; first < targets; first += width) {
      int columns = Math.min(width, targets - first);
      float[] values = read(first, columns);
      int[] kept = TargetMask.of(values, columns, recording.sampling()).kept();
      if (kept.length > 0) {
        solver.survey(Columns.pick(values, columns, kept), kept.length);
      }
    }
  }

  private float[] read(int first, int columns) {
    task.checkCancelled();
    FloatMatrix matrix = recording.matrix();
    float[] values = new float[matrix.rows() * columns];
    matrix.read(0, matrix.rows(), first, columns, values);
    return values;
  }

  private int tileWidth(Solver solver) {
    long share = task.resources().memoryBytes() / 2;
    long own = share / (BYTES_PER_VALUE * recording.sampling().samples());
    long most = Integer.MAX_VALUE / 2 / recording.sampling().samples();
    return (int) Math.max(1, Math.min(solver.tileWidth(share), Math.min(own, most)));
  }

  private void tile(
      Solver solver, int first, int columns, int width, ScoreMaps maps, Beside beside) {
    float[] values = read(first, columns);
    TargetMask found = TargetMask.of(values, columns, recording.sampling());
    mask.add(found, first);
    int[] kept = found.kept();
    if (kept.length == 0) {
      beside.arrays().ifPresent(a -> a.missing(first, columns));
      return;
    }
    float[] packed = Columns.pick(values, columns, kept);
    Solution solution = solver.solve(packed, kept.length);
    requireShape(solution, packed.length, kept.length);
    beside
        .arrays()
        .ifPresent(
            a -> {
              a.predictions(first, columns, kept, () -> solution.whole(folds, kept.length));
              a.weights(first, columns, kept, solution.weights());
            });
    int[] fitted = Columns.finite(solution.predictions(), kept.length);
    unfitted += kept.length - fitted.length;
    if (fitted.length == 0) {
      return;
    }
    float[] fittedTargets = Columns.pick(packed, kept.length, fitted);
    float[] predictions = Columns.pick(solution.predictions(), kept.length, fitted);
    int[] places = Arrays.stream(fitted).map(c -> first + kept[c]).toArray();
    double[] constants = Columns.pick(solution.constants(), kept.length, fitted);
    score(fittedTargets, predictions, constants, places, maps, beside.nulls());
    if (beside.bootstrap().isPresent()) {
      float[][] ends =
          beside
              .bootstrap()
              .get()
              .intervals(fittedTargets, predictions, places.length, task::checkCancelled);
      maps.write("ci-low", ends[0], places);
      maps.write("ci-high", ends[1], places);
    }
    if (full()) {
      ownMaps(solver, solution, kept.length, fitted, places, maps);
      for (int group = 0; group < solution.parts().size(); group++) {
        float[] part = Columns.pick(solution.parts().get(group), kept.length, fitted);
        split(design.groups().get(group).name(), fittedTargets, predictions, part, places, maps);
      }
    }
    beside.nulls().ifPresent(pass -> pass.permute(fittedTargets, places, width));
  }

  private void ownMaps(
      Solver solver, Solution solution, int columns, int[] fitted, int[] places, ScoreMaps maps) {
    new TreeMap<>(solution.maps())
        .forEach(
            (own, map) -> {
              float[] values = Columns.pick(map, columns, fitted);
              maps.write(own, values, places);
              if (own.equals("alpha")) {
                gridEnds.see(values, solver.penalties(), solver.greatestEigenvalue());
              }
            });
  }

  private void score(
      float[] values,
      float[] predictions,
      double[] constants,
      int[] places,
      ScoreMaps maps,
      Optional<NullPass> nulls) {
    int columns = places.length;
    int count = folds.list().size();
    float[] r = new float[count * columns];
    float[] r2 = new float[count * columns];
    double[] sum = new double[columns];
    for (int fold = 0; fold < count; fold++) {
      double[] constant =
          constants.length == 0
              ? new double[columns]
              : Arrays.copyOfRange(constants, fold * columns, (fold + 1) * columns);
      FoldScores scores =
          FoldScores.of(values, predictions, constant, columns, folds.list().get(fold).test());
      for (int c = 0; c < columns; c++) {
        r[fold * columns + c] = (float) scores.r()[c];
        r2[fold * columns + c] = (float) scores.r2()[c];
        sum[c] += scores.r()[c];
        flat += scores.flat()[c] ? 1 : 0;
      }
    }
    maps.write(map("r"), r, places);
    maps.write(map("r2"), r2, places);
    nulls.ifPresent(
        pass -> {
          for (int c = 0; c < columns; c++) {
            pass.observe(places[c], sum[c]);
          }
        });
  }

  private void split(
      String group,
      float[] values,
      float[] predictions,
      float[] part,
      int[] places,
      ScoreMaps maps) {
    int columns = places.length;
    int count = folds.list().size();
    float[] r = new float[count * columns];
    float[] r2 = new float[count * columns];
    for (int fold = 0; fold < count; fold++) {
      double[] scores =
          SplitScores.of(values, predictions, part, columns, folds.list().get(fold).test());
      for (int c = 0; c < columns; c++) {
        r[fold * columns + c] = (float) scores[c];
        r2[fold * columns + c] = (float) scores[columns + c];
      }
    }
    maps.write("split-r-" + group, r, places);
    maps.write("split-r2-" + group, r2, places);
  }

  private void requireShape(Solution solution, int length, int columns) {
    if (solution.predictions().length != length) {
      throw new IllegalStateException(
          "the backend returned "
              + solution.predictions().length
              + " predictions; "
              + length
              + " were expected");
    }
    int constants = solution.constants().length;
    if (constants != 0 && constants != folds.list().size() * columns) {
      throw new IllegalStateException(
          "the backend returned "
              + constants
              + " constants; none or "
              + folds.list().size() * columns
              + " were expected");
    }
    boolean parts = solution.parts().size() == design.groups().size();
    if (!solution.parts().isEmpty()
        && (!parts || solution.parts().stream().anyMatch(part -> part.length != length))) {
      throw new IllegalStateException(
          "the backend returned parts of other sizes than its predictions, or not one per group");
    }
    solution
        .maps()
        .forEach(
            (own, map) -> {
              if (ScoreMaps.RESERVED.contains(own) || map.length != columns * folds.list().size()) {
                throw new IllegalStateException(
                    "the backend returned a map '"
                        + own
                        + "' of "
                        + map.length
                        + " numbers; other names than "
                        + ScoreMaps.RESERVED
                        + " and "
                        + columns * folds.list().size()
                        + " numbers were expected");
              }
            });
  }

  GridEnds gridEnds() {
    return gridEnds;
  }

  MaskCounts mask() {
    return mask;
  }

  /** Targets that the backend could not fit. */
  long unfitted() {
    return unfitted;
  }

  /** Pairs of target and fold in which targets or predictions do not vary. */
  long flat() {
    return flat;
  }
}
