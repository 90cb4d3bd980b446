package dev.arcuate.engine.stages;

import dev.arcuate.api.RegressionBackend.Solution;
import dev.arcuate.api.array.NpyWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * What a regression leaves beside its scores where the workflow asks for it: {@code
 * predictions.npy} [samples × targets] and {@code weights.npy} [folds × features × targets].
 * Targets that were not fitted are NaN.
 */
final class KeptArrays implements AutoCloseable {
  private final Path folder;
  private final Shape shape;
  private final Optional<NpyWriter> predictions;
  private Optional<NpyWriter> weights = Optional.empty();

  /** Sizes of the whole regression. */
  record Shape(int samples, int folds, int features, int targets) {}

  KeptArrays(Path folder, Shape shape, boolean keepPredictions) throws IOException {
    this.folder = folder;
    this.shape = shape;
    predictions =
        keepPredictions
            ? Optional.of(
                NpyWriter.create(
                    folder.resolve("predictions.npy"), shape.samples(), shape.targets()))
            : Optional.empty();
  }

  /**
   * Writes predictions of a tile.
   *
   * @param first the tile's first target
   * @param columns of the tile
   * @param kept columns that were fitted
   * @param solution of the columns kept; asked for only if predictions are kept
   */
  void predictions(int first, int columns, int[] kept, Supplier<Solution> solution) {
    if (predictions.isPresent()) {
      try {
        float[] whole = spread(solution.get().predictions(), kept, columns);
        predictions.get().writeBlock(0, shape.samples(), first, columns, whole);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Writes predictions of a tile in which no target can be fitted. */
  void missing(int first, int columns) {
    if (predictions.isPresent()) {
      float[] whole = new float[shape.samples() * columns];
      Arrays.fill(whole, Float.NaN);
      int[] all = IntStream.range(0, columns).toArray();
      predictions(first, columns, all, () -> new Solution(whole, Map.of()));
    }
  }

  /**
   * Writes weights of a tile.
   *
   * @param values [folds × features × kept]; nothing if it is empty
   */
  void weights(int first, int columns, int[] kept, float[] values) {
    if (values.length == 0 && weights.isEmpty()) {
      return;
    }
    try {
      if (weights.isEmpty()) {
        weights =
            Optional.of(
                NpyWriter.create(
                    folder.resolve("weights.npy"),
                    shape.folds(),
                    shape.features(),
                    shape.targets()));
      }
      float[] whole = spread(values, kept, columns);
      float[] row = new float[columns];
      for (int at = 0, line = 0; at < whole.length; at += columns, line++) {
        System.arraycopy(whole, at, row, 0, columns);
        int fold = line / shape.features();
        int place = line % shape.features() * shape.targets() + first;
        weights.get().writeBlock(fold, 1, place, columns, row);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static float[] spread(float[] values, int[] kept, int columns) {
    if (kept.length == columns) {
      return values;
    }
    int rows = kept.length == 0 ? 0 : values.length / kept.length;
    float[] whole = new float[rows * columns];
    Arrays.fill(whole, Float.NaN);
    for (int row = 0; row < rows; row++) {
      for (int c = 0; c < kept.length; c++) {
        whole[row * columns + kept[c]] = values[row * kept.length + c];
      }
    }
    return whole;
  }

  @Override
  public void close() throws IOException {
    try {
      if (predictions.isPresent()) {
        predictions.get().close();
      }
    } finally {
      if (weights.isPresent()) {
        weights.get().close();
      }
    }
  }
}
