package dev.arcuate.engine.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionsTest {
  @ParameterizedTest
  @CsvSource({
    "0.1.0, >=0.1, true",
    "0.1.0, >=0.1 & <1, true",
    "1.0.0, >=0.1 & <1, false",
    "0.1.0-SNAPSHOT, >=0.1.0, true",
    "0.2.0-rc.1, <0.2, false",
    "1.2.3, 1.2.3, true",
    "1.2.4, 1.2.3, false",
    "1.2.4, 1.2.x, true",
    "1.9.0, ^1.2, true",
    "2.0.0, ^1.2, false",
    "1.2.0+build.5, >=1.2, true",
    "0.0.1, *, true",
    "1.5.0, '  >=1.0  ', true",
    "3.0.0, <1 | >=3, true",
  })
  void judgesRanges(String version, String range, boolean expected) {
    assertThat(Versions.isVersion(version)).isTrue();
    assertThat(Versions.isRange(range)).isTrue();
    assertThat(Versions.satisfies(version, range)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "new", ">=0.1, <1", "[0.1,1)", ">=0.1 <1", "=>1", "1.2.3-rc1"})
  void refusesOtherRanges(String range) {
    assertThat(Versions.isRange(range)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "1.0", "v1.0.0", "1.0.0.0", "one"})
  void refusesOtherVersions(String version) {
    assertThat(Versions.isVersion(version)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"1.0.0, 2.0.0", "1.9.0, 1.10.0", "1.0.0-rc.1, 1.0.0", "1.0.0, 1.0.1"})
  void orders(String older, String newer) {
    assertThat(Versions.compare(older, newer)).isNegative();
    assertThat(Versions.compare(newer, older)).isPositive();
    assertThat(Versions.compare(newer, newer)).isZero();
  }
}
