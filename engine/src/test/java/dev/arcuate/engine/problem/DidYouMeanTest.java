package dev.arcuate.engine.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DidYouMeanTest {
  private static final List<String> KNOWN =
      List.of("layers", "max-delay", "alphas", "pooling", "context", "k");

  @ParameterizedTest
  @CsvSource({
    "layer, layers",
    "Layers, layers",
    "maxDelay, max-delay",
    "max_delay, max-delay",
    "max-dleay, max-delay",
    "alhpas, alphas",
    "poling, pooling",
  })
  void findsWhatWasMeant(String written, String meant) {
    assertThat(DidYouMean.nearest(written, KNOWN)).contains(meant);
  }

  @ParameterizedTest
  @CsvSource({"banana", "x", "''", "contentment"})
  void suggestsNothingFarFetched(String written) {
    assertThat(DidYouMean.nearest(written, KNOWN)).isEmpty();
  }

  @Test
  void breaksTiesByName() {
    assertThat(DidYouMean.nearest("sub", List.of("sup", "sun"))).contains("sun");
  }

  @Test
  void listsWhatIsKnownWhenNothingIsNear() {
    assertThat(DidYouMean.hint("banana", "known settings", List.of("a", "b")))
        .isEqualTo("known settings: a, b");
    assertThat(DidYouMean.hint("banana", "settings", List.of())).isEqualTo("there are no settings");
  }

  @Test
  void shortensLongLists() {
    List<String> many = IntStream.range(10, 40).mapToObj(Integer::toString).toList();

    assertThat(DidYouMean.list(many)).endsWith("20, 21 and 18 more");
  }

  @ParameterizedTest
  @CsvSource({"abc, abc, 0", "abc, acb, 1", "abc, ab, 1", "'', ab, 2", "kitten, sitting, 3"})
  void countsEdits(String from, String to, int edits) {
    assertThat(DidYouMean.distance(from, to)).isEqualTo(edits);
  }
}
