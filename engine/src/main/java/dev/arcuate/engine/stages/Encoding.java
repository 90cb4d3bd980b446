package dev.arcuate.engine.stages;

import dev.arcuate.api.Problem;
import dev.arcuate.api.RegressionBackend.Solution;
import dev.arcuate.api.RegressionBackend.Solver;
import dev.arcuate.api.Task;
import dev.arcuate.api.array.FloatMatrix;
import dev.arcuate.api.fold.Folds;
import dev.arcuate.api.value.Design;
import dev.arcuate.api.value.Targets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One regression: targets in tiles through the solver, predictions scored, scores to disk. Memory
 * grows with the width of a tile and, by a few numbers each, with the number of targets.
 */
final class Encoding {
  /** Targets, predictions, and a copy of either without the columns left out. */
  private static final long BYTES_PER_VALUE = 4 * Float.BYTES;

  private static final double TOO_OFTEN_AT_GRID_END = 0.05;
  private static final int ENOUGH_PERMUTATIONS = 1000;

  private final String backend;
  private final Design design;
  private final Targets recording;
  private final Folds folds;
  private final RegressionSettings settings;
  private final Task task;
  private final int targets;
  private final Optional<Shifts> shifts;
  private final NullScores nullScores;
  private final GridEnds gridEnds = new GridEnds();
  private long constant;
  private long missing;
  private long unfitted;
  private long flat;

  Encoding(
      String backend,
      Design design,
      Targets recording,
      Folds folds,
      RegressionSettings settings,
      Task task) {
    this.backend = backend;
    this.design = design;
    this.recording = recording;
    this.folds = folds;
    this.settings = settings;
    this.task = task;
    targets = recording.places().targets();
    shifts =
        settings.permutations() == 0
            ? Optional.empty()
            : Optional.of(
                new Shifts(folds, recording.sampling(), settings.permutations(), settings.seed()));
    nullScores = new NullScores(targets, shifts.map(Shifts::count).orElse(0));
  }

  void run(Solver solver, Path folder) throws IOException {
    shifts.ifPresent(this::warnOfFewPermutations);
    int width = tileWidth(solver);
    if (solver.surveys()) {
      survey(solver, width);
    }
    KeptArrays.Shape shape =
        new KeptArrays.Shape(
            recording.sampling().samples(), folds.list().size(), design.features(), targets);
    try (ScoreMaps maps = new ScoreMaps(folder, folds.list().size(), recording.places());
        KeptArrays kept = new KeptArrays(folder, shape, settings.predictions())) {
      for (int first = 0; first < targets; first += width) {
        int columns = Math.min(width, targets - first);
        tile(solver, read(first, columns), columns, first, width, maps, kept);
        task.progress().report(first + columns, targets, "targets");
      }
      if (shifts.isPresent()) {
        maps.writeRow("p", nullScores.p());
        maps.writeRow("p-max", nullScores.familyWise());
      }
      warnOfGridEnds();
      Map<String, Object> facts = facts();
      task.note(facts);
      maps.finish(recording.subject(), facts);
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
      Solver solver,
      float[] values,
      int columns,
      int first,
      int width,
      ScoreMaps maps,
      KeptArrays arrays) {
    TargetMask mask = TargetMask.of(values, columns, recording.sampling());
    constant += mask.constant();
    missing += mask.missing();
    int[] kept = mask.kept();
    if (kept.length == 0) {
      arrays.missing(first, columns);
      return;
    }
    float[] packed = Columns.pick(values, columns, kept);
    Solution solution = solve(solver, packed, kept.length);
    arrays.predictions(first, columns, kept, solution.predictions());
    arrays.weights(first, columns, kept, solution.weights());
    int[] fitted = Columns.finite(solution.predictions(), kept.length);
    unfitted += kept.length - fitted.length;
    float[] fittedTargets = Columns.pick(packed, kept.length, fitted);
    float[] predictions = Columns.pick(solution.predictions(), kept.length, fitted);
    int[] places = Arrays.stream(fitted).map(c -> first + kept[c]).toArray();
    score(fittedTargets, predictions, places, maps);
    new TreeMap<>(solution.maps())
        .forEach(
            (name, map) -> {
              float[] own = Columns.pick(map, kept.length, fitted);
              maps.write(name, own, places);
              if (name.equals("alpha")) {
                gridEnds.see(own, solver.penalties());
              }
            });
    if (shifts.isPresent() && fitted.length > 0) {
      permute(solver, fittedTargets, places, width);
    }
  }

  private void score(float[] values, float[] predictions, int[] places, ScoreMaps maps) {
    int columns = places.length;
    int count = folds.list().size();
    float[] r = new float[count * columns];
    float[] r2 = new float[count * columns];
    double[] mean = new double[columns];
    for (int fold = 0; fold < count; fold++) {
      FoldScores scores =
          FoldScores.of(values, predictions, columns, folds.list().get(fold).test());
      for (int c = 0; c < columns; c++) {
        r[fold * columns + c] = (float) scores.r()[c];
        r2[fold * columns + c] = (float) scores.r2()[c];
        mean[c] += scores.r()[c];
        flat += scores.flat()[c] ? 1 : 0;
      }
    }
    maps.write("r", r, places);
    maps.write("r2", r2, places);
    for (int c = 0; c < columns; c++) {
      nullScores.observe(places[c], mean[c]);
    }
  }

  /** Fits shifted copies of the targets side by side, as many as a tile holds. */
  private void permute(Solver solver, float[] values, int[] places, int width) {
    int columns = places.length;
    int rows = values.length / columns;
    int count = shifts.orElseThrow().count();
    int copies = Math.max(1, Math.min(count, width / columns));
    for (int from = 0; from < count; from += copies) {
      task.checkCancelled();
      int some = Math.min(copies, count - from);
      int wide = some * columns;
      float[] shifted = new float[rows * wide];
      for (int copy = 0; copy < some; copy++) {
        int[] source = shifts.orElseThrow().sources(from + copy);
        for (int row = 0; row < rows; row++) {
          System.arraycopy(
              values, source[row] * columns, shifted, row * wide + copy * columns, columns);
        }
      }
      float[] predictions = solve(solver, shifted, wide).predictions();
      double[] mean = new double[wide];
      for (Folds.Fold fold : folds.list()) {
        FoldScores scores = FoldScores.of(shifted, predictions, wide, fold.test());
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

  private Solution solve(Solver solver, float[] values, int columns) {
    Solution solution = solver.solve(values, columns);
    requireShape(solution, values.length, columns);
    return solution;
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
    solution
        .maps()
        .forEach(
            (name, map) -> {
              if (ScoreMaps.RESERVED.contains(name)
                  || map.length != columns * folds.list().size()) {
                throw new IllegalStateException(
                    "the backend returned a map '"
                        + name
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

  private void warnOfFewPermutations(Shifts chosen) {
    int used = chosen.count();
    if (used < ENOUGH_PERMUTATIONS || used < settings.permutations()) {
      String text =
          used < settings.permutations()
              ? "the runs allow no more than " + used + " different shifts"
              : used + " permutations are few";
      task.warn(
          Problem.user(
                  "FEW_PERMUTATIONS",
                  String.format(
                      Locale.ROOT, "%s: no p-value can be below %.2g", text, nullScores.p(0)))
              .hint("1000 or more permutations make good p-values")
              .asWarning());
    }
  }

  private void warnOfGridEnds() {
    if (gridEnds.share() > TOO_OFTEN_AT_GRID_END) {
      task.warn(
          Problem.user(
                  "ALPHA_AT_GRID_END",
                  String.format(
                      Locale.ROOT,
                      "%.0f %% of the penalties chosen are the least and %.0f %% the greatest of the"
                          + " grid: the best may lie outside",
                      100 * gridEnds.atLeast(),
                      100 * gridEnds.atGreatest()))
              .hint("widen 'alphas'; many targets without signal choose the greatest rightly")
              .asWarning());
    }
  }

  private Map<String, Object> facts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("backend", backend);
    facts.put("rows", recording.sampling().samples());
    facts.put("runs", recording.sampling().runs().size());
    facts.put("period-seconds", recording.sampling().periodSeconds());
    facts.put("features", design.features());
    facts.put("feature-groups", design.groups().stream().map(Design.Group::name).toList());
    facts.put("max-delay-seconds", design.maxDelaySeconds());
    facts.put("targets", targets);
    facts.put("targets-constant", constant);
    facts.put("targets-missing", missing);
    facts.put("targets-unfitted", unfitted);
    facts.put("folds-without-variance", flat);
    facts.put("folds", folds.list().size());
    facts.put("fold-scheme", settings.folds().scheme().name().toLowerCase(Locale.ROOT));
    facts.put("gap-rows", folds.gapRows());
    facts.put("leaky", folds.leaky());
    if (gridEnds.seen()) {
      facts.put("alpha-at-least-of-grid", gridEnds.atLeast());
      facts.put("alpha-at-greatest-of-grid", gridEnds.atGreatest());
    }
    facts.put("permutations", shifts.map(Shifts::count).orElse(0));
    facts.put("seed", settings.seed());
    return facts;
  }
}
