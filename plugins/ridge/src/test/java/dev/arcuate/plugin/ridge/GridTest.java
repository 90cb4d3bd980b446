package dev.arcuate.plugin.ridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class GridTest {
  @Test
  void theLeastLossWinsAndTheGreaterPenaltyAmongEqualOnes() {
    assertThat(Grid.best(new double[] {3, 1, 2})).isEqualTo(1);
    assertThat(Grid.best(new double[] {3, 1, 1 + 1e-13, 2})).isEqualTo(2);
    assertThat(Grid.best(new double[] {3, 1, 1 + 1e-8, 2})).isEqualTo(1);
    assertThat(Grid.best(new double[] {0, 0, 0})).as("a constant target").isEqualTo(2);
    assertThat(Grid.best(new double[] {1e-26, 2e-26})).as("tiny units").isEqualTo(0);
  }

  @Test
  void anotherCandidateHasToBeBetter() {
    assertThat(Grid.best(new double[] {3, 2, 2, 3}, 2)).isEqualTo(1);
    assertThat(Grid.best(new double[] {3, 2, 1, 3}, 2)).isEqualTo(2);
  }

  @Test
  void penaltiesAreSortedAndNeeded() {
    RidgeSettings settings = settings(List.of(10.0, 1.0, 10.0));
    assertThat(settings.grid()).containsExactly(1, 10);
    assertThatThrownBy(() -> settings(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'alphas' is empty");
  }

  private static RidgeSettings settings(List<Double> alphas) {
    return Ridges.settings(alphas, Selection.PER_TARGET, Inner.K_FOLD, true);
  }
}
