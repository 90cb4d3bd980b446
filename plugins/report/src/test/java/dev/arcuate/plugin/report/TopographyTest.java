package dev.arcuate.plugin.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Maps of the head against SciPy, see bench/oracles/topography.py. */
class TopographyTest {
  private static final double[][] PLACES = {
    {0, 0.9}, {0.8, 0.2}, {0.5, -0.7}, {-0.5, -0.7}, {-0.8, 0.2}, {0.1, 0.1}, {-0.2, -0.3}
  };
  private static final double[] VALUES = {0.02, 0.10, -0.05, 0.01, 0.07, 0.03, 0.11};
  private static final double[][] AT = {{0, 0}, {0.4, 0.3}, {-0.5, 0.1}, {0.2, -0.4}, {-0.3, 0.5}};
  private static final double[] SCIPY = {
    0.05282246052041899,
    0.04813848921872271,
    0.08155792158569589,
    0.03471388463805819,
    0.03594080627761337
  };

  private static double[] between(double[][] places, double[] values, double[][] at) {
    return new Topography(places).between(new double[][] {values}, at)[0];
  }

  @Test
  void interpolatesAsSciPyDoes() {
    double[] own = between(PLACES, VALUES, AT);
    for (int i = 0; i < own.length; i++) {
      assertThat(own[i]).isCloseTo(SCIPY[i], within(1e-12));
    }
  }

  @Test
  void passesThroughWhatIsKnownAndNeverBeyond() {
    double[] known = between(PLACES, VALUES, PLACES);
    for (int i = 0; i < known.length; i++) {
      assertThat(known[i]).isCloseTo(VALUES[i], within(1e-12));
    }
    double[] outside = between(PLACES, VALUES, new double[][] {{0.6, -1.4}, {1.4, 0.4}});
    assertThat(outside[0]).isEqualTo(-0.05);
    assertThat(outside[1]).isLessThanOrEqualTo(0.11);
  }

  @Test
  void takesPlacesThatCoincideAsOne() {
    double[][] twice = new double[2 * PLACES.length][];
    double[] values = new double[twice.length];
    for (int i = 0; i < twice.length; i++) {
      twice[i] = PLACES[i / 2].clone();
      values[i] = VALUES[i / 2] + (i % 2 == 0 ? 0.01 : -0.01);
    }
    double[] own = between(twice, values, AT);
    for (int i = 0; i < own.length; i++) {
      assertThat(own[i]).isCloseTo(SCIPY[i], within(1e-12));
    }
  }

  @Test
  void saysWhereNoSurfaceIsDetermined() {
    assertThat(new Topography(PLACES).possible()).isTrue();
    assertThat(new Topography(new double[][] {{0, 0}, {0.5, 0.5}, {1, 1}}).possible()).isFalse();
    assertThat(new Topography(new double[][] {{0, 0}, {0, 0}}).possible()).isFalse();
  }

  @Test
  void isQuickForAWholeHelmet() {
    Random random = new Random(1);
    double[][] places = new double[306][];
    double[][] values = new double[18][306];
    for (int i = 0; i < places.length; i++) {
      places[i] = new double[] {random.nextDouble() * 2 - 1, random.nextDouble() * 2 - 1};
      for (double[] set : values) {
        set[i] = random.nextGaussian();
      }
    }
    org.junit.jupiter.api.Assertions.assertTimeout(
        Duration.ofSeconds(10), () -> new Topography(places).between(values, places));
  }
}
