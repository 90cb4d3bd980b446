package dev.arcuate.engine.accel;

import dev.arcuate.api.host.LinearAlgebra;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/** Loads OpenBLAS at the first call: most runs of the command never need it. */
final class LazyAlgebra implements LinearAlgebra {
  private final Supplier<LinearAlgebra> loaded;

  LazyAlgebra(Supplier<LinearAlgebra> loaded) {
    this.loaded = loaded;
  }

  @Override
  public void multiply(
      Form formA,
      Form formB,
      int m,
      int n,
      int k,
      double alpha,
      double[] a,
      double[] b,
      double beta,
      double[] c) {
    loaded.get().multiply(formA, formB, m, n, k, alpha, a, b, beta, c);
  }

  @Override
  public void multiply(
      Form formA,
      Form formB,
      int m,
      int n,
      int k,
      float alpha,
      float[] a,
      float[] b,
      float beta,
      float[] c) {
    loaded.get().multiply(formA, formB, m, n, k, alpha, a, b, beta, c);
  }

  @Override
  public void multiply(
      Form formA,
      Form formB,
      int m,
      int n,
      int k,
      float alpha,
      Block a,
      Block b,
      float beta,
      Block c) {
    loaded.get().multiply(formA, formB, m, n, k, alpha, a, b, beta, c);
  }

  @Override
  public void multiply(
      Form formA,
      Form formB,
      int m,
      int n,
      int k,
      double alpha,
      WideBlock a,
      WideBlock b,
      double beta,
      WideBlock c) {
    loaded.get().multiply(formA, formB, m, n, k, alpha, a, b, beta, c);
  }

  @Override
  public void sideBySide(int count, IntConsumer work) {
    loaded.get().sideBySide(count, work);
  }

  @Override
  public double[] invertPositiveDefinite(double[] a, int n) {
    return loaded.get().invertPositiveDefinite(a, n);
  }

  @Override
  public Eigen symmetricEigen(double[] symmetric, int n) {
    return loaded.get().symmetricEigen(symmetric, n);
  }

  @Override
  public Svd svd(double[] a, int m, int n) {
    return loaded.get().svd(a, m, n);
  }

  @Override
  public double[] solvePositiveDefinite(double[] a, int n, double[] b, int columns) {
    return loaded.get().solvePositiveDefinite(a, n, b, columns);
  }
}
