package dev.arcuate.testkit;

import static dev.arcuate.api.host.LinearAlgebra.Form.PLAIN;
import static dev.arcuate.api.host.LinearAlgebra.Form.TRANSPOSED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.host.LinearAlgebra;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainLinearAlgebraTest {
  private final LinearAlgebra algebra = new PlainLinearAlgebra();

  @Test
  void multipliesInEveryForm() {
    double[] a = {1, 2, 3, 4, 5, 6}; // 2 × 3
    double[] b = {1, 0, 2, 1, 1, 1}; // 3 × 2
    double[] product = {8, 5, 20, 11};
    assertProduct(PLAIN, PLAIN, a, b, product);
    assertProduct(TRANSPOSED, PLAIN, new double[] {1, 4, 2, 5, 3, 6}, b, product);
    assertProduct(PLAIN, TRANSPOSED, a, new double[] {1, 2, 1, 0, 1, 1}, product);
    double[] c = {1, 1, 1, 1};
    algebra.multiply(PLAIN, PLAIN, 2, 2, 3, 2, a, b, -1, c);
    assertThat(c).containsExactly(15, 9, 39, 21);
  }

  private void assertProduct(
      LinearAlgebra.Form formA, LinearAlgebra.Form formB, double[] a, double[] b, double[] ab) {
    double[] c = {Double.NaN, Double.NaN, Double.NaN, Double.NaN};
    algebra.multiply(formA, formB, 2, 2, 3, 1, a, b, 0, c);
    assertThat(c).containsExactly(ab);
  }

  @Test
  void eigenvectorsRebuildTheMatrix() {
    int n = 12;
    double[] factor = gaussian(n * n, 1);
    double[] a = new double[n * n];
    algebra.multiply(TRANSPOSED, PLAIN, n, n, n, 1, factor, factor, 0, a);
    LinearAlgebra.Eigen eigen = algebra.symmetricEigen(a, n);
    assertThat(eigen.values()).isSorted();
    double[] scaled = eigen.vectors().clone();
    for (int i = 0; i < n * n; i++) {
      scaled[i] *= eigen.values()[i % n];
    }
    double[] rebuilt = new double[n * n];
    algebra.multiply(PLAIN, TRANSPOSED, n, n, n, 1, scaled, eigen.vectors(), 0, rebuilt);
    assertThat(rebuilt).containsExactly(a, within(1e-12));
    assertOrthonormal(eigen.vectors(), n, n);
  }

  @Test
  void eigenvaluesOfAKnownMatrix() {
    double[] values = algebra.symmetricEigen(new double[] {2, 99, 1, 2}, 2).values();
    assertThat(values).containsExactly(new double[] {1, 3}, within(1e-15));
  }

  @ParameterizedTest
  @CsvSource({"9, 4", "4, 9", "5, 5", "1, 3"})
  void singularVectorsRebuildTheMatrix(int m, int n) {
    double[] a = gaussian(m * n, 2);
    LinearAlgebra.Svd svd = algebra.svd(a, m, n);
    int r = Math.min(m, n);
    double[] scaled = svd.u().clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= svd.s()[i % r];
    }
    double[] rebuilt = new double[m * n];
    algebra.multiply(PLAIN, PLAIN, m, n, r, 1, scaled, svd.vt(), 0, rebuilt);
    assertThat(rebuilt).containsExactly(a, within(1e-12));
    assertOrthonormal(svd.u(), m, r);
    for (int i = 1; i < r; i++) {
      assertThat(svd.s()[i]).isLessThanOrEqualTo(svd.s()[i - 1]);
    }
  }

  @Test
  void solvesAndRefuses() {
    double[] a = {4, 1, 1, 3};
    double[] x = algebra.solvePositiveDefinite(a, 2, new double[] {1, 2, 2, 1}, 2);
    assertThat(x)
        .containsExactly(new double[] {1 / 11.0, 5 / 11.0, 7 / 11.0, 2 / 11.0}, within(1e-15));
    assertThatThrownBy(
            () -> algebra.solvePositiveDefinite(new double[] {1, 2, 2, 1}, 2, new double[2], 1))
        .isInstanceOf(ArithmeticException.class);
  }

  private void assertOrthonormal(double[] columns, int rows, int count) {
    double[] gram = new double[count * count];
    algebra.multiply(TRANSPOSED, PLAIN, count, count, rows, 1, columns, columns, 0, gram);
    double[] identity = new double[count * count];
    for (int i = 0; i < count; i++) {
      identity[i * count + i] = 1;
    }
    assertThat(gram).containsExactly(identity, within(1e-12));
  }

  private static double[] gaussian(int count, long seed) {
    Random random = new Random(seed);
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextGaussian();
    }
    return values;
  }
}
