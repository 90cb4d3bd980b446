package dev.arcuate.plugin.decompose;

import dev.arcuate.api.host.LinearAlgebra;
import dev.arcuate.api.host.LinearAlgebra.Form;

/**
 * Ridge regression, centred on the rows it is fitted on. A penalty counts in units of the mean
 * variance of the predictors, so that it does not depend on their scale. Products of rows are
 * formed once for all penalties.
 */
final class Ridge {
  private final LinearAlgebra algebra;
  private final double[] meanX;
  private final double[] meanY;
  private final double[] gram;
  private final double[] cross;

  Ridge(LinearAlgebra algebra, Rows x, Rows y) {
    this.algebra = algebra;
    this.meanX = Columns.means(x);
    this.meanY = Columns.means(y);
    double[] cx = Columns.minus(x, meanX);
    double[] cy = Columns.minus(y, meanY);
    int p = x.width();
    this.gram = new double[p * p];
    algebra.multiply(Form.TRANSPOSED, Form.PLAIN, p, p, x.count(), 1, cx, cx, 0, gram);
    this.cross = new double[p * y.width()];
    algebra.multiply(Form.TRANSPOSED, Form.PLAIN, p, y.width(), x.count(), 1, cx, cy, 0, cross);
  }

  /**
   * @param penalty relative to the mean of the diagonal of XᵀX; greater than 0
   */
  Fit at(double penalty) {
    int p = meanX.length;
    double trace = 0;
    for (int i = 0; i < p; i++) {
      trace += gram[i * p + i];
    }
    double ridge = trace == 0 ? 1 : penalty * trace / p;
    double[] penalised = gram.clone();
    for (int i = 0; i < p; i++) {
      penalised[i * p + i] += ridge;
    }
    return new Fit(algebra.solvePositiveDefinite(penalised, p, cross, meanY.length));
  }

  /** What was learnt with one penalty. */
  final class Fit {
    private final double[] weights;

    private Fit(double[] weights) {
      this.weights = weights;
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
}
