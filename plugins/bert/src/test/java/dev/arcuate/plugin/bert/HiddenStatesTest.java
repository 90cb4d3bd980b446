package dev.arcuate.plugin.bert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arcuate.api.ProblemException;
import dev.arcuate.api.host.Inference.Node;
import dev.arcuate.pretrained.graph.Graph;
import dev.arcuate.pretrained.graph.Structure;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HiddenStatesTest {
  private final List<Node> nodes = new ArrayList<>();

  @Test
  void findsLayersWhoseNormalisationIsOneOperator() {
    layers("LayerNormalization");
    assertThat(HiddenStates.of(structure(), List.of())).containsExactly("h0", "h1", "h2");
  }

  @Test
  void findsLayersWhoseNormalisationIsSpelledOut() {
    layers("spelled out");
    assertThat(HiddenStates.of(structure(), List.of())).containsExactly("h0", "h1", "h2");
  }

  @Test
  void findsLayersOfAnOptimisedGraph() {
    node("EmbedLayerNormalization", "h0", "ids");
    for (int layer = 1; layer <= 2; layer++) {
      String before = "h" + (layer - 1);
      node("Attention", "a" + layer, before);
      node("SkipLayerNormalization", "m" + layer, "a" + layer, before);
      node("BiasGelu", "g" + layer, "m" + layer);
      node("SkipLayerNormalization", "h" + layer, "g" + layer, "m" + layer);
    }
    assertThat(HiddenStates.of(structure(), List.of())).containsExactly("h0", "h1", "h2");
  }

  @Test
  void findsLayersOfAQuantisedGraphAndThatItDependsOnTheBatch() {
    layers("spelled out");
    assertThat(new Graph(nodes).dependsOnBatch()).isFalse();
    node("DynamicQuantizeLinear", "q8", "h0");
    node("MatMulInteger", "product", "q8", "weight");
    assertThat(HiddenStates.of(structure(), List.of())).containsExactly("h0", "h1", "h2");
    assertThat(new Graph(nodes).dependsOnBatch()).isTrue();
  }

  @Test
  void ignoresTheNormalisationOfAHead() {
    layers("LayerNormalization");
    node("LayerNormalization", "head", "h2");
    assertThat(HiddenStates.of(structure(), List.of())).containsExactly("h0", "h1", "h2");
  }

  @Test
  void refusesModelsThatNormaliseBeforeEachPart() {
    String state = "embedded";
    for (int layer = 1; layer <= 2; layer++) {
      node("LayerNormalization", "n" + layer, state);
      node("Softmax", "s" + layer, "n" + layer);
      node("MatMul", "v" + layer, "s" + layer, "n" + layer);
      node("Add", "m" + layer, "v" + layer, state);
      node("LayerNormalization", "f" + layer, "m" + layer);
      node("Add", "h" + layer, "f" + layer, "m" + layer);
      state = "h" + layer;
    }
    node("LayerNormalization", "final", state);
    assertNotFound(List.of(), "does not have the layers of a BERT");
    assertThatThrownBy(() -> HiddenStates.of(structure(), List.of()))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e ->
                assertThat(e.problems().get(0).hint())
                    .hasValue(
                        "name the hidden states with 'tensors:', embeddings first; its"
                            + " normalisations give n1, f1, n2, f2, final"));
  }

  @Test
  void refusesGraphsWithoutAttention() {
    node("MatMul", "y", "x");
    assertNotFound(List.of(), "does not have the layers of a BERT");
  }

  @Test
  void takesNamesInTheirNumericalOrder() {
    for (int layer : new int[] {10, 2, 1}) {
      node("Identity", "block." + layer + ".out", "x");
    }
    node("Identity", "embedded", "x");
    assertThat(HiddenStates.of(structure(), List.of("embedded", "block.*.out")))
        .containsExactly("embedded", "block.1.out", "block.2.out", "block.10.out");
  }

  @Test
  void refusesNamesThatTheGraphLacks() {
    node("Identity", "embedded", "x");
    assertNotFound(List.of("embedded", "block"), "the graph computes no tensor 'block'");
    assertNotFound(List.of("embedded", "block.*"), "the graph computes no tensor 'block.*'");
    assertNotFound(List.of("embedded"), "names only one");
  }

  private void assertNotFound(List<String> wanted, String message) {
    assertThatThrownBy(() -> HiddenStates.of(structure(), wanted))
        .isInstanceOf(ProblemException.class)
        .hasMessageStartingWith("error BERT_LAYERS_NOT_FOUND: ")
        .hasMessageContaining(message);
  }

  /** Two layers, each an attention and a feed-forward part with its normalisation. */
  private void layers(String normalisation) {
    node("Gather", "embedded", "ids");
    normalise(normalisation, "h0", "embedded");
    for (int layer = 1; layer <= 2; layer++) {
      String before = "h" + (layer - 1);
      node("MatMul", "q" + layer, before);
      node("Softmax", "s" + layer, "q" + layer);
      node("MatMul", "v" + layer, "s" + layer, before);
      node("Add", "r" + layer, "v" + layer, before);
      normalise(normalisation, "m" + layer, "r" + layer);
      node("Erf", "g" + layer, "m" + layer);
      node("Add", "o" + layer, "g" + layer, "m" + layer);
      normalise(normalisation, "h" + layer, "o" + layer);
    }
  }

  private void normalise(String how, String output, String input) {
    if (!how.equals("spelled out")) {
      node(how, output, input);
      return;
    }
    node("ReduceMean", output + ".mean", input);
    node("Sub", output + ".centred", input, output + ".mean");
    node("Pow", output + ".squared", output + ".centred");
    node("ReduceMean", output + ".variance", output + ".squared");
    node("Sqrt", output + ".deviation", output + ".variance");
    node("Div", output + ".ratio", output + ".centred", output + ".deviation");
    node("Mul", output + ".scaled", output + ".ratio", "weight");
    node("Add", output, output + ".scaled", "bias");
  }

  private Structure structure() {
    return new Structure(new Graph(nodes));
  }

  private void node(String operator, String output, String... inputs) {
    nodes.add(new Node(output, operator, List.of(inputs), List.of(output)));
  }
}
