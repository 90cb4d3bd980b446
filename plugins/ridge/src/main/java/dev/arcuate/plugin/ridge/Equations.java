package dev.arcuate.plugin.ridge;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * The normal equations of some training rows: predictions, less the training mean of the targets,
 * are {@code rows · (matrix + λ)⁻¹ · source}.
 *
 * <p>Primal: matrix is XᵀX of the scaled training rows, rows are scaled rows to predict, and the
 * source is XᵀY. Dual: matrix is the centred kernel of the training rows, rows are the centred
 * kernel between rows to predict and them, and the source is Y itself; the centring makes the
 * result indifferent to the mean of Y.
 *
 * @param primal which of both
 * @param size of the matrix
 * @param training number of training rows
 * @param matrix [size × size]
 * @param rows [outputs × size]: test rows; then, if asked for, the same once more per feature
 *     group; then one row per weight and one for the intercept
 * @param scale of the columns, in the primal form
 * @param plain the same without squaring anything, of linear designs: for penalties too small
 */
record Equations(
    boolean primal,
    int size,
    int training,
    double[] matrix,
    double[] rows,
    Optional<DesignRows.Scale> scale,
    Optional<Supplier<Plain>> plain) {

  /**
   * Scaled rows as they are.
   *
   * @param train [training rows × features]
   * @param rows [outputs × features]
   */
  record Plain(double[] train, double[] rows, int features) {}

  int outputs() {
    return size == 0 ? 0 : rows.length / size;
  }
}
