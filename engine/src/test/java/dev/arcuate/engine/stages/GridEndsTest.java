package dev.arcuate.engine.stages;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GridEndsTest {
  private static final double[] GRID = {1, 10, 100};
  private static final float[] CHOSEN = {1, 100, 100, 10};

  @Test
  void bothEndsCountWhereTheDesignIsUnknown() {
    assertThat(ends(Double.NaN).share()).isEqualTo(0.75);
  }

  @Test
  void theGreatestCountsOnlyIfTheGridEndsBelowTheGreatestEigenvalue() {
    assertThat(ends(1000).atGreatest()).isEqualTo(0.5);
    assertThat(ends(99).atGreatest()).isZero();
    assertThat(ends(99).atLeast()).isEqualTo(0.25);
  }

  private static GridEnds ends(double greatestEigenvalue) {
    GridEnds ends = new GridEnds();
    ends.see(CHOSEN, GRID, greatestEigenvalue);
    return ends;
  }
}
