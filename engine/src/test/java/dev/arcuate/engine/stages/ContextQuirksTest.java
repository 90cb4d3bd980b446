package dev.arcuate.engine.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.value.Activations;
import dev.arcuate.api.value.Words;
import dev.arcuate.engine.stages.ContextSettings.Policy;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What published code does to the context of words, off by default. */
class ContextQuirksTest {
  /** 47 words: two runs of 17 and one of 13. */
  private static final Words WORDS = Stories.of(Stories.TEXT, 17);

  private static final String WRAP = "context.wrap";
  private static final String EXCLUSIVE = "mlm.mask-exclusive";

  @TempDir Path folder;
  private int runs;

  static Stream<ContextSettings> windows() {
    return Stream.of(
        context(Policy.FULL, 12, false),
        context(Policy.WORDS, 7, false),
        // More than a lap: every word of the run once.
        context(Policy.WORDS, 40, false),
        context(Policy.FULL, 200, false),
        context(Policy.WORDS, 20, true));
  }

  @ParameterizedTest
  @MethodSource("windows")
  void theContextOfTheFirstWordsIsTheEndOfTheirRun(ContextSettings context) throws IOException {
    for (boolean causal : List.of(true, false)) {
      FakeModel model = new FakeModel(causal, 300);
      Activations activations = run(model, context, WRAP, "delay.wrap");
      assertThat(activations.quirks()).containsExactly(WRAP);
      Activations plain = run(new FakeModel(causal, 300), context);
      assertThat(plain.quirks()).isEmpty();
      WordTokens tokens = WordTokens.of(WORDS, new FakeTokenizer(!causal));
      for (int word = 0; word < WORDS.list().size(); word++) {
        List<Long> ids = circle(tokens, context, word);
        int end = ids.size();
        int pieces = tokens.end()[word] - tokens.first()[word];
        if (!causal) {
          ids.add(0, FakeTokenizer.START);
          ids.add(FakeTokenizer.END);
          end++;
        }
        float[] states = model.states(ids.stream().mapToLong(id -> id).toArray(), 2);
        float[] row = activations.layer(2).row(word);
        for (int column = 0; column < FakeModel.WIDTH; column++) {
          double sum = 0;
          int read = causal ? 1 : pieces;
          for (int token = end - read; token < end; token++) {
            sum += states[token * FakeModel.WIDTH + column];
          }
          assertThat((double) row[column]).as("word %d", word).isCloseTo(sum / read, within(1e-5));
        }
      }
      assertThat(activations.layer(2).row(0)).isNotEqualTo(plain.layer(2).row(0));
    }
  }

  /** Walks back from a word, over the start of its run to the end, until the window is full. */
  private static List<Long> circle(WordTokens tokens, ContextSettings context, int word) {
    int from = word;
    int to = word + 1;
    while (from > 0 && (context.acrossRuns() || sameRun(from - 1, word))) {
      from--;
    }
    while (to < tokens.words() && (context.acrossRuns() || sameRun(to, word))) {
      to++;
    }
    List<Long> ids = new ArrayList<>();
    int at = word;
    for (int taken = 0; taken < to - from; taken++) {
      // Punctuation behind a word goes with it, the word that is read and the run's last one aside.
      int end = taken == 0 || at == to - 1 ? tokens.end()[at] : tokens.first()[at + 1];
      int room = context.size().orElseThrow();
      boolean full =
          context.policy() == Policy.WORDS
              ? taken == room
              : ids.size() + end - tokens.first()[at] > room;
      if (full) {
        break;
      }
      for (int token = end - 1; token >= tokens.first()[at]; token--) {
        ids.add(0, tokens.ids()[token]);
      }
      at = at == from ? to - 1 : at - 1;
    }
    return ids;
  }

  private static boolean sameRun(int word, int other) {
    return WORDS.list().get(word).run().equals(WORDS.list().get(other).run());
  }

  @Test
  void contextsThatDoNotSlideHaveNothingToWrap() throws IOException {
    ContextSettings blocks = context(Policy.BLOCKS, 16, false);
    Activations activations = run(new FakeModel(true, 300), blocks, WRAP);
    assertThat(activations.quirks()).isEmpty();
    assertThat(activations.layer(2).toArray())
        .isEqualTo(run(new FakeModel(true, 300), blocks).layer(2).toArray());
  }

  @Test
  void aMaskedModelIsKeptFromTheWordItselfAndACausalOneIsNot() throws IOException {
    ContextSettings blocks = context(Policy.BLOCKS, 16, false);
    Activations masked = run(new FakeModel(false, 300), blocks, EXCLUSIVE);
    assertThat(masked.quirks()).containsExactly(EXCLUSIVE);
    // The fake one becomes the causal fake.
    Activations causal = run(new FakeModel(true, 300), blocks, EXCLUSIVE);
    assertThat(causal.quirks()).isEmpty();
    assertThat(masked.layer(2).toArray()).isEqualTo(causal.layer(2).toArray());
    assertThat(masked.layer(2).toArray())
        .isNotEqualTo(run(new FakeModel(false, 300), blocks).layer(2).toArray());
  }

  private Activations run(FakeModel model, ContextSettings context, String... quirks)
      throws IOException {
    TestTask task = new TestTask(folder.resolve("task" + runs++)).with("words", WORDS);
    ExtractionSettings settings =
        new ExtractionSettings(
            List.of("all"), context, Optional.empty(), false, Optional.empty(), List.of(quirks));
    new LanguageModelStage().run(model, new FakeModel.Settings(), Optional.of(settings), task);
    Activations activations = task.result("activations", Activations.class);
    assertThat(task.notes().getOrDefault("quirks", List.of())).isEqualTo(activations.quirks());
    return activations;
  }

  private static ContextSettings context(Policy policy, int size, boolean acrossRuns) {
    return new ContextSettings(
        policy, Optional.of(size), Optional.empty(), Optional.empty(), false, acrossRuns);
  }
}
