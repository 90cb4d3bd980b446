package dev.arcuate.plugin.ridge;

import dev.arcuate.api.fold.Folds;
import java.util.Arrays;
import java.util.Optional;

/**
 * Products of a design with the targets of a chunk, XᵀY, for the training rows of one fold after
 * another: what is held out is subtracted from what is there. The last row is the targets' mean.
 */
final class Sources {
  private final Products products;
  private final Cells design;
  private final int features;
  private final Cells outer;
  private final Cells held;
  private final Optional<Cells> total;
  private int[] outerRows = new int[0];
  private boolean totalled;

  /**
   * @param fromTotal whether the products of all rows are made, to take test rows out of them: see
   *     {@link #pays}
   */
  Sources(
      Products products,
      Cells design,
      int features,
      Precision precision,
      int widest,
      boolean fromTotal) {
    this.products = products;
    this.design = design;
    this.features = features;
    total =
        fromTotal
            ? Optional.of(Cells.allocate(precision, (long) features * widest))
            : Optional.empty();
    outer = Cells.allocate(precision, (long) features * widest);
    held = Cells.allocate(precision, (long) (features + 2) * widest);
  }

  /** Whether summing all rows once and subtracting test rows per fold takes fewer products. */
  static boolean pays(Folds folds, int samples) {
    long subtracted = samples;
    long added = 0;
    for (Folds.Fold fold : folds.list()) {
      int train = fold.train().length;
      subtracted += Math.min(train, samples - train);
      added += train;
    }
    return subtracted < added;
  }

  /** Numbers per column. */
  static long size(int features) {
    return 3L * features + 2;
  }

  void begin() {
    outerRows = new int[0];
    totalled = false;
  }

  /** XᵀY of an outer fold's training rows, with their mean: valid until the next call. */
  Cells outer(Chunk chunk, int[] train, int samples) {
    if (!Arrays.equals(train, outerRows)) {
      int[] gone = Rows.without(Rows.all(samples), train);
      if (total.isPresent() && gone.length < train.length) {
        if (!totalled) {
          add(chunk, Rows.all(samples), 1, total.get(), true);
          totalled = true;
        }
        outer.copy(0, total.get(), 0, features * chunk.columns());
        add(chunk, gone, -1, outer, false);
      } else {
        add(chunk, train, 1, outer, true);
      }
      outerRows = train;
    }
    held.copy(0, outer, 0, features * chunk.columns());
    return withMean(chunk, train);
  }

  /** The same of rows that are left when some of the outer fold's are taken away. */
  Cells inner(Chunk chunk, int[] outerTrain, int[] train, int samples) {
    int[] gone = Rows.without(outerTrain, train);
    if (gone.length < train.length) {
      outer(chunk, outerTrain, samples);
      add(chunk, gone, -1, held, false);
    } else {
      add(chunk, train, 1, held, true);
    }
    return withMean(chunk, train);
  }

  /** XᵀY of held-out rows, the targets' sum over them, and the training mean. */
  Cells heldOut(Chunk chunk, int[] test, double[] trainingMean) {
    add(chunk, test, 1, held, true);
    int c = chunk.columns();
    held.put(features * c, chunk.sum(test), 0, c);
    held.put((features + 1) * c, trainingMean, 0, c);
    return held;
  }

  private Cells withMean(Chunk chunk, int[] train) {
    held.put(features * chunk.columns(), chunk.mean(train), 0, chunk.columns());
    return held;
  }

  private void add(Chunk chunk, int[] rows, double sign, Cells into, boolean anew) {
    int[] ranges = Rows.ranges(rows);
    int c = chunk.columns();
    boolean first = anew;
    for (int i = 0; i < ranges.length; i += 2) {
      products.across(
          Cells.Sizes.transposed(features, c, ranges[i + 1] - ranges[i]),
          sign,
          new Cells.Matrix(design, ranges[i] * features, features),
          new Cells.Matrix(chunk.values(), ranges[i] * c, c),
          first ? 0 : 1,
          new Cells.Matrix(into, 0, c));
      first = false;
    }
  }
}
