package dev.arcuate.plugin.stimulus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arcuate.api.value.Sampling;
import dev.arcuate.api.value.Words;
import java.util.List;
import org.junit.jupiter.api.Test;

class SentenceBlocksTest {
  @Test
  void everyVolumeBelongsToTheSentenceLastBegun() {
    Sampling sampling =
        new Sampling(
            2,
            List.of(
                new Sampling.Run("a", 4),
                // Two volumes were dropped from the start, the second of the rest was censored.
                new Sampling.Run("b", 2, 4, List.of(1))));
    assertThat(SentenceBlocks.labels(WORDS, sampling, 0))
        .containsExactly(
            "a, sentence before the first",
            "a, sentence 0",
            "a, sentence 0",
            "a, sentence 1",
            "b, sentence 0",
            "b, sentence 1");
    assertThat(SentenceBlocks.labels(WORDS, sampling, 1.5).get(1))
        .isEqualTo("a, sentence before the first");
  }

  /** Run, onset and sentence of a few words. */
  private static final Words WORDS =
      new Words(
          "a b c d e",
          List.of(
              word("a", 1.5, 0, 0),
              word("a", 2.5, 0, 2),
              word("a", 5.0, 1, 4),
              word("b", 3.0, 0, 6),
              word("b", 7.0, 1, 8)));

  private static Words.Word word(String run, double onset, int sentence, int at) {
    return new Words.Word(run, onset, 0.3, sentence, at, at + 1, true, "w");
  }
}
