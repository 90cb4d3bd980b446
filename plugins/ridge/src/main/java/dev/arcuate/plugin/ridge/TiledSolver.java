package dev.arcuate.plugin.ridge;

import dev.arcuate.api.RegressionBackend.Solution;
import dev.arcuate.api.RegressionBackend.Solver;
import dev.arcuate.api.Task;
import dev.arcuate.api.fold.Folds;
import dev.arcuate.api.value.Design;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Solves tiles of targets with the operators that {@link Preparation} wrote. Tiles are cut into
 * chunks that free cores work on side by side.
 */
final class TiledSolver implements Solver {
  /** Wider chunks win nothing; narrower ones repeat what a product does with its first operand. */
  private static final int WIDEST_CHUNK = 768;

  private static final int NARROWEST_CHUNK = 64;

  /** Predictions of a chunk that are in memory at a time. */
  private static final long CHUNK_BYTES = 96L << 20;

  /** Tiles are cut into a multiple of this many chunks, so that no core is left with the last. */
  private static final int EVEN = 4;

  /** The part of a tile that is copied to be looked at again. */
  private static final int SLICES = 4;

  /** Wider tiles win nothing and make cancelling slow. */
  private static final int WIDEST_TILE = 1 << 15;

  private final Products products;
  private final Search search;
  private final int samples;
  private final int features;
  private final int parts;
  private final Task task;
  private final List<FoldModel> folds = new ArrayList<>();
  private final Optional<Cells> design;
  private final int chunk;
  private final boolean fromTotal;

  TiledSolver(
      Products products,
      Search search,
      Path prepared,
      Design design,
      Folds folds,
      Task task,
      int candidates) {
    this.products = products;
    this.search = search;
    this.task = task;
    samples = design.sampling().samples();
    features = design.features();
    parts = search.split() ? design.groups().size() : 0;
    fromTotal = Sources.pays(folds, samples);
    for (int fold = 0; fold < folds.list().size(); fold++) {
      Folds.Fold rows = folds.list().get(fold);
      List<Folds.Fold> inner =
          Preparation.innerFolds(search, candidates, folds, rows, design.sampling());
      this.folds.add(new FoldModel(prepared, fold, candidates, search, rows, inner));
    }
    Path values = prepared.resolve("design.npy");
    this.design =
        Files.exists(values)
            ? Optional.of(Cells.map(search.precision(), values))
            : Optional.empty();
    long perColumn = search.precision().bytes() * perColumn();
    chunk = (int) Math.max(16, Math.min(WIDEST_CHUNK, CHUNK_BYTES / perColumn));
  }

  @Override
  public double greatestEigenvalue() {
    return folds.stream().mapToDouble(FoldModel::greatestEigenvalue).max().orElse(Double.NaN);
  }

  /** Numbers that one column of a chunk needs. */
  private long perColumn() {
    long judged = folds.stream().mapToLong(FoldModel::widestJudge).max().orElse(1);
    long predicted = folds.stream().mapToLong(FoldModel::widestOutput).max().orElse(1);
    return Math.max(judged, predicted)
        + 3L * samples
        + (design.isPresent() ? 2L * features + Sources.size(features) : 0);
  }

  @Override
  public double[] penalties() {
    return search.grid();
  }

  @Override
  public int tileWidth(long memoryBytes) {
    long perTarget =
        (long) Float.BYTES * samples * (2 + parts)
            + (long) Float.BYTES * samples / SLICES
            + (search.weights() ? (long) Float.BYTES * features * folds.size() : 0)
            + (long) Double.BYTES * folds.size() * search.grid().length;
    long lanes = laneBytes();
    long width = (memoryBytes - Math.min(memoryBytes / 2, lanes)) / perTarget;
    int most = Math.max(1, Integer.MAX_VALUE / 2 / Math.max(samples, outputsOfWeights()));
    return (int) Math.max(1, Math.min(Math.min(width, most), WIDEST_TILE));
  }

  private int outputsOfWeights() {
    return search.weights() ? features * folds.size() : 1;
  }

  private long laneBytes() {
    return search.precision().bytes() * perColumn() * chunk;
  }

  private int lanes(int chunks) {
    long allowed = task.resources().memoryBytes() / 2 / Math.max(1, laneBytes());
    int cores = Runtime.getRuntime().availableProcessors();
    return (int) Math.max(1, Math.min(Math.min(chunks, cores), allowed));
  }

  @Override
  public boolean surveys() {
    return search.selection() == Selection.SHARED && choices() > 1;
  }

  private int choices() {
    return folds.get(0).candidates() * search.grid().length;
  }

  @Override
  public void survey(float[] targets, int columns) {
    int chunks = (columns - 1) / width(columns) + 1;
    // Kept apart and added in order: sums must not depend on which core was first.
    double[][][] sums = new double[chunks][folds.size()][choices()];
    each(
        targets,
        columns,
        (lane, number, first) -> {
          for (int fold = 0; fold < folds.size(); fold++) {
            double[][] losses = lane.judge(folds.get(fold));
            for (int choice = 0; choice < losses.length; choice++) {
              for (int c = 0; c < lane.chunk().columns(); c++) {
                sums[number][fold][choice] += lane.chunk().missing(c) ? 0 : losses[choice][c];
              }
            }
          }
        });
    for (double[][] sum : sums) {
      for (int fold = 0; fold < folds.size(); fold++) {
        for (int choice = 0; choice < sum[fold].length; choice++) {
          folds.get(fold).surveyed()[choice] += sum[fold][choice];
        }
      }
    }
  }

  @Override
  public Solution solve(float[] targets, int columns) {
    Solved solved =
        new Solved(
            new float[Math.multiplyExact(samples, columns)],
            new double[folds.size() * columns],
            new ArrayList<>(),
            search.weights()
                ? new float[Math.multiplyExact(folds.size() * features, columns)]
                : new float[0],
            new LinkedHashMap<>(),
            columns);
    Arrays.fill(solved.predictions(), Float.NaN);
    for (int part = 0; part < parts; part++) {
      solved.parts().add(new float[solved.predictions().length]);
    }
    List<String> names = new ArrayList<>(List.of("alpha"));
    if (search.weights()) {
      names.add("intercept");
    }
    if (folds.get(0).candidates() > 1) {
      names.add("candidate");
    }
    names.forEach(name -> solved.maps().put(name, new float[folds.size() * columns]));
    boolean[][] open = new boolean[folds.size()][columns];
    each(
        targets,
        columns,
        (lane, number, first) -> {
          int[] into = IntStream.range(first, first + lane.chunk().columns()).toArray();
          for (int fold = 0; fold < folds.size(); fold++) {
            int[] chosen = looks(fold) ? lane.look(folds.get(fold)) : choose(lane, folds.get(fold));
            lane.predict(folds.get(fold), fold, chosen, into, solved);
            for (int c = 0; c < chosen.length; c++) {
              open[fold][first + c] = chosen[c] < 0;
            }
          }
        });
    for (int fold = 0; fold < folds.size(); fold++) {
      lookAgain(targets, fold, Chunk.where(open[fold]), solved);
    }
    return new Solution(
        solved.predictions(), solved.constants(), solved.maps(), solved.parts(), solved.weights());
  }

  /** Whether most targets' penalty can be told by some of the nodes. */
  private boolean looks(int fold) {
    FoldModel model = folds.get(fold);
    return choices() > 1
        && !surveys()
        && model.candidates() == 1
        && IntStream.range(0, model.inner().size())
            .allMatch(inner -> model.judge(0, inner).rough().isPresent());
  }

  /** Columns of which the first look left the penalty of a fold open, some at a time. */
  private void lookAgain(float[] targets, int fold, int[] columns, Solved solved) {
    int most = Math.max(chunk, solved.columns() / SLICES);
    for (int from = 0; from < columns.length; from += most) {
      int[] some = Arrays.copyOfRange(columns, from, Math.min(columns.length, from + most));
      float[] packed = new float[samples * some.length];
      for (int row = 0; row < samples; row++) {
        for (int c = 0; c < some.length; c++) {
          packed[row * some.length + c] = targets[row * solved.columns() + some[c]];
        }
      }
      each(
          packed,
          some.length,
          (lane, number, first) -> {
            int[] into = Arrays.copyOfRange(some, first, first + lane.chunk().columns());
            lane.predict(folds.get(fold), fold, choose(lane, folds.get(fold)), into, solved);
          });
    }
  }

  /** What a tile's solution is written into, by several lanes in different columns. */
  record Solved(
      float[] predictions,
      double[] constants,
      List<float[]> parts,
      float[] weights,
      Map<String, float[]> maps,
      int columns) {}

  private int[] choose(Lane lane, FoldModel fold) {
    int penalties = search.grid().length;
    int columns = lane.chunk().columns();
    int[] chosen = new int[columns];
    if (choices() == 1) {
      return chosen;
    }
    if (surveys()) {
      Arrays.fill(chosen, Grid.best(fold.surveyed(), penalties));
      return chosen;
    }
    double[][] losses = lane.judge(fold);
    double[] own = new double[losses.length];
    for (int c = 0; c < columns; c++) {
      for (int choice = 0; choice < own.length; choice++) {
        own[choice] = losses[choice][c];
      }
      chosen[c] = Grid.best(own, penalties);
    }
    return chosen;
  }

  /**
   * Of chunks of equal width, whatever the number of cores: it must not change a bit of a result.
   */
  private int width(int columns) {
    int chunks = (columns - 1) / chunk + 1;
    int even = (chunks - 1) / EVEN * EVEN + EVEN;
    return Math.min(chunk, Math.max(Math.min(NARROWEST_CHUNK, columns), (columns - 1) / even + 1));
  }

  private interface Work {
    void run(Lane lane, int number, int first);
  }

  private void each(float[] targets, int columns, Work work) {
    int width = width(columns);
    int chunks = (columns - 1) / width + 1;
    AtomicInteger next = new AtomicInteger();
    products.sideBySide(
        lanes(chunks),
        ignored -> {
          int number = next.getAndIncrement();
          if (number >= chunks) {
            return;
          }
          Lane lane =
              new Lane(
                  products,
                  search,
                  new Lane.Shape(samples, features, parts, fromTotal),
                  design,
                  width,
                  longest());
          while (number < chunks) {
            task.checkCancelled();
            int first = number * width;
            lane.load(targets, columns, first, Math.min(width, columns - first));
            work.run(lane, number, first);
            number = next.getAndIncrement();
          }
        });
  }

  private long longest() {
    long judged = folds.stream().mapToLong(FoldModel::widestJudge).max().orElse(1);
    long predicted = folds.stream().mapToLong(FoldModel::widestOutput).max().orElse(1);
    return Math.max(judged, predicted);
  }

  /**
   * Where candidates and penalties of a fold are numbered: for backends with several candidates.
   */
  static int candidatesIn(Path prepared) {
    int count = 0;
    while (Files.exists(Preparation.place(prepared, 0, count))) {
      count++;
    }
    return count;
  }

  @Override
  public void close() {
    products.close();
  }
}
