package dev.arcuate.plugin.decompose;

import dev.arcuate.api.host.LinearAlgebra;
import dev.arcuate.api.host.LinearAlgebra.Form;

/**
 * Ridge regression with one penalty, centred on the rows it is fitted on. The penalty counts in
 * units of the mean variance of the predictors, so that it does not depend on their scale.
 */
final class Ridge {
  private final LinearAlgebra algebra;
  private final double[] meanX;
  private final double[] meanY;
  private final double[] weights;

  private Ridge(LinearAlgebra algebra, double[] meanX, double[] meanY, double[] weights) {
    this.algebra = algebra;
    this.meanX = meanX;
    this.meanY = meanY;
    this.weights = weights;
  }

  /**
   * @param penalty relative to the mean of the diagonal of XᵀX; greater than 0
   */
  static Ridge fit(LinearAlgebra algebra, Rows x, Rows y, double penalty) {
    double[] meanX = Columns.means(x);
    double[] meanY = Columns.means(y);
    double[] cx = Columns.minus(x, meanX);
    double[] cy = Columns.minus(y, meanY);
    int p = x.width();
    double[] gram = new double[p * p];
    algebra.multiply(Form.TRANSPOSED, Form.PLAIN, p, p, x.count(), 1, cx, cx, 0, gram);
    double trace = 0;
    for (int i = 0; i < p; i++) {
      trace += gram[i * p + i];
    }
    double ridge = trace == 0 ? 1 : penalty * trace / p;
    for (int i = 0; i < p; i++) {
      gram[i * p + i] += ridge;
    }
    double[] cross = new double[p * y.width()];
    algebra.multiply(Form.TRANSPOSED, Form.PLAIN, p, y.width(), x.count(), 1, cx, cy, 0, cross);
    double[] weights = algebra.solvePositiveDefinite(gram, p, cross, y.width());
    return new Ridge(algebra, meanX, meanY, weights);
  }

  Rows predict(Rows x) {
    double[] cx = Columns.minus(x, meanX);
    int width = meanY.length;
    double[] predicted = new double[x.count() * width];
    algebra.multiply(
        Form.PLAIN, Form.PLAIN, x.count(), width, x.width(), 1, cx, weights, 0, predicted);
    for (int i = 0; i < predicted.length; i++) {
      predicted[i] += meanY[i % width];
    }
    return Columns.rows(predicted, x.count(), width);
  }
}
