package dev.arcuate.plugin.ridge;

import dev.arcuate.api.fold.Folds;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** One thread's work on one chunk after another, with memory of its own. */
final class Lane {
  private final Products products;
  private final Search search;
  private final Shape shape;
  private final Chunk chunk;
  private final Optional<Sources> sources;
  private final Cells gathered;
  private final Cells results;

  /**
   * Of the whole regression.
   *
   * @param fromTotal how {@link Sources} are made
   */
  record Shape(int samples, int features, int parts, boolean fromTotal) {}

  Lane(
      Products products,
      Search search,
      Shape shape,
      Optional<Cells> design,
      int widest,
      long longest) {
    this.products = products;
    this.search = search;
    this.shape = shape;
    chunk = new Chunk(search.precision(), shape.samples(), widest);
    sources =
        design.map(
            values ->
                new Sources(
                    products,
                    values,
                    shape.features(),
                    search.precision(),
                    widest,
                    shape.fromTotal()));
    int source = Math.max(shape.samples(), design.isPresent() ? shape.features() + 2 : 0);
    gathered = Cells.allocate(search.precision(), (long) source * widest);
    results = Cells.allocate(search.precision(), longest * widest);
  }

  Chunk chunk() {
    return chunk;
  }

  void load(float[] targets, int stride, int first, int count) {
    chunk.load(targets, stride, first, count);
    sources.ifPresent(Sources::begin);
  }

  /**
   * For every column the penalty that some of the nodes show to be best beyond doubt, or −1: within
   * the training rows, of a fold with one candidate and {@link Rough} nodes.
   */
  int[] look(FoldModel fold) {
    FirstLook look = new FirstLook(search.grid().length, chunk.columns());
    int count = fold.inner().size();
    for (int i = 0; i < count; i++) {
      int[] train = fold.inner().get(i).train();
      int[] test = fold.inner().get(i).test();
      double[] mean = chunk.mean(train);
      Block block = fold.judge(0, i);
      int nodes = block.rough().orElseThrow().nodes();
      Moments moments = judged(block, nodes, fold, i, mean);
      look.add(block, moments, total(block, test, mean), 1.0 / ((double) test.length * count));
    }
    return look.best();
  }

  /** Mean loss of every column under every choice, within the training rows: [choices][columns]. */
  double[][] judge(FoldModel fold) {
    int penalties = search.grid().length;
    double[][] losses = new double[fold.candidates() * penalties][chunk.columns()];
    int count = fold.inner().size();
    for (int i = 0; i < count; i++) {
      int[] train = fold.inner().get(i).train();
      int[] test = fold.inner().get(i).test();
      double[] mean = chunk.mean(train);
      for (int candidate = 0; candidate < fold.candidates(); candidate++) {
        Block block = fold.judge(candidate, i);
        Moments moments = judged(block, block.nodes(), fold, i, mean);
        double[] total = total(block, test, mean);
        double share = 1.0 / ((double) test.length * count);
        for (int a = 0; a < penalties; a++) {
          double[] loss = losses[candidate * penalties + a];
          double scale = block.lossScale()[a] * share;
          for (int c = 0; c < loss.length; c++) {
            loss[c] += scale * total[c];
          }
          moments.addLoss(block.coefficients()[a], scale, loss);
        }
      }
    }
    for (double[] loss : losses) {
      for (int c = 0; c < loss.length; c++) {
        loss[c] = Math.max(0, loss[c]);
      }
    }
    return losses;
  }

  private Cells source(boolean onTargets, int[] outer, int[] train) {
    if (onTargets) {
      chunk.gather(train, gathered);
      return gathered;
    }
    Sources all = sources.orElseThrow();
    return Arrays.equals(outer, train)
        ? all.outer(chunk, train, shape.samples())
        : all.inner(chunk, outer, train, shape.samples());
  }

  /** What the first nodes of a judge of a fold predict, beside the targets of its test rows. */
  private Moments judged(Block block, int nodes, FoldModel fold, int judge, double[] mean) {
    Folds.Fold rows = fold.inner().get(judge);
    predictNodes(block, nodes, source(block.onTargets(), fold.rows().train(), rows.train()));
    return moments(block, nodes, rows.test(), mean);
  }

  private void predictNodes(Block block, int nodes, Cells source) {
    // As one product where they can be: the source is read and packed once for all nodes.
    List<Cells> operators = block.operators(nodes);
    int rows = nodes * block.outputs() / operators.size();
    for (int i = 0; i < operators.size(); i++) {
      products.apply(
          operators.get(i),
          rows,
          block.width(),
          source,
          chunk.columns(),
          results,
          i * rows * chunk.columns());
    }
  }

  private Moments moments(Block block, int nodes, int[] test, double[] mean) {
    int columns = chunk.columns();
    Moments moments = new Moments(nodes, columns);
    if (block.compressed().isPresent()) {
      Cells source = sources.orElseThrow().heldOut(chunk, test, mean);
      products.apply(
          block.compressed().get(),
          block.outputs(),
          shape.features() + 2,
          source,
          columns,
          gathered,
          0);
    }
    for (int row = 0; row < block.outputs(); row++) {
      double[] target = moments.target();
      if (block.compressed().isPresent()) {
        gathered.get(row * columns, target, 0, columns);
      } else {
        deviation(test[row], mean, target);
      }
      for (int k = 0; k < nodes; k++) {
        double[] predicted = moments.predicted(k);
        results.get((k * block.outputs() + row) * columns, predicted, 0, columns);
        double own = block.own().length == 0 ? 0 : block.own()[k][row];
        for (int c = 0; own != 0 && c < columns; c++) {
          predicted[c] += own * target[c];
        }
      }
      for (int c = 0; block.targetScale() != 1 && c < columns; c++) {
        target[c] *= block.targetScale();
      }
      moments.add();
    }
    moments.finish();
    return moments;
  }

  private void deviation(int row, double[] mean, double[] into) {
    int columns = chunk.columns();
    chunk.values().get(row * columns, into, 0, columns);
    for (int c = 0; c < columns; c++) {
      into[c] -= mean[c];
    }
  }

  /** Sum of squares of the rows to predict, less the training mean. */
  private double[] total(Block block, int[] test, double[] mean) {
    double[] total = new double[chunk.columns()];
    double[] row = new double[chunk.columns()];
    double square = block.targetScale() * block.targetScale();
    for (int at : test) {
      deviation(at, mean, row);
      for (int c = 0; c < total.length; c++) {
        total[c] += square * row[c] * row[c];
      }
    }
    return total;
  }

  /**
   * Fits with what was chosen and writes the test rows of a fold.
   *
   * @param chosen per column; −1 for columns to leave out
   * @param into where columns go in what is solved
   */
  void predict(FoldModel fold, int number, int[] chosen, int[] into, TiledSolver.Solved solved) {
    double[] mean = chunk.mean(fold.rows().train());
    int penalties = search.grid().length;
    int[] choices =
        Arrays.stream(chosen).filter(choice -> choice >= 0).distinct().sorted().toArray();
    for (int choice : choices) {
      int[] places = Chunk.where(chosen, choice);
      FoldModel.Predictor predictor = fold.predictor(choice / penalties);
      int[] train = fold.rows().train();
      Cells source = pick(predictor, train, places);
      products.apply(
          predictor.alphas()[choice % penalties],
          predictor.outputs(),
          predictor.width(),
          source,
          places.length,
          results,
          0);
      write(fold, number, places, mean, into, solved);
      for (int place : places) {
        int at = number * solved.columns() + into[place];
        float alpha = (float) search.grid()[choice % penalties];
        solved.maps().get("alpha")[at] = chunk.missing(place) ? Float.NaN : alpha;
        if (solved.maps().containsKey("candidate")) {
          solved.maps().get("candidate")[at] = choice / penalties;
        }
      }
    }
  }

  /** The columns of a source that share a penalty, side by side. */
  private Cells pick(FoldModel.Predictor predictor, int[] train, int[] places) {
    if (places.length == chunk.columns()) {
      return source(predictor.onTargets(), train, train);
    }
    if (predictor.onTargets()) {
      chunk.pick(train, places, gathered);
    } else {
      source(false, train, train).pick(0, predictor.width(), chunk.columns(), places, gathered, 0);
    }
    return gathered;
  }

  private void write(
      FoldModel fold,
      int number,
      int[] places,
      double[] mean,
      int[] into,
      TiledSolver.Solved solved) {
    int[] test = fold.rows().test();
    double[] row = new double[places.length];
    for (int i = 0; i < test.length; i++) {
      results.get(i * places.length, row, 0, places.length);
      for (int c = 0; c < places.length; c++) {
        int place = places[c];
        solved.predictions()[test[i] * solved.columns() + into[place]] =
            chunk.missing(place) ? Float.NaN : (float) row[c];
      }
    }
    for (int place : places) {
      solved.constants()[number * solved.columns() + into[place]] = mean[place] + chunk.mean(place);
    }
    for (int part = 0; part < shape.parts(); part++) {
      float[] values = solved.parts().get(part);
      for (int i = 0; i < test.length; i++) {
        results.get((test.length * (1 + part) + i) * places.length, row, 0, places.length);
        for (int c = 0; c < places.length; c++) {
          values[test[i] * solved.columns() + into[places[c]]] = (float) row[c];
        }
      }
    }
    if (solved.weights().length > 0) {
      weights(number, places, mean, into, solved, test.length * (1 + shape.parts()));
    }
  }

  private void weights(
      int number, int[] places, double[] mean, int[] into, TiledSolver.Solved solved, int from) {
    double[] row = new double[places.length];
    for (int feature = 0; feature <= shape.features(); feature++) {
      results.get((from + feature) * places.length, row, 0, places.length);
      for (int c = 0; c < places.length; c++) {
        int at = into[places[c]];
        if (feature < shape.features()) {
          int line = number * shape.features() + feature;
          solved.weights()[line * solved.columns() + at] = (float) row[c];
        } else {
          double value = row[c] + mean[places[c]] + chunk.mean(places[c]);
          solved.maps().get("intercept")[number * solved.columns() + at] = (float) value;
        }
      }
    }
  }
}
