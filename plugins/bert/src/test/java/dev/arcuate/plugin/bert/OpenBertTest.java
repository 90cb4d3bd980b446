package dev.arcuate.plugin.bert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arcuate.api.LanguageModel;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.host.Inference.Session;
import dev.arcuate.api.host.Inference.Signature;
import dev.arcuate.api.host.Tensor;
import dev.arcuate.api.host.Tokenizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OpenBertTest {
  private static final List<String> STATES = List.of("h0", "h1");

  @Test
  void givesOnlyTheInputsThatTheGraphTakes() {
    FakeSession session = new FakeSession(-1, "input_ids", "attention_mask", "position_ids");
    try (LanguageModel.Open model = open(session)) {
      model.hiddenStates(new long[][] {{7, 8, 9}, {5}}, new int[] {1});
    }
    Map<String, Tensor> given = session.runs.get(1);
    assertThat(given.keySet()).containsExactly("input_ids", "attention_mask", "position_ids");
    assertThat(values(given, "input_ids")).containsExactly(7, 8, 9, 5, 0, 0);
    assertThat(values(given, "attention_mask")).containsExactly(1, 1, 1, 1, 0, 0);
    assertThat(values(given, "position_ids")).containsExactly(0, 1, 2, 0, 1, 2);
  }

  @Test
  void cutsPaddingOffAgain() {
    try (LanguageModel.Open model = open(new FakeSession(-1, "input_ids", "attention_mask"))) {
      float[][][] states = model.hiddenStates(new long[][] {{7, 8}, {5}}, new int[] {1, 0});
      // The fake gives each token its id, in the second layer a hundred more.
      assertThat(states[0][0]).containsExactly(107, 107, 108, 108);
      assertThat(states[0][1]).containsExactly(7, 7, 8, 8);
      assertThat(states[1][0]).containsExactly(105, 105);
      assertThat(states[1][1]).containsExactly(5, 5);
    }
  }

  @Test
  void runsSequencesOneByOneWhereTheGraphCannotBatch() {
    for (FakeSession session :
        List.of(
            new FakeSession(1, "input_ids", "attention_mask"), new FakeSession(-1, "input_ids"))) {
      try (LanguageModel.Open model = open(session)) {
        assertThat(model.hiddenStates(new long[][] {{7, 8}, {5}}, new int[] {0})[1][0])
            .containsExactly(5, 5);
      }
      assertThat(session.runs).hasSize(3);
    }
  }

  @Test
  void runsSequencesOneByOneWhereABatchWouldChangeThem() {
    FakeSession session = new FakeSession(-1, "input_ids", "attention_mask");
    try (LanguageModel.Open model =
        new OpenBert(parts(STATES, 512, 0, true), session, new FakeTokenizer())) {
      assertThat(model.hiddenStates(new long[][] {{7, 8}, {5}}, new int[] {0})[1][0])
          .containsExactly(5, 5);
    }
    assertThat(session.runs).hasSize(3);
  }

  @Test
  void closesBoth() {
    FakeSession session = new FakeSession(-1, "input_ids");
    open(session).close();
    assertThat(session.closed).isTrue();
  }

  @Test
  void refusesGraphsThatTakeSomethingElse() {
    assertThatThrownBy(() -> open(new FakeSession(-1, "input_ids", "past_key_values")))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("the graph asks for input_ids, past_key_values; a BERT takes");
  }

  @Test
  void refusesTensorsThatAreNoHiddenStates() {
    FakeSession session = new FakeSession(-1, "input_ids");
    assertThatThrownBy(
            () ->
                new OpenBert(
                    parts(List.of("h0", "flat"), 512, 0, false), session, new FakeTokenizer()))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("tensor 'flat' has shape [2] for two tokens");
  }

  @Test
  void refusesMoreTokensThanItSays() {
    try (LanguageModel.Open model =
        new OpenBert(
            parts(STATES, 2, 0, false), new FakeSession(-1, "input_ids"), new FakeTokenizer())) {
      assertThatThrownBy(() -> model.hiddenStates(new long[][] {{1, 2, 3}}, new int[] {0}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("3 tokens are more than the 2 of fake");
    }
  }

  /** RoBERTa's first two rows are for padding. */
  @Test
  void countsPositionsFromTheFirstRowThatIsForTokens() {
    FakeSession session = new FakeSession(-1, "input_ids", "attention_mask", "position_ids");
    try (LanguageModel.Open model =
        new OpenBert(parts(STATES, 512, 2, false), session, new FakeTokenizer())) {
      model.hiddenStates(new long[][] {{7, 8, 9}, {5}}, new int[] {1});
    }
    assertThat(values(session.runs.get(1), "position_ids")).containsExactly(2, 3, 4, 2, 3, 4);
  }

  private static LanguageModel.Open open(Session session) {
    return new OpenBert(parts(STATES, 512, 0, false), session, new FakeTokenizer());
  }

  private static OpenBert.Parts parts(
      List<String> states, int contextLength, int firstPosition, boolean alone) {
    return new OpenBert.Parts(
        "fake", states, contextLength, firstPosition, OptionalInt.of(10), alone);
  }

  private static long[] values(Map<String, Tensor> given, String name) {
    return ((Tensor.Longs) given.get(name)).values();
  }

  /** Width 2; layer k of a token is its id plus 100 k. */
  private static final class FakeSession implements Session {
    private final long batch;
    private final List<String> inputs;
    private final List<Map<String, Tensor>> runs = new ArrayList<>();
    private boolean closed;

    FakeSession(long batch, String... inputs) {
      this.batch = batch;
      this.inputs = List.of(inputs);
    }

    @Override
    public List<Signature> inputs() {
      return inputs.stream()
          .map(name -> new Signature(name, "int64", List.of(batch, -1L)))
          .toList();
    }

    @Override
    public List<Signature> outputs() {
      return List.of();
    }

    @Override
    public Map<String, Tensor> run(Map<String, Tensor> given, Set<String> wanted) {
      runs.add(given);
      Tensor.Longs ids = (Tensor.Longs) given.get("input_ids");
      Map<String, Tensor> results = new LinkedHashMap<>();
      for (String name : wanted) {
        results.put(
            name,
            name.equals("flat")
                ? new Tensor.Floats(new long[] {2}, new float[2])
                : states(ids, name.equals("h1") ? 100 : 0));
      }
      return results;
    }

    private static Tensor states(Tensor.Longs ids, int more) {
      float[] values = new float[ids.values().length * 2];
      for (int i = 0; i < values.length; i++) {
        values[i] = ids.values()[i / 2] + more;
      }
      return new Tensor.Floats(new long[] {ids.shape()[0], ids.shape()[1], 2}, values);
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private static final class FakeTokenizer implements Tokenizer {
    @Override
    public Encoding encode(String text, boolean addSpecialTokens) {
      return new Encoding(new long[0], new int[0], new int[0], new boolean[0]);
    }

    @Override
    public void close() {
      // Holds nothing.
    }
  }
}
