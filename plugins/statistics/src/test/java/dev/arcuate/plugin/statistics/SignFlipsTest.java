package dev.arcuate.plugin.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SignFlipsTest {
  @Test
  void theMaximumOverTargetsControlsTheFamilyWiseError() {
    int tables = 400;
    int families = 0;
    int single = 0;
    Random random = new Random(3);
    for (int table = 0; table < tables; table++) {
      SignFlips flips =
          SignFlips.of(gaussian(random, 7, 30, 0), Alternative.TWO_SIDED, 128, 1, () -> {});
      families += least(flips.corrected()) <= 0.05 ? 1 : 0;
      single += flips.p()[0] <= 0.05 ? 1 : 0;
    }
    assertThat((double) families / tables).isLessThan(0.085);
    assertThat((double) single / tables).isLessThan(0.085);
  }

  @Test
  void whatIsThereIsFoundByAllAndBySomeFlips() {
    double[][] values = gaussian(new Random(4), 12, 50, 0);
    for (double[] ofSubject : values) {
      ofSubject[7] += 4;
    }
    for (int most : new int[] {4096, 500}) {
      SignFlips flips = SignFlips.of(values, Alternative.GREATER, most, 1, () -> {});
      assertThat(flips.exhaustive()).isEqualTo(most == 4096);
      assertThat(flips.corrected()[7]).isLessThanOrEqualTo(0.01);
      assertThat(flips.p()[7]).isLessThanOrEqualTo(flips.corrected()[7]);
    }
  }

  @Test
  void theLeastPValueIsOneOfAllFlips() {
    double[][] values = {{1}, {2}, {3}, {4}};
    assertThat(SignFlips.of(values, Alternative.TWO_SIDED, 1000, 1, () -> {}).p()[0])
        .isEqualTo(2 / 16.0);
    assertThat(SignFlips.of(values, Alternative.GREATER, 1000, 1, () -> {}).p()[0])
        .isEqualTo(1 / 16.0);
    assertThat(SignFlips.of(values, Alternative.GREATER, 9, 1, () -> {}).p()[0])
        .isCloseTo(1 / 10.0, within(0.31));
  }

  @Test
  void targetsThatASubjectLacksAreLeftOut() {
    double[][] values = {{1, Double.NaN}, {2, 5}, {3, 6}};
    SignFlips flips = SignFlips.of(values, Alternative.GREATER, 8, 1, () -> {});
    assertThat(flips.p()[0]).isEqualTo(1 / 8.0);
    assertThat(flips.corrected()[0]).isEqualTo(1 / 8.0);
    assertThat(flips.p()[1]).isNaN();
  }

  private static double least(double[] p) {
    double least = 1;
    for (double value : p) {
      least = Math.min(least, value);
    }
    return least;
  }

  private static double[][] gaussian(Random random, int subjects, int targets, double mean) {
    double[][] values = new double[subjects][targets];
    for (double[] ofSubject : values) {
      for (int target = 0; target < targets; target++) {
        ofSubject[target] = mean + random.nextGaussian();
      }
    }
    return values;
  }
}
