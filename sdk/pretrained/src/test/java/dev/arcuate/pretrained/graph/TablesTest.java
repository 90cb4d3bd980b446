package dev.arcuate.pretrained.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arcuate.api.host.Inference.Node;
import dev.arcuate.api.host.Inference.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TablesTest {
  private static final String IDS = "input_ids";

  private final List<Node> nodes = new ArrayList<>();

  @Test
  void findsTheTokensByTheUseOfTheirTableOrByItsName() {
    node("Gather", "rows", "onnx::7", IDS);
    assertThat(of(table("word_embeddings", 9), table("onnx::7", 5)).vocabulary(IDS)).hasValue(5);
    nodes.clear();
    assertThat(of(table("word_embeddings", 9), table("onnx::7", 5)).vocabulary(IDS)).hasValue(9);
    assertThat(of().vocabulary(IDS)).isEmpty();
  }

  @Test
  void looksBehindWhatLeavesTheRowsOfATableInPlace() {
    node("DequantizeLinear", "floats", "packed", "scale", "zero");
    node("Cast", "half", "floats");
    node("Cast", "ids64", IDS);
    node("Gather", "rows", "half", "ids64");
    assertThat(of(table("packed", 7), table("half", 3)).vocabulary(IDS)).hasValue(7);
    assertThat(new Structure(new Graph(nodes)).tokenTable(IDS))
        .hasValueSatisfying(found -> assertThat(found.rows()).hasValue("rows"));
  }

  @Test
  void findsTheTableOfAFusedOperatorAndNoRowsOfIt() {
    node("Cast", "segments32", "token_type_ids");
    node("EmbedLayerNormalization", "h0", IDS, "segments32", "words", "places", "kinds");
    assertThat(of(table("places", 4), table("words", 6)).vocabulary(IDS)).hasValue(6);
    assertThat(new Structure(new Graph(nodes)).tokenTable(IDS))
        .hasValueSatisfying(found -> assertThat(found.rows()).isEmpty());
  }

  @Test
  void takesNoTableThatIsGatheredByOtherNumbers() {
    node("Gather", "some", IDS, "two");
    node("Gather", "placed", "places", "position_ids");
    assertThat(of(table("places", 4)).vocabulary(IDS)).isEmpty();
  }

  @Test
  void knowsNoRowsOfATableThatIsComputed() {
    node("MatMul", "factored", "left", "right");
    node("Gather", "rows", "factored", IDS);
    assertThat(of(table("left", 4)).vocabulary(IDS)).isEmpty();
  }

  @Test
  void readsTheContextLengthFromTheTableOfPlaces() {
    assertThat(of(table("a.position_embeddings.weight", 128)).contextLength()).isEqualTo(128);
    assertThat(of(table("transformer.wpe.weight", 1024)).contextLength()).isEqualTo(1024);
    assertThat(of(table("word_embeddings", 30522)).contextLength()).isEqualTo(512);
    Signature bias = new Signature("position_embeddings.bias", "float32", List.of(9L));
    assertThat(of(bias).contextLength()).isEqualTo(512);
  }

  /** RoBERTa's first two rows are for padding. */
  @Test
  void countsPlacesFromTheFirstRowThatIsForTokens() {
    assertThat(of(table("position_embeddings", 512)).firstPosition()).isZero();
    assertThat(of(table("position_embeddings", 514)).firstPosition()).isEqualTo(2);
    assertThat(of(table("position_embeddings", 514)).contextLength()).isEqualTo(512);
    assertThat(of().firstPosition()).isZero();
  }

  private Tables of(Signature... weights) {
    return new Tables(new Structure(new Graph(nodes)), Arrays.asList(weights));
  }

  private static Signature table(String name, long rows) {
    return new Signature(name, "float32", List.of(rows, 384L));
  }

  private void node(String operator, String output, String... inputs) {
    nodes.add(new Node("", operator, Arrays.asList(inputs), List.of(output)));
  }
}
