package dev.arcuate.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.LanguageModel;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.host.Tokenizer;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What every {@link LanguageModel} must fulfil.
 *
 * @param <S> the settings record
 */
public abstract class LanguageModelContract<S extends Record> extends ComponentContract<S> {
  private static final String SHORT = "The door was open.";
  private static final String LONG = "The door was open. Nobody had come in, and nobody had left.";

  /** Batched and padded runs take other kernels; the results differ in the last bits only. */
  private static final double TOLERANCE = 1e-5;

  /** Of larger vocabularies only a part is looked at. */
  private static final int MOST_TARGETS = 256;

  @Override
  protected abstract LanguageModel<S> component();

  @Test
  void describesItselfConsistently() throws IOException {
    try (LanguageModel.Open model = open()) {
      LanguageModel.Card card = model.card();
      assertThat(card.name()).isNotBlank();
      assertThat(card.layers()).hasSizeGreaterThan(1).doesNotHaveDuplicates();
      assertThat(card.width()).isPositive();
      assertThat(card.contextLength()).isGreaterThan(1);
    }
  }

  @Test
  void tokenSpansLieInTheTextAndInOrder() throws IOException {
    try (LanguageModel.Open model = open()) {
      Tokenizer.Encoding encoding = model.tokenizer().encode(LONG, true);
      int last = 0;
      for (int token = 0; token < encoding.ids().length; token++) {
        if (!encoding.special()[token]) {
          assertThat(encoding.starts()[token]).isGreaterThanOrEqualTo(last);
          assertThat(encoding.ends()[token]).isLessThanOrEqualTo(LONG.length());
          last = encoding.starts()[token];
        }
      }
      assertThat(last).isPositive();
    }
  }

  @Test
  void aBatchGivesWhatEachSequenceGivesAlone() throws IOException {
    try (LanguageModel.Open model = open()) {
      long[] one = model.tokenizer().encode(SHORT, true).ids();
      long[] other = model.tokenizer().encode(LONG, true).ids();
      int[] layers = IntStream.range(0, model.card().layers().size()).toArray();
      float[][][] together = model.hiddenStates(new long[][] {one, other}, layers);
      float[][][] alone = model.hiddenStates(new long[][] {one}, layers);
      for (int layer = 0; layer < layers.length; layer++) {
        assertThat(together[0][layer]).hasSize(one.length * model.card().width());
        assertThat(together[1][layer]).hasSize(other.length * model.card().width());
        assertThat(greatestDifference(together[0][layer], alone[0][layer], alone[0][layer].length))
            .isCloseTo(0, within(TOLERANCE));
      }
    }
  }

  @Test
  void aLayerDoesNotDependOnWhichOthersAreAskedFor() throws IOException {
    try (LanguageModel.Open model = open()) {
      long[][] ids = {model.tokenizer().encode(SHORT, true).ids()};
      int last = model.card().layers().size() - 1;
      float[] alone = model.hiddenStates(ids, new int[] {last})[0][0];
      float[] second = model.hiddenStates(ids, new int[] {0, last})[0][1];
      assertThat(greatestDifference(alone, second, alone.length)).isCloseTo(0, within(TOLERANCE));
    }
  }

  @Test
  void seesTheRightSideOnlyIfItIsNotCausal() throws IOException {
    try (LanguageModel.Open model = open()) {
      long[] whole = model.tokenizer().encode(LONG, false).ids();
      long[] part = Arrays.copyOf(whole, whole.length / 2);
      int[] last = {model.card().layers().size() - 1};
      float[] inWhole = model.hiddenStates(new long[][] {whole}, last)[0][0];
      float[] inPart = model.hiddenStates(new long[][] {part}, last)[0][0];
      double difference = greatestDifference(inWhole, inPart, inPart.length);
      if (model.card().causal()) {
        assertThat(difference).isCloseTo(0, within(TOLERANCE));
      } else {
        assertThat(difference).isGreaterThan(TOLERANCE);
      }
    }
  }

  @Test
  void furtherStatesHaveTheWidthsTheCardSays() throws IOException {
    try (LanguageModel.Open model = open()) {
      LanguageModel.Card card = model.card();
      long[] one = model.tokenizer().encode(SHORT, true).ids();
      long[] other = model.tokenizer().encode(LONG, true).ids();
      int[] places =
          IntStream.range(card.layers().size(), card.layers().size() + card.states().size())
              .toArray();
      if (places.length == 0) {
        return;
      }
      float[][][] together = model.hiddenStates(new long[][] {one, other}, places);
      float[][][] alone = model.hiddenStates(new long[][] {one}, places);
      for (int state = 0; state < places.length; state++) {
        LanguageModel.State described = card.at(places[state]);
        assertThat(together[0][state])
            .as(described.name())
            .hasSize(one.length * described.width(one.length));
        assertThat(together[1][state])
            .as(described.name())
            .hasSize(other.length * described.width(other.length));
        assertThat(greatestDifference(together[0][state], alone[0][state], alone[0][state].length))
            .as(described.name())
            .isCloseTo(0, within(TOLERANCE));
      }
    }
  }

  @Test
  void attentionIsAProbability() throws IOException {
    try (LanguageModel.Open model = open()) {
      LanguageModel.Card card = model.card();
      long[] ids = model.tokenizer().encode(LONG, true).ids();
      for (LanguageModel.State state : card.states()) {
        if (state.kind() == LanguageModel.State.Kind.ATTENTION) {
          int[] place = {card.place(state.name())};
          float[] rows = model.hiddenStates(new long[][] {ids}, place)[0][0];
          for (int row = 0; row < ids.length * state.parts(); row++) {
            double sum = 0;
            for (int token = 0; token < ids.length; token++) {
              sum += rows[row * ids.length + token];
            }
            assertThat(sum).as(state.name()).isCloseTo(1, within(TOLERANCE));
          }
        }
      }
    }
  }

  /** Over all targets, the probabilities at one position add up to 1 and give the entropy. */
  @Test
  void predictionsAreADistribution() throws IOException {
    try (LanguageModel.Open model = open()) {
      LanguageModel.Card card = model.card();
      if (!card.predicts()) {
        assertThatThrownBy(() -> model.predict(List.of()))
            .isInstanceOf(UnsupportedOperationException.class);
        return;
      }
      int size = card.vocabulary().orElseThrow().size();
      int asked = Math.min(size, MOST_TARGETS);
      long[] ids = model.tokenizer().encode(SHORT, true).ids();
      double sum = 0;
      double entropy = 0;
      double said = 0;
      for (int target = 0; target < asked; target++) {
        LanguageModel.Query query =
            new LanguageModel.Query(ids, new int[] {ids.length / 2}, new long[] {target});
        LanguageModel.Prediction answer = model.predict(List.of(query)).get(0);
        double logProbability = answer.logProbabilities()[0];
        sum += Math.exp(logProbability);
        entropy -= Math.exp(logProbability) * logProbability;
        said = answer.entropies()[0];
      }
      assertThat(sum).isLessThan(1 + TOLERANCE);
      assertThat(said).isBetween(entropy - TOLERANCE, Math.log(size) + TOLERANCE);
      if (asked == size) {
        assertThat(sum).isCloseTo(1, within(TOLERANCE));
        assertThat(said).isCloseTo(entropy, within(TOLERANCE));
      }
    }
  }

  @Test
  void batchedPredictionsEqualSingleOnes() throws IOException {
    try (LanguageModel.Open model = open()) {
      if (model.card().predicts()) {
        LanguageModel.Query one = query(model, SHORT);
        LanguageModel.Query other = query(model, LONG);
        LanguageModel.Prediction together = model.predict(List.of(one, other)).get(0);
        LanguageModel.Prediction alone = model.predict(List.of(one)).get(0);
        for (int i = 0; i < one.positions().length; i++) {
          assertThat(together.logProbabilities()[i])
              .isCloseTo(alone.logProbabilities()[i], within(TOLERANCE));
          assertThat(together.entropies()[i]).isCloseTo(alone.entropies()[i], within(TOLERANCE));
        }
      }
    }
  }

  @Test
  void anUntrainedTwinDependsOnItsSeedOnly() throws IOException {
    float[] first;
    try (LanguageModel.Open twin = component().openUntrained(settings(), 1, task("first"))) {
      first = lastLayer(twin);
    } catch (ProblemException e) {
      assertThat(e.problems().get(0).code()).isEqualTo("UNTRAINED_UNSUPPORTED");
      return;
    }
    try (LanguageModel.Open again = component().openUntrained(settings(), 1, task("again"));
        LanguageModel.Open other = component().openUntrained(settings(), 2, task("other"));
        LanguageModel.Open trained = open()) {
      assertThat(lastLayer(again)).isEqualTo(first);
      assertThat(greatestDifference(lastLayer(other), first, first.length))
          .isGreaterThan(TOLERANCE);
      assertThat(greatestDifference(lastLayer(trained), first, first.length))
          .isGreaterThan(TOLERANCE);
      assertThat(again.card().layers()).isEqualTo(trained.card().layers());
      assertThat(again.card().width()).isEqualTo(trained.card().width());
    }
  }

  /** In the first block; in later ones what follows comes by way of the first token. */
  @Test
  void tokensKeptFromThemselvesAttendToNothingBehindThem() throws IOException {
    LanguageModel.Open open = open();
    if (open.card().causal()) {
      open.close();
      return;
    }
    LanguageModel.Open kept;
    try {
      kept = open.maskedExclusively();
    } catch (ProblemException e) {
      open.close();
      assertThat(e.problems().get(0).code()).isEqualTo("MASK_EXCLUSIVE_UNSUPPORTED");
      return;
    }
    try (kept) {
      assertThat(kept.card().causal()).isTrue();
      int width = kept.card().width();
      long[] whole = kept.tokenizer().encode(LONG, false).ids();
      long[] part = Arrays.copyOf(whole, whole.length / 2);
      float[][][] states = kept.hiddenStates(new long[][] {whole, part}, new int[] {1});
      float[] inWhole = Arrays.copyOfRange(states[0][0], width, part.length * width);
      float[] inPart = Arrays.copyOfRange(states[1][0], width, part.length * width);
      assertThat(greatestDifference(inWhole, inPart, inPart.length))
          .isCloseTo(0, within(TOLERANCE));
      float[][][] alone = kept.hiddenStates(new long[][] {part}, new int[] {1});
      assertThat(greatestDifference(alone[0][0], states[1][0], alone[0][0].length))
          .isCloseTo(0, within(TOLERANCE));
    }
  }

  private static LanguageModel.Query query(LanguageModel.Open model, String text) {
    long[] ids = model.tokenizer().encode(text, true).ids();
    int[] positions = IntStream.range(0, ids.length - 1).toArray();
    return new LanguageModel.Query(ids, positions, Arrays.copyOfRange(ids, 1, ids.length));
  }

  private static float[] lastLayer(LanguageModel.Open model) {
    long[][] ids = {model.tokenizer().encode(SHORT, true).ids()};
    return model.hiddenStates(ids, new int[] {model.card().layers().size() - 1})[0][0];
  }

  private TestTask task(String name) {
    return new TestTask(folder.resolve(name));
  }

  private LanguageModel.Open open() throws IOException {
    return component().open(settings(), new TestTask(folder));
  }

  private static double greatestDifference(float[] a, float[] b, int count) {
    double greatest = 0;
    for (int i = 0; i < count; i++) {
      assertThat(a[i]).isFinite();
      greatest = Math.max(greatest, Math.abs(a[i] - (double) b[i]));
    }
    return greatest;
  }
}
