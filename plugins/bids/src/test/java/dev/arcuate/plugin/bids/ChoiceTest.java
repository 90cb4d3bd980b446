package dev.arcuate.plugin.bids;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arcuate.api.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChoiceTest {
  private static final List<String> RUNS = List.of("1", "02", "3", "10", "pilot");

  private static List<String> chosen(String... texts) {
    Choice choice = Choice.of("run", List.of(texts));
    return RUNS.stream().filter(label -> choice.matches(Optional.of(label))).toList();
  }

  @Test
  void means() {
    assertThat(chosen("2")).containsExactly("02");
    assertThat(chosen("run-2", "10")).containsExactly("02", "10");
    assertThat(chosen("2-10")).containsExactly("02", "3", "10");
    assertThat(chosen("all")).isEqualTo(RUNS);
    assertThat(chosen("/\\d{2}|pil.*/")).containsExactly("02", "10", "pilot");
    assertThat(chosen("none")).isEmpty();
    assertThat(Choice.of("run", "none").matches(Optional.empty())).isTrue();
    assertThat(Choice.of("run", "all").matches(Optional.empty())).isFalse();
    assertThat(Choice.of("run", List.of()).matches(Optional.empty())).isTrue();
  }

  @Test
  void refusesWhatChoosesNothing() {
    for (String text : List.of("5-1", "/(/")) {
      assertThatThrownBy(() -> Choice.of("run", text))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("BIDS_QUERY")
          .hasMessageContaining("'" + text + "'");
    }
  }

  @Test
  void ordersLabels() {
    assertThat(Stream.of("b", "10", "2", "01", "a", "002").sorted(Labels.ORDER))
        .containsExactly("01", "002", "2", "10", "a", "b");
  }
}
