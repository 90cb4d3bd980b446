package dev.arcuate.api.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arcuate.api.fold.FoldSettings.Scheme;
import dev.arcuate.api.fold.Folds.Fold;
import dev.arcuate.api.value.Sampling;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FoldsTest {
  private static final Sampling STORY = new Sampling(2, List.of(new Sampling.Run("story", 103)));
  private static final Sampling RUNS =
      new Sampling(
          2,
          List.of(new Sampling.Run("a", 40), new Sampling.Run("b", 30), new Sampling.Run("c", 40)));

  @Test
  void blocksAreContiguousAndTheFirstGetTheRowsLeftOver() {
    Folds folds = Folds.of(STORY, 8, settings(Scheme.CONTIGUOUS, 5));
    assertThat(folds.list().stream().map(fold -> fold.test().length))
        .containsExactly(21, 21, 21, 20, 20);
    assertThat(folds.list().get(1).test()).containsExactly(IntStream.range(21, 42).toArray());
    assertThat(folds.leaky()).isFalse();
    assertThat(Folds.audit(folds.list(), STORY, 10)).isEmpty();
  }

  @Test
  void theGapIsTheLongestDelayButAtLeastTenSeconds() {
    assertThat(Folds.of(STORY, 8, settings(Scheme.CONTIGUOUS, 2)).gapRows()).isEqualTo(5);
    Folds folds = Folds.of(STORY, 14, settings(Scheme.CONTIGUOUS, 2));
    assertThat(folds.gapRows()).isEqualTo(7);
    assertThat(folds.list().get(0).train()[0]).isEqualTo(52 + 7);
  }

  @Test
  void theGapIsCountedInTimeWhereSamplesWereTakenOut() {
    // Samples 20 to 29 were censored, so that rows 19 and 20 are 22 s apart.
    List<Integer> removed = IntStream.range(20, 30).boxed().toList();
    Sampling sampling = new Sampling(2, List.of(new Sampling.Run("story", 40, 0, removed)));
    Fold first = Folds.of(sampling, 8, settings(Scheme.CONTIGUOUS, 2)).list().get(0);
    assertThat(first.test()).containsExactly(IntStream.range(0, 20).toArray());
    assertThat(first.train()).containsExactly(IntStream.range(20, 40).toArray());
  }

  @Test
  void noGapIsNeededBetweenRuns() {
    Folds folds = Folds.of(RUNS, 8, settings(Scheme.RUNS, 5));
    assertThat(folds.list()).hasSize(3);
    assertThat(folds.list().get(1).train()).hasSize(80);
  }

  @Test
  void sentencesAreNeverCut() {
    List<String> sentences =
        IntStream.range(0, 103).mapToObj(row -> "sentence " + row / 7).toList();
    Sampling sampling = STORY.withBlocks(sentences);
    Folds folds = Folds.of(sampling, 8, settings(Scheme.CONTIGUOUS, 4));
    for (Fold fold : folds.list()) {
      List<String> tested = Arrays.stream(fold.test()).mapToObj(sentences::get).toList();
      assertThat(IntStream.of(fold.train()).boxed())
          .noneMatch(row -> tested.contains(sentences.get(row)));
      assertThat(fold.test().length).isBetween(21, 30);
    }
    assertThat(Folds.audit(folds.list(), sampling, 10)).isEmpty();
    for (Fold inner : folds.inner(folds.list().get(2), sampling, 3)) {
      List<String> tested = Arrays.stream(inner.test()).mapToObj(sentences::get).toList();
      assertThat(IntStream.of(inner.train()).boxed())
          .noneMatch(row -> tested.contains(sentences.get(row)));
    }
  }

  @Test
  void rowsOfOneGroupStayTogetherWhereverTheyAre() {
    List<String> groups = IntStream.range(0, 103).mapToObj(row -> "g" + row % 10).toList();
    Folds folds = Folds.of(STORY.withBlocks(groups), 0, allowing(Duration.ZERO));
    for (Fold fold : folds.list()) {
      List<Integer> tested = Arrays.stream(fold.test()).mapToObj(row -> row % 10).toList();
      assertThat(IntStream.of(fold.train()).boxed()).noneMatch(row -> tested.contains(row % 10));
    }
    assertThat(folds.list().stream().mapToInt(fold -> fold.test().length).sum()).isEqualTo(103);
  }

  @Test
  void runsOfOneStimulusAreTestedTogether() {
    FoldSettings repeated =
        new FoldSettings(
            Scheme.RUNS, 5, Optional.empty(), false, Map.of("a", "story", "c", "story"), 0);
    Folds folds = Folds.of(RUNS, 8, repeated);
    assertThat(folds.list()).hasSize(2);
    assertThat(folds.list().get(0).test()).hasSize(80);
    assertThat(folds.list().get(0).train()).containsExactly(IntStream.range(40, 70).toArray());

    FoldSettings contiguous =
        new FoldSettings(
            Scheme.CONTIGUOUS, 5, Optional.empty(), false, Map.of("a", "story", "c", "story"), 0);
    Fold first = Folds.of(RUNS, 8, contiguous).list().get(0);
    assertThat(IntStream.of(first.train()).boxed()).noneMatch(row -> row >= 70);
  }

  @Test
  void epochsKeepAwayFromOthersThatShareTheirSamples() {
    List<Double> onsets = IntStream.range(0, 60).mapToObj(i -> i * 0.4).toList();
    Sampling events =
        new Sampling(0.4, List.of(new Sampling.Run("1", 60)), Optional.empty(), List.of(), onsets);
    Folds folds = Folds.of(events, 2.5, settings(Scheme.CONTIGUOUS, 3));
    assertThat(folds.list().get(0).train()[0]).isEqualTo(19 + 7);
  }

  @Test
  void shufflingIsRefusedAndSaysWhy() {
    assertThatThrownBy(() -> Folds.of(STORY, 8, settings(Scheme.SHUFFLED, 5)))
        .hasMessage(
            "error LEAKY_FOLDS: rows are shuffled, so that nearly every test row lies between two"
                + " training rows that share words and noise with it");
    FoldSettings allowed =
        new FoldSettings(Scheme.SHUFFLED, 5, Optional.empty(), true, Map.of(), 3);
    Folds folds = Folds.of(STORY, 8, allowed);
    assertThat(folds.leaky()).isTrue();
    assertThat(folds.list().get(0).test().length + folds.list().get(0).train().length)
        .isEqualTo(103);
    assertThat(Folds.audit(folds.list(), STORY, 10)).hasSize(5);
    assertThat(Folds.audit(folds.list(), STORY, 10).get(0))
        .matches("fold 1: \\d+ of 82 training rows lie within 10 s of a test row of their run.*");
  }

  @Test
  void aGapShorterThanTheDelaysIsRefused() {
    assertThatThrownBy(
            () ->
                Folds.of(
                    STORY,
                    8,
                    new FoldSettings(
                        Scheme.CONTIGUOUS, 5, Optional.of(Duration.ofSeconds(4)), false)))
        .hasMessage(
            "error LEAKY_FOLDS: a gap of 4 s lets training rows share words with test rows: delays"
                + " and the response of the brain reach 10 s");
  }

  @Test
  void tooFewRowsBlocksAndRunsAreNamed() {
    Sampling tiny = new Sampling(2, List.of(new Sampling.Run("story", 3)));
    assertThatThrownBy(() -> Folds.of(tiny, 8, settings(Scheme.CONTIGUOUS, 5)))
        .hasMessage("error TOO_FEW_ROWS: 3 rows cannot make 5 folds");
    Sampling small = new Sampling(2, List.of(new Sampling.Run("story", 8)));
    assertThatThrownBy(() -> Folds.of(small, 8, settings(Scheme.CONTIGUOUS, 2)))
        .hasMessage(
            "error TOO_FEW_ROWS: 8 rows in 1 run(s) cannot make 2 folds with a gap of 10 s: nothing"
                + " is left to train on");
    List<String> one = IntStream.range(0, 103).mapToObj(row -> "all").toList();
    assertThatThrownBy(() -> Folds.of(STORY.withBlocks(one), 8, settings(Scheme.CONTIGUOUS, 5)))
        .hasMessage(
            "error TOO_FEW_BLOCKS: 1 block of rows that belong together cannot make 5 folds");
    assertThatThrownBy(() -> Folds.of(STORY, 8, settings(Scheme.RUNS, 5)))
        .hasMessage(
            "error TOO_FEW_RUNS: folds of whole runs need two or more runs with different stimuli;"
                + " there is only 'story'");
    assertThatThrownBy(
            () ->
                Folds.of(
                    RUNS,
                    8,
                    new FoldSettings(
                        Scheme.RUNS, 5, Optional.empty(), false, Map.of("z", "story"), 0)))
        .hasMessage("error UNKNOWN_RUN: 'stimuli' names run 'z'; there are a, b, c");
  }

  private static FoldSettings settings(Scheme scheme, int count) {
    return new FoldSettings(scheme, count, Optional.empty(), false);
  }

  private static FoldSettings allowing(Duration gap) {
    return new FoldSettings(Scheme.CONTIGUOUS, 5, Optional.of(gap), true);
  }
}
