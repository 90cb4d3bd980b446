package dev.arcuate.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BinomialIntervalTest {
  /** scipy.stats.binom.ppf at .005 and .995. */
  @Test
  void holdsNinetyNinePercent() {
    assertThat(BinomialInterval.of(200, 0.05)).isEqualTo(new BinomialInterval(3, 19));
    assertThat(BinomialInterval.of(2000, 0.05)).isEqualTo(new BinomialInterval(76, 126));
    assertThat(BinomialInterval.of(40, 0.5)).isEqualTo(new BinomialInterval(12, 28));
    assertThat(BinomialInterval.of(40, 0.5).holds(29)).isFalse();
  }
}
