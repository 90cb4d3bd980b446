package dev.arcuate.api;

import dev.arcuate.api.fold.Folds;
import dev.arcuate.api.value.Design;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Cross-validated regression of many targets on one design. {@link #prepare} does once all that
 * does not depend on the targets; the engine keeps its result and shares it among all recordings,
 * sensors and time points with the same design and folds.
 *
 * @param <S> the settings record
 */
public interface RegressionBackend<S extends Record> extends Component<S> {

  /**
   * Writes into {@code folder} what solving needs: factorisations of the training rows of every
   * fold.
   *
   * @param folds rows of {@code design} for training and testing, checked against leaks
   */
  void prepare(S settings, Design design, Folds folds, Path folder, Task task) throws IOException;

  /**
   * The memory in bytes that {@link #prepare} takes and refuses to go below, told before it runs;
   * empty if that is not known.
   *
   * @param design a description: its array may not be there yet
   */
  default OptionalLong preparationBytes(S settings, Design design, Folds folds) {
    return OptionalLong.empty();
  }

  /**
   * Opens what {@link #prepare} wrote, for as many tiles as the targets need.
   *
   * @param prepared a folder that an equal call of {@link #prepare} filled; read-only
   */
  Solver open(S settings, Path prepared, Design design, Folds folds, Task task) throws IOException;

  /**
   * A tile solved.
   *
   * @param predictions float32 [samples × columns], row-major: every row as predicted by the fold
   *     that tests it, in the units of the targets, less {@code constants}; NaN for targets that
   *     cannot be fitted
   * @param constants [folds × columns], row-major, what has to be added to all predictions of a
   *     fold, such as the mean of the training rows; empty if nothing. Far above the spectrum of a
   *     design a penalty leaves little but the mean, and float32 beside it would keep few digits of
   *     the rest
   * @param maps by name, float32 [folds × columns], row-major, such as {@code alpha}, the penalty
   *     chosen
   * @param parts one per feature group, in the order of the design, or none at all if the settings
   *     do not ask for them: float32 [samples × columns], row-major, what the group adds to the
   *     predictions. All parts and one constant per fold and target sum to the predictions
   * @param weights float32 [folds × features × columns], row-major, delays unexpanded as in the
   *     design, per unit of the design as it is given; empty if the settings do not ask for them.
   *     Together with a map {@code intercept} it predicts: intercept + design · weights
   */
  record Solution(
      float[] predictions,
      double[] constants,
      Map<String, float[]> maps,
      List<float[]> parts,
      float[] weights) {
    public Solution {
      maps = Map.copyOf(maps);
      parts = List.copyOf(parts);
    }

    /** Whole predictions and maps only. */
    public Solution(float[] predictions, Map<String, float[]> maps) {
      this(predictions, new double[0], maps, List.of(), new float[0]);
    }

    /** The same with other maps. */
    public Solution with(Map<String, float[]> others) {
      return new Solution(predictions, constants, others, parts, weights);
    }

    /** The same with whole predictions and no constants. */
    public Solution whole(Folds folds, int columns) {
      if (constants.length == 0) {
        return this;
      }
      float[] sums = predictions.clone();
      for (int fold = 0; fold < folds.list().size(); fold++) {
        for (int row : folds.list().get(fold).test()) {
          for (int c = 0; c < columns; c++) {
            sums[row * columns + c] =
                (float) (predictions[row * columns + c] + constants[fold * columns + c]);
          }
        }
      }
      return new Solution(sums, new double[0], maps, parts, weights);
    }
  }

  /** Solves tiles of targets. Not safe for use by several threads at once. */
  interface Solver extends AutoCloseable {
    /** Greatest number of targets that fit into the memory permit; at least 1. */
    int tileWidth(long memoryBytes);

    /**
     * Fits a tile of targets on the training rows of every fold and predicts the test rows. The
     * engine scores the predictions, in the same way for every backend.
     *
     * @param targets float32 [samples × columns], row-major, the samples of the design, neither
     *     centred nor scaled; NaN anywhere in a column marks a target that cannot be fitted
     * @param columns number of targets in this tile
     */
    Solution solve(float[] targets, int columns);

    /**
     * Whether something is chosen for all targets together. If so, every tile is shown to {@link
     * #survey} before the first is solved, so that the choice does not depend on the width of the
     * tiles.
     */
    default boolean surveys() {
      return false;
    }

    /**
     * Looks at a tile of targets, as {@link #solve} gets it, in the order of the targets. Called
     * only if {@link #surveys} says so.
     */
    default void survey(float[] targets, int columns) {}

    /**
     * The penalties that the map {@code alpha} is chosen from, in any order; empty if nothing is
     * chosen. The engine counts how many targets chose the least or the greatest, since the best
     * penalty may then lie outside the grid.
     */
    default double[] penalties() {
      return new double[0];
    }

    /**
     * The greatest eigenvalue of XᵀX over the training rows of all folds, in the units of the
     * penalties: a penalty far above it shrinks all predictions to nothing, so that a grid which
     * reaches so high needs no widening. NaN if unknown.
     */
    default double greatestEigenvalue() {
      return Double.NaN;
    }

    @Override
    void close();
  }
}
