package dev.arcuate.plugin.ridge;

import dev.arcuate.api.host.LinearAlgebra;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The training rows judged by themselves: each as if it had been left out (e/(1 − h)), or all by
 * the trace of the hat matrix (generalised cross-validation). The intercept is part of the hat
 * matrix.
 */
final class OneByOne extends Maker {
  private final Equations equations;
  private final double[] train;
  private final boolean leaveOneOut;
  private final boolean onTargets;
  private final int n;
  private final double[][] own;
  private final double[] freedom;

  /**
   * @param train scaled training rows, [n × size], of primal equations
   * @param nodes how many there will be
   */
  OneByOne(
      Path folder,
      Precision precision,
      Equations equations,
      double[] train,
      boolean leaveOneOut,
      boolean onTargets,
      int nodes,
      LinearAlgebra algebra)
      throws IOException {
    super(folder, precision);
    java.util.Objects.requireNonNull(algebra);
    this.equations = equations;
    this.train = train;
    this.leaveOneOut = leaveOneOut;
    this.onTargets = onTargets;
    n = equations.training();
    own = new double[leaveOneOut && !onTargets ? nodes : 0][];
    freedom = new double[nodes];
  }

  @Override
  void node(Resolvents.Resolvent resolvent, int node) throws IOException {
    if (onTargets) {
      residual(resolvent.residual(), node);
    } else {
      fitted(resolvent.outputs(train), node);
    }
  }

  /** Dual: from I − H. */
  void residual(double[] residual, int node) throws IOException {
    double[] operator = new double[n * n];
    double trace = 0;
    for (int i = 0; i < n; i++) {
      double slack = residual[i * n + i];
      trace += slack;
      for (int j = 0; j < n; j++) {
        double left = leaveOneOut ? residual[i * n + j] / slack : residual[i * n + j];
        double mean = leaveOneOut ? (i == j ? 0 : 1.0 / (n - 1)) : 1.0 / n;
        operator[i * n + j] = (i == j ? 1 : 0) - left - mean;
      }
    }
    freedom[node] = trace;
    write(node, operator, equations, true);
  }

  /** Primal: from what is fitted to the training rows, [n × size] on XᵀY. */
  private void fitted(double[] values, int node) throws IOException {
    int p = equations.size();
    double trace = n - 1;
    double[] rest = new double[n];
    for (int i = 0; i < n; i++) {
      double leverage = 0;
      for (int j = 0; j < p; j++) {
        leverage += values[i * p + j] * train[i * p + j];
      }
      trace -= leverage;
      double slack = 1 - 1.0 / n - leverage;
      rest[i] = n / (n - 1.0) - 1 / slack;
      for (int j = 0; leaveOneOut && j < p; j++) {
        values[i * p + j] /= slack;
      }
    }
    freedom[node] = trace;
    if (leaveOneOut) {
      own[node] = rest;
    }
    write(node, values, equations, false);
  }

  @Override
  void finish(Resolvents resolvents) throws IOException {
    Interpolation interpolation = resolvents.interpolation();
    double[][] coefficients = interpolation.coefficients();
    double[] scale = ones(coefficients.length);
    for (int a = 0; a < scale.length && !leaveOneOut; a++) {
      // Degrees of freedom taken by the fit are as linear in the resolvent as the fit is.
      double taken = 0;
      for (int k = 0; k < freedom.length; k++) {
        taken += coefficients[a][k] * (n - 1 - freedom[k]);
      }
      double share = n / (n - 1 - taken);
      scale[a] = share * share;
    }
    finish(
        new Block.Facts(
            onTargets,
            n,
            width(equations, onTargets),
            interpolation,
            own,
            scale,
            leaveOneOut ? n / (n - 1.0) : 1));
  }
}
