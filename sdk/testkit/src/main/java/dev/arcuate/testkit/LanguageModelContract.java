package dev.arcuate.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.LanguageModel;
import dev.arcuate.api.host.Tokenizer;
import java.io.IOException;
import java.util.Arrays;
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
  private static final double TOLERANCE = 1e-4;

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
