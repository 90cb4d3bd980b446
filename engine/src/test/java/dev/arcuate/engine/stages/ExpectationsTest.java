package dev.arcuate.engine.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.value.Activations;
import dev.arcuate.api.value.Table;
import dev.arcuate.api.value.Words;
import dev.arcuate.engine.stages.ContextSettings.Policy;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExpectationsTest {
  private static final double BITS = 1 / Math.log(2);
  private static final int ROOM = 1000;

  @TempDir Path folder;

  @Test
  void surprisalAddsUpThePiecesOfAWordGivenAllBeforeIt() throws IOException {
    RichModel model = new RichModel(true, ROOM);
    Words words = Stories.alice();
    TestTask task = run(model, words, Policy.FULL, false, false, "surprisal", "entropy");
    Activations activations = task.result("activations", Activations.class);
    assertThat(activations.layers()).containsExactly("surprisal", "entropy");
    WordTokens tokens = WordTokens.of(words, new FakeTokenizer(false));
    for (int word = 1; word < words.list().size(); word++) {
      double expected = 0;
      for (int t = tokens.first()[word]; t < tokens.end()[word]; t++) {
        expected -= model.distribution(tokens.ids(), t - 1)[(int) tokens.ids()[t]] * BITS;
      }
      assertThat((double) activations.layer(0).row(word)[0]).isCloseTo(expected, within(1e-4));
      double entropy = 0;
      for (double log : model.distribution(tokens.ids(), tokens.first()[word] - 1)) {
        entropy -= Math.exp(log) * log * BITS;
      }
      assertThat((double) activations.layer(1).row(word)[0]).isCloseTo(entropy, within(1e-4));
    }
    assertThat(model.queries).hasSize(1);
    assertThat(model.batches).isEmpty();
  }

  @Test
  void aWordWithNothingBeforeItGetsTheMeanAndIsReported() throws IOException {
    TestTask task =
        run(new RichModel(true, ROOM), Stories.alice(), Policy.FULL, false, false, "surprisal");
    Activations activations = task.result("activations", Activations.class);
    float[] column = activations.layer(0).toArray();
    double mean = 0;
    for (int word = 1; word < column.length; word++) {
      mean += column[word] / (column.length - 1);
    }
    assertThat((double) column[0]).isCloseTo(mean, within(1e-4));
    assertThat(task.warnings())
        .singleElement()
        .hasToString(
            "warning SURPRISAL_MISSING: 1 of 47 words have nothing to their left in their context"
                + " and no surprisal; they get the mean of the others");
    Table table = task.result("tokens", Table.class);
    assertThat(table.text(0, "surprisal")).isEqualTo("n/a");
    assertThat(table.text(0, "word-surprisal")).isEqualTo("n/a");
    assertThat(table.number(2, "surprisal")).isPositive();
  }

  @Test
  void withABeginTokenTheFirstWordHasASurprisal() throws IOException {
    RichModel model = new RichModel(true, ROOM);
    Words words = Stories.alice();
    TestTask task = run(model, words, Policy.NONE, false, true, "surprisal");
    assertThat(task.warnings()).isEmpty();
    WordTokens tokens = WordTokens.of(words, new FakeTokenizer(false));
    float[] column = task.result("activations", Activations.class).layer(0).toArray();
    long[] ids = {RichModel.BEGIN, tokens.ids()[0], tokens.ids()[1]};
    double expected =
        -(model.distribution(ids, 0)[(int) ids[1]] + model.distribution(ids, 1)[(int) ids[2]]);
    assertThat((double) column[0]).isCloseTo(expected * BITS, within(1e-4));
  }

  @Test
  void noContextAtAllIsRefused() {
    Words words = Stories.of("a b c", 100);
    assertThatThrownBy(
            () -> run(new RichModel(true, ROOM), words, Policy.NONE, false, false, "surprisal"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(
            "SURPRISAL_UNDEFINED: no word has anything to its left in its context, so there is no"
                + " surprisal");
  }

  /** Pseudo-log-likelihood: a piece and the rest of its word are masked, all else is seen. */
  @Test
  void aMaskedModelIsAskedWithinTheWordFromLeftToRight() throws IOException {
    RichModel model = new RichModel(false, ROOM);
    Words words = Stories.alice();
    TestTask task = run(model, words, Policy.DOCUMENT, true, false, "surprisal");
    float[] column = task.result("activations", Activations.class).layer(0).toArray();
    WordTokens tokens = WordTokens.of(words, new FakeTokenizer(true));
    for (int word = 0; word < column.length; word++) {
      double expected = 0;
      for (int t = tokens.first()[word]; t < tokens.end()[word]; t++) {
        long[] ids = whole(tokens);
        Arrays.fill(ids, t + 1, tokens.end()[word] + 1, RichModel.MASK);
        expected -= model.distribution(ids, t + 1)[(int) tokens.ids()[t]] * BITS;
      }
      assertThat((double) column[word]).isCloseTo(expected, within(1e-4));
    }
    assertThat(task.warnings()).isEmpty();
  }

  private static long[] whole(WordTokens tokens) {
    int end = tokens.end()[tokens.words() - 1];
    long[] ids = new long[end + 2];
    ids[0] = FakeTokenizer.START;
    System.arraycopy(tokens.ids(), 0, ids, 1, end);
    ids[end + 1] = FakeTokenizer.END;
    return ids;
  }

  @Test
  void aModelWithoutPredictionsIsRefused() {
    assertThatThrownBy(
            () -> {
              TestTask task = new TestTask(folder).with("words", Stories.alice());
              new LanguageModelStage()
                  .run(
                      new FakeModel(true, 512),
                      new FakeModel.Settings(),
                      Optional.of(settings(Policy.FULL, false, false, "surprisal")),
                      task);
            })
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problems())
                  .extracting(Problem::message)
                  .containsExactly(
                      "model 'fake' gives no probabilities of tokens, so there is no surprisal");
            });
  }

  @Test
  void theTableListsEveryPieceWithItsPlaceInTheText() throws IOException {
    Words words = Stories.of("one beginning", 100);
    Table table =
        run(new RichModel(true, ROOM), words, Policy.FULL, false, false, "all")
            .result("tokens", Table.class);
    assertThat(table.rows()).isEqualTo(4);
    assertThat(table.cells().get(2))
        .containsExactly(
            "run0",
            "1",
            "beginning",
            "2",
            "3",
            table.text(2, "id"),
            "7",
            "10",
            "n/a",
            "n/a",
            "n/a");
  }

  @Test
  void memoryThatDoesNotSufficeHalvesTheBatches() throws IOException {
    RichModel tight = new RichModel(false, 3);
    RichModel roomy = new RichModel(false, ROOM);
    Words words = Stories.alice();
    Activations some =
        run(tight, words, Policy.SENTENCES, false, false, "all", "surprisal")
            .result("activations", Activations.class);
    Activations all =
        run(roomy, words, Policy.SENTENCES, false, false, "all", "surprisal")
            .result("activations", Activations.class);
    for (int layer = 0; layer < 4; layer++) {
      assertThat(some.layer(layer).toArray()).containsExactly(all.layer(layer).toArray());
    }
    assertThat(tight.batches).allMatch(size -> size <= 3).contains(3);
    assertThat(roomy.batches).anyMatch(size -> size > 3);
  }

  @Test
  void memoryForNotOneSequenceIsSaidSo() {
    assertThatThrownBy(
            () -> run(new RichModel(true, 0), Stories.alice(), Policy.FULL, false, false, "all"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(
            "MEMORY_TOO_SMALL: memory does not suffice for one sequence of 98 tokens");
  }

  @Test
  void anUntrainedTwinIsUsedWhereASeedIsGiven() throws IOException {
    RichModel model = new RichModel(true, ROOM);
    Words words = Stories.alice();
    TestTask task = new TestTask(folder.resolve("twin")).with("words", words);
    ExtractionSettings trained = settings(Policy.FULL, false, false, "2");
    new LanguageModelStage()
        .run(
            model,
            new FakeModel.Settings(),
            Optional.of(
                new ExtractionSettings(
                    trained.layers(), trained.context(), Optional.empty(), false, Optional.of(7L))),
            task);
    float[] twin = task.result("activations", Activations.class).layer(0).toArray();
    float[] own =
        run(model, words, Policy.FULL, false, false, "2")
            .result("activations", Activations.class)
            .layer(0)
            .toArray();
    assertThat((double) twin[0]).isCloseTo(own[0] + 7.0, within(1e-5));
    assertThat(task.notes()).containsEntry("untrained", 7L);
  }

  private TestTask run(
      RichModel model, Words words, Policy policy, boolean future, boolean begin, String... layers)
      throws IOException {
    TestTask task =
        new TestTask(folder.resolve("task" + System.identityHashCode(model) + layers.length))
            .with("words", words);
    new LanguageModelStage()
        .run(
            model,
            new FakeModel.Settings(),
            Optional.of(settings(policy, future, begin, layers)),
            task);
    return task;
  }

  private static ExtractionSettings settings(
      Policy policy, boolean future, boolean begin, String... layers) {
    Optional<Integer> size = policy == Policy.SENTENCES ? Optional.of(0) : Optional.empty();
    return new ExtractionSettings(
        List.of(layers),
        new ContextSettings(policy, size, Optional.empty(), Optional.empty(), future, false),
        Optional.empty(),
        begin,
        Optional.empty());
  }
}
