package dev.arcuate.engine.accel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.host.LinearAlgebra;
import dev.arcuate.api.host.LinearAlgebra.Form;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenBlasTest {
  /** Sums of a few hundred products of numbers around 1. */
  private static final double ROUNDING = 1e-10;

  private static final double FLOAT_ROUNDING = 1e-3;

  private final LinearAlgebra algebra = Shared.ACCEL.linearAlgebra();

  @Test
  void multipliesAsByHand() {
    double[] c = new double[4];
    algebra.multiply(
        Form.PLAIN,
        Form.PLAIN,
        2,
        2,
        3,
        1,
        new double[] {1, 2, 3, 4, 5, 6},
        new double[] {7, 8, 9, 10, 11, 12},
        0,
        c);
    assertThat(c).containsExactly(58, 64, 139, 154);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1",
    "3, 5, 7",
    "300, 40, 60",
    "40, 300, 60",
    "129, 131, 257",
    "700, 3, 50",
    "3, 700, 50"
  })
  void multipliesInEveryForm(int m, int n, int k) {
    for (Form formA : Form.values()) {
      for (Form formB : Form.values()) {
        double[] a = random(m * k, 1);
        double[] b = random(k * n, 2);
        double[] c = random(m * n, 3);
        double[] expected = product(formA, formB, m, n, k, 0.5, a, b, 2, c);
        float[] floats = floats(c);
        algebra.multiply(formA, formB, m, n, k, 0.5f, floats(a), floats(b), 2f, floats);
        algebra.multiply(formA, formB, m, n, k, 0.5, a, b, 2, c);
        assertClose(c, expected, ROUNDING);
        assertClose(doubles(floats), expected, FLOAT_ROUNDING);
      }
    }
  }

  @Test
  void doesNotReadTheResultWhenBetaIsZero() {
    for (int n : new int[] {3, 200}) {
      double[] c = new double[n * n];
      Arrays.fill(c, Double.NaN);
      double[] a = random(n * n, 4);
      algebra.multiply(Form.PLAIN, Form.PLAIN, n, n, n, 1, a, a, 0, c);
      assertThat(c).doesNotContain(Double.NaN);
    }
  }

  @Test
  void multipliesNothing() {
    double[] c = {3, 4};
    algebra.multiply(Form.PLAIN, Form.PLAIN, 1, 2, 0, 1, new double[0], new double[0], 2, c);
    assertThat(c).containsExactly(6, 8);
    algebra.multiply(
        Form.PLAIN, Form.PLAIN, 0, 2, 3, 1, new double[0], new double[6], 1, new double[0]);
  }

  @Test
  void refusesArraysThatAreTooShort() {
    assertThatThrownBy(
            () ->
                algebra.multiply(
                    Form.PLAIN,
                    Form.PLAIN,
                    2,
                    2,
                    2,
                    1,
                    new double[4],
                    new double[3],
                    0,
                    new double[4]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("b holds 3 values, fewer than 2 × 2");
  }

  @Test
  void givesTheSameBytesOnAnyNumberOfThreads() {
    int m = 500;
    int n = 300;
    int k = 200;
    double[] a = random(m * k, 5);
    double[] b = random(k * n, 6);
    double[] first = null;
    for (int threads : new int[] {1, 2, 3, 8}) {
      try (Crew crew = new Crew(threads)) {
        double[] c = new double[m * n];
        new OpenBlas(crew).multiply(Form.PLAIN, Form.PLAIN, m, n, k, 1, a, b, 0, c);
        first = first == null ? c : first;
        assertThat(c).isEqualTo(first);
      }
    }
  }

  @Test
  void givesTheSameBytesWhenSeveralCallAtOnce() throws Exception {
    int n = 260;
    double[] a = random(n * n, 7);
    Callable<double[]> work =
        () -> {
          double[] c = new double[n * n];
          algebra.multiply(Form.TRANSPOSED, Form.PLAIN, n, n, n, 1, a, a, 0, c);
          return algebra.symmetricEigen(c, n).values();
        };
    double[] alone = work.call();
    ExecutorService executor = Executors.newFixedThreadPool(6);
    try {
      List<Future<double[]>> results =
          executor.invokeAll(IntStream.range(0, 24).mapToObj(i -> work).toList());
      for (Future<double[]> result : results) {
        assertThat(result.get()).isEqualTo(alone);
      }
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void findsEigenvaluesKnownByHand() {
    LinearAlgebra.Eigen eigen = algebra.symmetricEigen(new double[] {2, 1, 1, 2}, 2);
    assertThat(eigen.values()).containsExactly(new double[] {1, 3}, within(1e-14));
    double half = Math.sqrt(0.5);
    assertThat(Arrays.stream(eigen.vectors()).map(Math::abs).toArray())
        .containsExactly(new double[] {half, half, half, half}, within(1e-14));
  }

  @Test
  void readsTheLowerHalfOnly() {
    double[] lower = {2, 99, 1, 2};
    assertThat(algebra.symmetricEigen(lower, 2).values())
        .containsExactly(new double[] {1, 3}, within(1e-14));
    assertThat(lower).containsExactly(2, 99, 1, 2);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 17, 130})
  void putsASymmetricMatrixTogetherFromItsEigenvectors(int n) {
    double[] a = random(n * n, 8);
    double[] symmetric = product(Form.PLAIN, Form.TRANSPOSED, n, n, n, 1, a, a, 0, a);
    LinearAlgebra.Eigen eigen = algebra.symmetricEigen(symmetric, n);
    double[] scaled = scaleColumns(eigen.vectors(), eigen.values(), n);
    double[] again =
        product(Form.PLAIN, Form.TRANSPOSED, n, n, n, 1, scaled, eigen.vectors(), 0, new double[0]);
    assertClose(again, symmetric, ROUNDING * n);
    assertThat(eigen.values()).isSorted();
    assertOrthonormalColumns(eigen.vectors(), n, n);
  }

  @Test
  void findsSingularValuesKnownByHand() {
    LinearAlgebra.Svd svd = algebra.svd(new double[] {3, 0, 0, 0, 4, 0}, 2, 3);
    assertThat(svd.s()).containsExactly(new double[] {4, 3}, within(1e-14));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 6", "6, 1", "40, 25", "25, 40", "150, 150"})
  void putsAMatrixTogetherFromItsSingularVectors(int m, int n) {
    int r = Math.min(m, n);
    double[] a = random(m * n, 9);
    double[] kept = a.clone();
    LinearAlgebra.Svd svd = algebra.svd(a, m, n);
    double[] scaled = svd.u().clone();
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < r; j++) {
        scaled[i * r + j] *= svd.s()[j];
      }
    }
    assertClose(
        product(Form.PLAIN, Form.PLAIN, m, n, r, 1, scaled, svd.vt(), 0, new double[0]),
        kept,
        ROUNDING);
    assertThat(a).isEqualTo(kept);
    assertOrthonormalColumns(svd.u(), m, r);
    for (int i = 1; i < r; i++) {
      assertThat(svd.s()[i]).isLessThanOrEqualTo(svd.s()[i - 1]);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 3", "60, 1", "60, 45"})
  void solvesPositiveDefiniteSystems(int n, int columns) {
    double[] a = random(n * n, 10);
    double[] definite = product(Form.PLAIN, Form.TRANSPOSED, n, n, n, 1, a, a, 0, new double[0]);
    for (int i = 0; i < n; i++) {
      definite[i * n + i] += n;
    }
    double[] x = random(n * columns, 11);
    double[] b = product(Form.PLAIN, Form.PLAIN, n, columns, n, 1, definite, x, 0, new double[0]);
    assertClose(algebra.solvePositiveDefinite(definite, n, b, columns), x, ROUNDING);
  }

  @Test
  void refusesWhatIsNotPositiveDefinite() {
    assertThatThrownBy(
            () -> algebra.solvePositiveDefinite(new double[] {1, 2, 2, 1}, 2, new double[2], 1))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("the matrix is not positive definite: its leading minor of order 2 is not");
  }

  @Test
  void refusesValuesThatAreNotFinite() {
    double[] a = {1, 0, Double.NaN, 1};
    assertThatThrownBy(() -> algebra.symmetricEigen(a, 2))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("not finite");
    assertThatThrownBy(() -> algebra.svd(a, 2, 2)).isInstanceOf(ArithmeticException.class);
  }

  /** AssertJ compares arrays with a tolerance too, but takes seconds for this many numbers. */
  private static void assertClose(double[] actual, double[] expected, double tolerance) {
    assertThat(actual).hasSameSizeAs(expected);
    double greatest = 0;
    for (int i = 0; i < actual.length; i++) {
      greatest = Math.max(greatest, Math.abs(actual[i] - expected[i]));
    }
    assertThat(greatest).isLessThanOrEqualTo(tolerance).isNotNaN();
  }

  private static void assertOrthonormalColumns(double[] q, int rows, int columns) {
    double[] identity = new double[columns * columns];
    for (int i = 0; i < columns; i++) {
      identity[i * columns + i] = 1;
    }
    assertClose(
        product(Form.TRANSPOSED, Form.PLAIN, columns, columns, rows, 1, q, q, 0, new double[0]),
        identity,
        ROUNDING);
  }

  private static double[] scaleColumns(double[] q, double[] factors, int n) {
    double[] scaled = q.clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= factors[i % n];
    }
    return scaled;
  }

  /** The definition of the product, slow and plain. */
  private static double[] product(
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
    double[] result = new double[m * n];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        double sum = 0;
        for (int l = 0; l < k; l++) {
          sum +=
              (formA == Form.PLAIN ? a[i * k + l] : a[l * m + i])
                  * (formB == Form.PLAIN ? b[l * n + j] : b[j * k + l]);
        }
        result[i * n + j] = alpha * sum + (beta == 0 ? 0 : beta * c[i * n + j]);
      }
    }
    return result;
  }

  private static double[] random(int count, long seed) {
    Random random = new Random(seed);
    return IntStream.range(0, count).mapToDouble(i -> random.nextGaussian()).toArray();
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  private static double[] doubles(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }

  /** In buffers: windows of larger matrices, in every form, in both precisions. */
  @ParameterizedTest
  @CsvSource({"1, 1, 1", "3, 5, 7", "40, 30, 60"})
  void multipliesBlocksInPlace(int m, int n, int k) {
    for (Form formA : Form.values()) {
      for (Form formB : Form.values()) {
        double[] a = random(m * k, 1);
        double[] b = random(k * n, 2);
        double[] expected = random(m * n, 3);
        DoubleBuffer wide = doubles(7 + m * (n + 2));
        for (int i = 0; i < m; i++) {
          wide.put(7 + i * (n + 2), expected, i * n, n);
        }
        FloatBuffer narrow = floats(wide);
        algebra.multiply(formA, formB, m, n, k, 2, a, b, 0.5, expected);

        int strideA = formA == Form.PLAIN ? k : m;
        int strideB = formB == Form.PLAIN ? n : k;
        DoubleBuffer wideA = doubles(m * k).put(0, a);
        DoubleBuffer wideB = doubles(k * n).put(0, b);
        algebra.multiply(
            formA,
            formB,
            m,
            n,
            k,
            2,
            new LinearAlgebra.WideBlock(wideA, 0, strideA),
            new LinearAlgebra.WideBlock(wideB, 0, strideB),
            0.5,
            new LinearAlgebra.WideBlock(wide, 7, n + 2));
        algebra.multiply(
            formA,
            formB,
            m,
            n,
            k,
            2f,
            new LinearAlgebra.Block(floats(wideA), 0, strideA),
            new LinearAlgebra.Block(floats(wideB), 0, strideB),
            0.5f,
            new LinearAlgebra.Block(narrow, 7, n + 2));
        for (int i = 0; i < m; i++) {
          for (int j = 0; j < n; j++) {
            int at = 7 + i * (n + 2) + j;
            assertThat(wide.get(at)).isCloseTo(expected[i * n + j], within(ROUNDING));
            assertThat((double) narrow.get(at))
                .isCloseTo(expected[i * n + j], within(FLOAT_ROUNDING));
          }
        }
      }
    }
  }

  @Test
  void refusesABlockThatLeavesItsBuffer() {
    LinearAlgebra.Block small = new LinearAlgebra.Block(floats(doubles(5)), 0, 3);
    assertThatThrownBy(
            () -> algebra.multiply(Form.PLAIN, Form.PLAIN, 2, 3, 1, 1f, small, small, 0f, small))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void doesEveryPieceOnce() {
    AtomicIntegerArray seen = new AtomicIntegerArray(100);
    algebra.sideBySide(100, seen::incrementAndGet);
    for (int i = 0; i < 100; i++) {
      assertThat(seen.get(i)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 65, 130, 512, 771})
  void inverts(int n) {
    double[] half = random(n * n, 4);
    double[] a = new double[n * n];
    algebra.multiply(Form.PLAIN, Form.TRANSPOSED, n, n, n, 1, half, half, 0, a);
    for (int i = 0; i < n; i++) {
      a[i * n + i] += 1;
    }
    double[] identity = new double[n * n];
    algebra.multiply(
        Form.PLAIN, Form.PLAIN, n, n, n, 1, a, algebra.invertPositiveDefinite(a, n), 0, identity);
    for (int i = 0; i < n * n; i++) {
      assertThat(identity[i]).isCloseTo(i % (n + 1) == 0 ? 1 : 0, within(1e-8));
    }
    assertThatThrownBy(() -> algebra.invertPositiveDefinite(new double[n * n], n))
        .isInstanceOf(ArithmeticException.class);
  }

  private static DoubleBuffer doubles(int count) {
    return ByteBuffer.allocateDirect(count * Double.BYTES)
        .order(ByteOrder.nativeOrder())
        .asDoubleBuffer();
  }

  private static FloatBuffer floats(DoubleBuffer values) {
    FloatBuffer narrow =
        ByteBuffer.allocateDirect(values.limit() * Float.BYTES)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    for (int i = 0; i < values.limit(); i++) {
      narrow.put(i, (float) values.get(i));
    }
    return narrow;
  }
}
