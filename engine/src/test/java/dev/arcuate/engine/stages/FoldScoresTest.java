package dev.arcuate.engine.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FoldScoresTest {
  private static final int[] SIX = IntStream.range(0, 6).toArray();

  @Test
  void aSeriesCorrelatesWithItselfByOne() {
    Random random = new Random(1);
    for (int n = 2; n < 30; n++) {
      float[] x = new float[n];
      for (int i = 0; i < n; i++) {
        x[i] = (float) random.nextGaussian();
      }
      FoldScores scores = FoldScores.of(x, x, 1, IntStream.range(0, n).toArray());
      assertThat(scores.r()[0]).isCloseTo(1, within(1e-15)).isLessThanOrEqualTo(1);
      assertThat(scores.r2()[0]).isEqualTo(1);
    }
  }

  /** numpy.corrcoef (NumPy 2.4.6), and 1 - SSE/SST in NumPy, of these six pairs. */
  @Test
  void valuesAgreeWithThoseWorkedOutElsewhere() {
    float[] y = {1, 3, 2, 5, 4, 7};
    float[] p = {2, 1, 4, 3, 5, 6};
    FoldScores scores = FoldScores.of(y, p, 1, SIX);
    assertThat(scores.r()[0]).isCloseTo(0.6433331570970116, within(1e-15));
    assertThat(scores.r2()[0]).isCloseTo(0.3571428571428572, within(1e-15));
  }

  @Test
  void onlyTheTestRowsCount() {
    float[] y = {100, 1, 3, 2, 5, 4, 7, -100};
    float[] p = {-5, 2, 1, 4, 3, 5, 6, 900};
    FoldScores whole = FoldScores.of(y, p, 1, IntStream.range(1, 7).toArray());
    FoldScores alone =
        FoldScores.of(new float[] {1, 3, 2, 5, 4, 7}, new float[] {2, 1, 4, 3, 5, 6}, 1, SIX);
    assertThat(whole.r()).containsExactly(alone.r());
    assertThat(whole.r2()).containsExactly(alone.r2());
  }

  @Test
  void whatDoesNotVaryScoresZeroAndIsMarked() {
    float[] y = {
      1, 0.1f, 1,
      2, 0.1f, 1,
      3, 0.1f, 5,
    };
    float[] p = {
      7.3f, 1, 1,
      7.3f, 2, 1,
      7.3f, 3, 5,
    };
    FoldScores scores = FoldScores.of(y, p, 3, IntStream.range(0, 3).toArray());
    assertThat(scores.r()[0]).isZero();
    assertThat(scores.r()[1]).isZero();
    assertThat(scores.r()[2]).isCloseTo(1, within(1e-12));
    assertThat(scores.r2()[1]).isZero();
    assertThat(scores.flat()).containsExactly(true, true, false);
    assertThat(scores.r2()[0]).isLessThan(0);
  }

  @Test
  void aLargeMeanCostsNoDigits() {
    float[] y = new float[6];
    float[] p = new float[6];
    float[] small = {1, 3, 2, 5, 4, 7};
    float[] other = {2, 1, 4, 3, 5, 6};
    for (int i = 0; i < 6; i++) {
      y[i] = small[i] + 1_000_000;
      p[i] = other[i] + 1_000_000;
    }
    assertThat(FoldScores.of(y, p, 1, SIX).r()[0])
        .isCloseTo(FoldScores.of(small, other, 1, SIX).r()[0], within(1e-12));
  }
}
