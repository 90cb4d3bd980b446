package dev.arcuate.engine.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.Resources;
import dev.arcuate.api.value.Activations;
import dev.arcuate.api.value.Words;
import dev.arcuate.api.value.Words.Word;
import dev.arcuate.engine.stages.ContextSettings.Policy;
import dev.arcuate.engine.stages.ExtractionSettings.Pooling;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class LanguageModelStageTest {
  private static final int LONG = 512;

  @TempDir Path folder;
  private int runs;

  static Stream<ContextSettings> policies() {
    return Stream.of(
        context(Policy.FULL, null),
        context(Policy.FULL, 12),
        context(Policy.BLOCKS, 16),
        context(Policy.SENTENCES, 0),
        context(Policy.SENTENCES, 2),
        context(Policy.WORDS, 1),
        context(Policy.WORDS, 7),
        context(Policy.NONE, null),
        context(Policy.DOCUMENT, null),
        window(Policy.FULL, 12, 5),
        window(Policy.FULL, 12, 12),
        window(Policy.WORDS, 7, 3),
        new ContextSettings(
            Policy.TRS, Optional.of(1), Optional.empty(), Optional.of(3.0), false, false));
  }

  private static ContextSettings window(Policy policy, int size, int minimum) {
    return new ContextSettings(
        policy, Optional.of(size), Optional.of(minimum), Optional.empty(), false, false);
  }

  @ParameterizedTest
  @MethodSource("policies")
  void sharedPassesOfACausalModelGiveWhatOneByOneGives(ContextSettings context) throws IOException {
    FakeModel model = new FakeModel(true, room(context));
    assertSameAsOneByOne(model, Stories.of(Stories.TEXT, 17), context, Pooling.LAST);
  }

  @ParameterizedTest
  @MethodSource("policies")
  void aMaskedModelSeesNothingBehindTheWord(ContextSettings context) throws IOException {
    FakeModel model = new FakeModel(false, room(context));
    assertSameAsOneByOne(model, Stories.of(Stories.TEXT, 17), context, Pooling.MEAN);
  }

  /** Less than a run has, but for a policy that refuses such runs. */
  private static int room(ContextSettings context) {
    return context.policy() == Policy.DOCUMENT ? 64 : 20;
  }

  /** Works out every word alone, by the definition of its context, and compares. */
  private void assertSameAsOneByOne(
      FakeModel model, Words words, ContextSettings context, Pooling pooling) throws IOException {
    boolean causal = pooling == Pooling.LAST;
    Activations activations =
        run(
            model,
            words,
            new ExtractionSettings(
                List.of("all"), context, Optional.empty(), false, Optional.empty()));
    assertThat(activations.layers()).isEqualTo(FakeModel.LAYERS);
    WordTokens tokens = WordTokens.of(words, new FakeTokenizer(!causal));
    int[] begin = naiveContexts(words, tokens, context, room(context) - (causal ? 0 : 2));
    for (int word = 0; word < words.list().size(); word++) {
      List<Long> ids = new ArrayList<>();
      if (!causal) {
        ids.add(FakeTokenizer.START);
      }
      for (int t = tokens.first()[begin[word]]; t < tokens.end()[word]; t++) {
        ids.add(tokens.ids()[t]);
      }
      int stop = ids.size();
      if (!causal) {
        ids.add(FakeTokenizer.END);
      }
      int pieces = tokens.end()[word] - tokens.first()[word];
      for (int layer = 0; layer < 3; layer++) {
        float[] states = model.states(ids.stream().mapToLong(i -> i).toArray(), layer);
        float[] row = activations.layer(layer).row(word);
        for (int column = 0; column < FakeModel.WIDTH; column++) {
          double expected = 0;
          for (int t = causal ? stop - 1 : stop - pieces; t < stop; t++) {
            expected += states[t * FakeModel.WIDTH + column];
          }
          expected /= causal ? 1 : pieces;
          assertThat((double) row[column])
              .as("word %d layer %d column %d", word, layer, column)
              .isCloseTo(expected, within(1e-5));
        }
      }
    }
  }

  /** The definitions of the policies, without regard to speed. */
  private static int[] naiveContexts(
      Words words, WordTokens tokens, ContextSettings context, int capacity) {
    int n = words.list().size();
    int[] begin = new int[n];
    for (int w = 0; w < n; w++) {
      int run = w;
      while (run > 0 && words.list().get(run - 1).run().equals(words.list().get(w).run())) {
        run--;
      }
      int limit = capacity;
      int from = run;
      switch (context.policy()) {
        case FULL -> {
          limit = Math.min(capacity, context.size().orElse(capacity));
          from = naiveWindow(words, tokens, context, run, w, limit);
        }
        case DOCUMENT -> {}
        case BLOCKS -> from = naiveBlock(words, tokens, run, w, context.size().orElseThrow());
        case SENTENCES -> {
          int least = words.list().get(w).sentence() - context.size().orElseThrow();
          while (words.list().get(from).sentence() < least) {
            from++;
          }
        }
        case WORDS -> from = naiveWords(context, run, w);
        case TRS -> {
          double trs = context.repetitionTime().orElseThrow();
          while (Math.floor(words.list().get(from).onsetSeconds() / trs)
              < Math.floor(words.list().get(w).onsetSeconds() / trs)
                  - context.size().orElseThrow()) {
            from++;
          }
        }
        case NONE -> from = w;
      }
      while (tokens.end()[w] - tokens.first()[from] > limit) {
        from++;
      }
      begin[w] = from;
    }
    return begin;
  }

  /** Walks from the start of the run: a full window moves on until only the minimum is left. */
  private static int naiveWindow(
      Words words, WordTokens tokens, ContextSettings context, int run, int word, int limit) {
    int from = run;
    int least = Math.min(limit, context.minimum().orElse(limit));
    for (int w = run; w <= word; w++) {
      if (tokens.end()[w] - tokens.first()[from] > limit) {
        from = w;
        while (from > run && tokens.end()[w] - tokens.first()[from] < least) {
          from--;
        }
        while (tokens.end()[w] - tokens.first()[from] > limit) {
          from++;
        }
      }
    }
    assertThat(words.list()).hasSizeGreaterThan(word);
    return from;
  }

  private static int naiveWords(ContextSettings context, int run, int word) {
    int size = context.size().orElseThrow();
    int from = run;
    for (int w = run; w <= word; w++) {
      from = w - from < size ? from : w + 1 - context.minimum().orElse(size);
    }
    return from;
  }

  private static int naiveBlock(Words words, WordTokens tokens, int run, int word, int size) {
    int last = word;
    while (last + 1 < words.list().size()
        && words.list().get(last + 1).run().equals(words.list().get(word).run())) {
      last++;
    }
    int m = tokens.end()[last] - tokens.first()[run];
    int blocks = m / size + 1;
    int own = (tokens.first()[word] - tokens.first()[run]) * blocks / m;
    int from = word;
    while (from > run && (tokens.first()[from - 1] - tokens.first()[run]) * blocks / m == own) {
      from--;
    }
    return from;
  }

  @Test
  void causalModelsServeManyWordsByOnePass() throws IOException {
    FakeModel model = new FakeModel(true, LONG);
    run(model, Stories.alice(), settings(Policy.FULL, null));
    assertThat(model.seen).hasSize(1);
  }

  /** Windows of 20 tokens that overlap by 10 serve a text of 98 tokens in about 9 passes. */
  @Test
  void aMinimumOfContextLetsWordsShareWindows() throws IOException {
    FakeModel exact = new FakeModel(true, 20);
    run(exact, Stories.alice(), settings(Policy.FULL, 20));
    FakeModel shared = new FakeModel(true, 20);
    run(
        shared,
        Stories.alice(),
        new ExtractionSettings(
            List.of("all"),
            window(Policy.FULL, 20, 10),
            Optional.empty(),
            false,
            Optional.empty()));
    assertThat(exact.seen).hasSizeGreaterThan(20);
    assertThat(shared.seen).hasSizeLessThan(12);
  }

  @Test
  void aDocumentThatTheModelDoesNotTakeIsRefused() {
    assertThatThrownBy(
            () -> run(new FakeModel(true, 20), Stories.alice(), settings(Policy.DOCUMENT, null)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("CONTEXT_TOO_LONG: run run0 has 98 tokens; the model takes 20");
  }

  @Test
  void aMaskedModelSeesTheRestOfTheSentenceWhereAsked() throws IOException {
    FakeModel model = new FakeModel(false, LONG);
    Words words = Stories.alice();
    Activations activations =
        run(
            model,
            words,
            new ExtractionSettings(
                List.of("1"),
                new ContextSettings(
                    Policy.SENTENCES,
                    Optional.of(0),
                    Optional.empty(),
                    Optional.empty(),
                    true,
                    false),
                Optional.empty(),
                false,
                Optional.empty()));
    assertThat(model.seen).hasSize(words.list().get(words.list().size() - 1).sentence() + 1);
    WordTokens tokens = WordTokens.of(words, new FakeTokenizer(true));
    int last = 0;
    while (words.list().get(last + 1).sentence() == 0) {
      last++;
    }
    long[] ids = new long[tokens.end()[last] + 2];
    ids[0] = FakeTokenizer.START;
    System.arraycopy(tokens.ids(), 0, ids, 1, tokens.end()[last]);
    ids[ids.length - 1] = FakeTokenizer.END;
    float[] states = model.states(ids, 1);
    int pieces = tokens.end()[0];
    double expected = 0;
    for (int piece = 0; piece < pieces; piece++) {
      expected += states[(1 + piece) * FakeModel.WIDTH] / (double) pieces;
    }
    assertThat((double) activations.layer(0).row(0)[0]).isCloseTo(expected, within(1e-5));
  }

  @Test
  void aContextThatDoesNotFitIsCutAndCounted() throws IOException {
    TestTask task = task(Stories.alice());
    new LanguageModelStage()
        .run(
            new FakeModel(true, 20),
            new FakeModel.Settings(),
            Optional.of(settings(Policy.WORDS, 40)),
            task);
    assertThat(task.warnings())
        .singleElement()
        .extracting(Problem::message)
        .asString()
        .endsWith(" of 47 words have less context than words(40), since fake takes no more");
  }

  @Test
  void equalSequencesRunOnce() throws IOException {
    FakeModel model = new FakeModel(false, LONG);
    Words words = Stories.of("down down down and down", 100);
    run(model, words, settings(Policy.NONE, null));
    assertThat(model.seen).hasSize(2);
  }

  @Test
  void theMemoryPermitDecidesOnTheSizeOfBatchesAndTheRowsStayTheSame() throws IOException {
    FakeModel wide = new FakeModel(false, LONG);
    Activations together = run(wide, 1 << 30);
    FakeModel narrow = new FakeModel(false, LONG);
    Activations alone = run(narrow, 1);
    for (int layer = 0; layer < 3; layer++) {
      assertThat(alone.layer(layer).toArray()).containsExactly(together.layer(layer).toArray());
    }
    assertThat(narrow.batches).hasSize(47).allMatch(lengths -> lengths.length == 1);
    assertThat(wide.batches).hasSizeLessThan(47 / 3).anyMatch(lengths -> lengths.length > 5);
    assertThat(wide.batches)
        .as("what is padded in vain")
        .allMatch(
            lengths ->
                lengths.length * Arrays.stream(lengths).max().orElseThrow()
                    <= 1.15 * Arrays.stream(lengths).sum());
  }

  private Activations run(FakeModel model, long memoryBytes) throws IOException {
    TestTask task = task(Stories.alice()).with(new Resources(1, memoryBytes, 0));
    new LanguageModelStage()
        .run(model, new FakeModel.Settings(), Optional.of(settings(Policy.SENTENCES, 1)), task);
    return task.result("activations", Activations.class);
  }

  /** In whole words, its own pieces among them, and never more than the size. */
  @ParameterizedTest
  @CsvSource({"12, 1", "12, 5", "12, 9", "12, 12", "40, 20", "7, 7"})
  void everyWordHasTheMinimumOfContextThatItsRunOffers(int size, int minimum) {
    Words words = Stories.of((Stories.TEXT + " ").repeat(5), 61);
    WordTokens tokens = WordTokens.of(words, new FakeTokenizer(false));
    int[] first =
        new Contexts(words, tokens, window(Policy.FULL, size, minimum), LONG, true).spans().first();
    for (int word = 0; word < first.length; word++) {
      int end = tokens.end()[word];
      int run = word - word % 61;
      int offered = end - tokens.first()[run];
      int seen = end - tokens.first()[first[word]];
      int oneWordMore = first[word] == run ? 0 : end - tokens.first()[first[word] - 1];
      assertThat(first[word]).as("word %d", word).isBetween(run, word);
      assertThat(seen).as("word %d", word).isLessThanOrEqualTo(size);
      assertThat(seen >= Math.min(minimum, offered) || oneWordMore > size)
          .as("word %d is seen with %d of %d tokens", word, seen, offered)
          .isTrue();
    }
  }

  @Test
  void layersAreChosenByNameOrPlace() throws IOException {
    Words words = Stories.of("one two three", 100);
    Activations some =
        run(
            new FakeModel(true, LONG),
            words,
            new ExtractionSettings(
                List.of("-1", "embeddings", "2"),
                context(Policy.FULL, null),
                Optional.empty(),
                false,
                Optional.empty()));
    assertThat(some.layers()).containsExactly("2", "embeddings");
    Activations all = run(new FakeModel(true, LONG), words, settings(Policy.FULL, null));
    assertThat(some.layer(0).toArray()).containsExactly(all.layer(2).toArray());
    assertThat(some.layer(1).toArray()).containsExactly(all.layer(0).toArray());
  }

  @Test
  void anUnknownLayerIsRefusedWithThoseThereAre() {
    ExtractionSettings wrong =
        new ExtractionSettings(
            List.of("3", "last", "-4"),
            context(Policy.FULL, null),
            Optional.empty(),
            false,
            Optional.empty());
    assertThatThrownBy(() -> run(new FakeModel(true, LONG), Stories.alice(), wrong))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problems()).extracting(Problem::code).containsOnly("LAYER_UNKNOWN");
              assertThat(e.problems())
                  .extracting(Problem::message)
                  .containsExactly(
                      "'3' is not a layer of model 'fake'",
                      "'last' is not a layer of model 'fake'",
                      "'-4' is not a layer of model 'fake'");
              assertThat(e.problems().get(0).hint())
                  .hasValue("name some of embeddings, 1, 2, or count from 0 to 2, or back from -1");
            });
  }

  @Test
  void poolingTakesThePiecesOfAWord() throws IOException {
    Words words = Stories.of("beginning", 100);
    float[][] rows = new float[Pooling.values().length][];
    for (Pooling pooling : Pooling.values()) {
      rows[pooling.ordinal()] =
          run(
                  new FakeModel(true, LONG),
                  words,
                  new ExtractionSettings(
                      List.of("1"),
                      context(Policy.FULL, null),
                      Optional.of(pooling),
                      false,
                      Optional.empty()))
              .layer(0)
              .row(0);
    }
    long[] ids = new FakeTokenizer(false).encode("beginning", true).ids();
    assertThat(ids).hasSize(3);
    float[] states = new FakeModel(true, LONG).states(ids, 1);
    for (int c = 0; c < FakeModel.WIDTH; c++) {
      float first = states[c];
      float middle = states[FakeModel.WIDTH + c];
      float last = states[2 * FakeModel.WIDTH + c];
      double sum = (double) first + middle + last;
      assertThat(rows[Pooling.FIRST.ordinal()][c]).isEqualTo(first);
      assertThat(rows[Pooling.LAST.ordinal()][c]).isEqualTo(last);
      assertThat((double) rows[Pooling.SUM.ordinal()][c]).isCloseTo(sum, within(1e-6));
      assertThat((double) rows[Pooling.MEAN.ordinal()][c]).isCloseTo(sum / 3, within(1e-6));
      assertThat(rows[Pooling.MAX.ordinal()][c]).isEqualTo(Math.max(first, Math.max(middle, last)));
    }
  }

  @Test
  void contextStopsAtTheBorderOfARunUnlessAskedToCrossIt() throws IOException {
    Words words = Stories.of("one two three four", 2);
    Activations apart = run(new FakeModel(true, LONG), words, settings(Policy.FULL, null));
    Activations joined =
        run(
            new FakeModel(true, LONG),
            words,
            new ExtractionSettings(
                List.of("all"),
                new ContextSettings(
                    Policy.FULL, Optional.empty(), Optional.empty(), Optional.empty(), false, true),
                Optional.empty(),
                false,
                Optional.empty()));
    assertThat(apart.layer(2).row(1)).containsExactly(joined.layer(2).row(1));
    assertThat(apart.layer(2).row(2)).isNotEqualTo(joined.layer(2).row(2));
    assertThat(apart.layer(0).row(2)).containsExactly(joined.layer(0).row(2));
  }

  @Test
  void aTokenOfTwoWordsIsRefusedNamingBoth() {
    Words words =
        new Words(
            "the dog's tail", List.of(word(0, 3, "the"), word(4, 7, "dog"), word(7, 9, "'s")));
    assertThatThrownBy(() -> WordTokens.of(words, tokenizer(4, 9)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(
            "TOKEN_SPANS_WORDS: the model's token 'dog's' covers both word 2 'dog' (run a) and word"
                + " 3 ''s' (run a)");
  }

  @Test
  void aWordWithoutATokenIsRefusedNamingItAndItsNeighbour() {
    Words words = new Words("the dog", List.of(word(0, 3, "the"), word(4, 7, "dog")));
    assertThatThrownBy(() -> WordTokens.of(words, tokenizer(0, 3)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(
            "WORD_WITHOUT_TOKEN: the model's tokenizer makes no token of word 2 'dog' (run a),"
                + " after word 1 'the' (run a)");
  }

  @Test
  void aWordOfWhichATokenizerDropsLettersIsRefused() {
    Words words = new Words("the dog", List.of(word(0, 3, "the"), word(4, 7, "dog")));
    assertThatThrownBy(() -> WordTokens.of(words, tokenizer(0, 3, 3, 6)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("TEXT_NOT_TOKENIZED: the model's tokenizer leaves out 'g' of word 2");
  }

  @Test
  void wordsOutOfOrderAreRefused() {
    Words words = new Words("the dog", List.of(word(4, 7, "dog"), word(0, 3, "the")));
    assertThatThrownBy(() -> WordTokens.of(words, tokenizer(0, 3, 4, 7)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("WORDS_OUT_OF_ORDER");
  }

  @Test
  void aWordLongerThanTheModelTakesIsRefused() {
    Words words = Stories.of("a supercalifragilistic day", 100);
    assertThatThrownBy(() -> run(new FakeModel(true, 5), words, settings(Policy.FULL, null)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(
            "WORD_TOO_LONG: word 2 'supercalifragilistic' (run run0) has 7 tokens; the model takes"
                + " 5");
  }

  @Test
  void aNumberThatIsNotFiniteEndsTheTask() {
    FakeModel broken = new FakeModel(true, LONG, FakeModel.Twist.NAN);
    assertThatThrownBy(() -> run(broken, Stories.alice(), settings(Policy.FULL, null)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(
            "ACTIVATION_NOT_FINITE: the model gives NaN in column 2 of layer '1' for word 1 'Alice'"
                + " (run run0)");
  }

  @Test
  void constantColumnsAreCountedInAWarning() throws IOException {
    TestTask task = task(Stories.alice());
    run(new FakeModel(true, LONG, FakeModel.Twist.CONSTANT_COLUMN), task);
    assertThat(task.warnings())
        .singleElement()
        .hasToString(
            "warning ACTIVATION_CONSTANT: columns that are the same for all 47 words: 1 of 5 in"
                + " '1'");
  }

  @Test
  void equalRowsOfDifferentWordsAreCountedInAWarning() throws IOException {
    TestTask task = task(Stories.alice());
    run(new FakeModel(true, LONG, FakeModel.Twist.SAME_ROW), task);
    assertThat(task.warnings()).extracting(Problem::code).containsExactly("ACTIVATION_IDENTICAL");
    assertThat(task.warnings().get(0).message()).contains("43 words in '1', such as word 2 'was'");
  }

  @Test
  void aSoundModelCausesNoWarning() throws IOException {
    TestTask task = task(Stories.alice());
    run(new FakeModel(true, LONG), task);
    assertThat(task.warnings()).isEmpty();
    assertThat(task.notes())
        .containsEntry("model", "fake")
        .containsEntry("words", 47)
        .containsEntry("context", "full")
        .containsEntry("pooling", "last")
        .containsEntry("sequences", 1);
  }

  @Test
  void aContextThatTheModelDoesNotTakeIsCutWithAWarning() throws IOException {
    TestTask task = task(Stories.alice());
    new LanguageModelStage()
        .run(
            new FakeModel(true, 20),
            new FakeModel.Settings(),
            Optional.of(settings(Policy.FULL, 1024)),
            task);
    assertThat(task.warnings()).extracting(Problem::code).containsExactly("CONTEXT_CUT");
  }

  @Test
  void cancellationIsNoticed() throws IOException {
    TestTask task = task(Stories.alice());
    task.cancel();
    assertThatThrownBy(() -> run(new FakeModel(true, LONG), task))
        .isInstanceOf(CancellationException.class);
  }

  @Test
  void contextSettingsThatContradictThemselvesAreRefused() {
    assertThatThrownBy(() -> context(Policy.SENTENCES, null))
        .hasMessage("the context policy 'sentences' needs a 'size'");
    assertThatThrownBy(() -> context(Policy.NONE, 3))
        .hasMessage("the context policy 'none' takes no 'size'");
    assertThatThrownBy(() -> context(Policy.WORDS, 0))
        .hasMessage("the 'size' of a context of policy 'words' is at least 1, not 0");
    assertThatThrownBy(() -> window(Policy.SENTENCES, 3, 2))
        .hasMessage("the context policy 'sentences' takes no 'minimum'; full and words do");
    assertThatThrownBy(() -> window(Policy.FULL, 3, 4))
        .hasMessage("the 'minimum' of a context lies between 1 and its 'size', which 4 does not");
    assertThatThrownBy(() -> context(Policy.TRS, 1))
        .hasMessage("'repetition-time' belongs to the context policy 'trs', which needs it");
    assertThatThrownBy(
            () ->
                new ContextSettings(
                    Policy.FULL, Optional.empty(), Optional.empty(), Optional.empty(), true, false))
        .hasMessage(
            "the context policy 'full' ends with the word; 'future' goes with document, blocks,"
                + " sentences and trs");
  }

  @Test
  void tokenisesEveryWordAloneAndInLowerCaseIfAQuirkSaysSo() throws IOException {
    Words words =
        new Words(
            "The Dogs, bark", List.of(word(0, 3, "The"), word(4, 8, "Dogs"), word(10, 14, "bark")));
    WordTokens tokens = WordTokens.isolated(words, new FakeTokenizer(true));
    FakeTokenizer tokenizer = new FakeTokenizer(true);
    List<Long> expected = new ArrayList<>();
    for (String form : List.of("the", "dogs", "bark")) {
      for (long id : tokenizer.encode(form, true).ids()) {
        expected.add(id);
      }
    }
    assertThat(tokens.ids()).containsExactly(expected.stream().mapToLong(id -> id).toArray());
    assertThat(tokens.prefix()).isEmpty();
    assertThat(tokens.suffix()).isEmpty();
    // Special tokens around each word belong to it.
    assertThat(tokens.first()).containsExactly(0, 3, 7);
    assertThat(tokens.end()).containsExactly(3, 7, 11);

    ExtractionSettings settings =
        new ExtractionSettings(
            List.of("all"),
            context(Policy.NONE, null),
            Optional.of(Pooling.SUM),
            false,
            Optional.empty(),
            List.of("tokenize.isolated", "delay.wrap"));
    Activations activations = run(new FakeModel(false, 20), words, settings);
    assertThat(activations.quirks()).containsExactly("tokenize.isolated");
  }

  private static ContextSettings context(Policy policy, Integer size) {
    return new ContextSettings(
        policy, Optional.ofNullable(size), Optional.empty(), Optional.empty(), false, false);
  }

  private static ExtractionSettings settings(Policy policy, Integer size) {
    return new ExtractionSettings(
        List.of("all"), context(policy, size), Optional.empty(), false, Optional.empty());
  }

  private static Word word(int start, int end, String form) {
    return new Word("a", start, 0, 0, start, end, true, form);
  }

  /** A tokenizer that gives the spans it is told. */
  private static dev.arcuate.api.host.Tokenizer tokenizer(int... spans) {
    return new dev.arcuate.api.host.Tokenizer() {
      @Override
      public Encoding encode(String text, boolean addSpecialTokens) {
        int count = spans.length / 2;
        int[] starts = new int[count];
        int[] ends = new int[count];
        for (int i = 0; i < count; i++) {
          starts[i] = spans[2 * i];
          ends[i] = spans[2 * i + 1];
        }
        long[] ids = new long[count];
        Arrays.setAll(ids, i -> i + 10);
        return new Encoding(ids, starts, ends, new boolean[count]);
      }

      @Override
      public void close() {}
    };
  }

  private TestTask task(Words words) {
    return new TestTask(folder.resolve("task" + runs++)).with("words", words);
  }

  private static void run(FakeModel model, TestTask task) throws IOException {
    new LanguageModelStage()
        .run(model, new FakeModel.Settings(), Optional.of(settings(Policy.FULL, null)), task);
  }

  private Activations run(FakeModel model, Words words, ExtractionSettings settings)
      throws IOException {
    TestTask task = task(words);
    new LanguageModelStage().run(model, new FakeModel.Settings(), Optional.of(settings), task);
    return task.result("activations", Activations.class);
  }
}
