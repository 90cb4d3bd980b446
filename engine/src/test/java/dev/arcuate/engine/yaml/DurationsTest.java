package dev.arcuate.engine.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DurationsTest {
  @ParameterizedTest
  @CsvSource({
    "10s, PT10S",
    "200ms, PT0.2S",
    "5min, PT5M",
    "1h, PT1H",
    "1.5s, PT1.5S",
    "0.5 h, PT30M",
    "0s, PT0S",
    "0.000001ms, PT0.000000001S"
  })
  void reads(String text, Duration duration) {
    assertThat(Durations.parse(text)).contains(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10", "10 sec", "5m", "-1s", "1e3s", "s", "", "1s ", "1..5s", "١s"})
  void refuses(String text) {
    assertThat(Durations.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0s",
    "PT2H, 2h",
    "PT90M, 90min",
    "PT61S, 61s",
    "PT1.5S, 1500ms",
    "PT0.0000015S, 0.0015ms"
  })
  void writesTheShortestWay(Duration duration, String text) {
    assertThat(Durations.text(duration)).isEqualTo(text);
  }

  @Test
  void readsBackWhatItWrote() {
    Random random = new Random(7);
    for (int i = 0; i < 1000; i++) {
      Duration duration =
          Duration.ofSeconds(random.nextInt(1_000_000), random.nextInt(1_000_000_000));
      assertThat(Durations.parse(Durations.text(duration))).contains(duration);
    }
  }
}
