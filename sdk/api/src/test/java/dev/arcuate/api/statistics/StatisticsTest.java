package dev.arcuate.api.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Values of NumPy 2.4.6 and SciPy 1.17.1; larger ones stand with the plugins that use them. */
class StatisticsTest {
  /** numpy.percentile([3, 1, 4, 1, 5, 9, 2, 6], [0, 2.5, 10, 50, 97.5, 100]). */
  @Test
  void percentilesAsNumpyHasThem() {
    double[] values = {3, 1, 4, 1, Double.NaN, 5, 9, 2, 6};
    double[] expected = {1, 1, 1, 3.5, 8.475, 9};
    assertThat(Percentiles.of(values, 0, 2.5, 10, 50, 97.5, 100))
        .containsExactly(expected, within(1e-12));
    assertThat(values).startsWith(3, 1, 4);
    assertThat(Percentiles.ofSorted(new float[] {1, 1, 2, 3, 4, 5, 6, 9}, 97.5))
        .isCloseTo(8.475, within(1e-12));
    assertThat(Percentiles.of(new double[] {Double.NaN}, 50)).containsExactly(Double.NaN);
    assertThat(Percentiles.ofSorted(new double[] {7}, 30)).isEqualTo(7);
  }

  /** scipy.stats.false_discovery_control; the last is left out. */
  @Test
  void falseDiscoveryAsScipyHasIt() {
    double[] p = {.205, .001, .039, .041, .008, .042, .060, .212, .074, .216, Double.NaN};
    double[] expected = {.216, .01, .084, .084, .04, .084, .1, .216, .185 / 1.75, .216};
    double[] q = FalseDiscovery.adjust(p);
    assertThat(java.util.Arrays.copyOf(q, 10)).containsExactly(expected, within(1e-10));
    assertThat(q[10]).isNaN();
    assertThat(FalseDiscovery.adjust(new double[0])).isEmpty();
  }
}
