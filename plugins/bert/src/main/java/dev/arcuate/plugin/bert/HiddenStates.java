package dev.arcuate.plugin.bert;

import dev.arcuate.api.Problem;
import dev.arcuate.pretrained.graph.Structure;
import dev.arcuate.pretrained.graph.Structure.Layers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The tensors that hold the hidden states of a BERT-like graph: the normalised embeddings and what
 * each layer ends with.
 */
final class HiddenStates {
  private static final int LONGEST_LIST = 6;

  private HiddenStates() {}

  /**
   * Names of the tensors in order, embeddings first.
   *
   * @param wanted the setting {@code tensors}; empty to have them found
   * @throws dev.arcuate.api.ProblemException {@code BERT_LAYERS_NOT_FOUND}
   */
  static List<String> of(Structure structure, List<String> wanted) {
    if (!wanted.isEmpty()) {
      return named(structure, wanted);
    }
    return structure
        .normalisedLast()
        .map(Layers::states)
        .orElseThrow(
            () ->
                notFound(
                        structure,
                        "the graph does not have the layers of a BERT: embeddings, then attention"
                            + " and feed-forward parts that each end in a normalisation")
                    .exception());
  }

  private static List<String> named(Structure structure, List<String> wanted) {
    List<String> states = new ArrayList<>();
    for (String name : wanted) {
      Collection<String> matches = structure.matching(name).values();
      if (matches.isEmpty()) {
        throw notFound(structure, "the graph computes no tensor '" + name + "'").exception();
      }
      states.addAll(matches);
    }
    if (states.size() < 2) {
      throw notFound(
              structure, "'tensors' names only one: embeddings and at least one layer are needed")
          .exception();
    }
    return states;
  }

  private static Problem notFound(Structure structure, String message) {
    List<String> candidates = structure.candidates();
    String known =
        candidates.isEmpty()
            ? ""
            : "; its normalisations give "
                + String.join(
                    ", ", candidates.subList(0, Math.min(LONGEST_LIST, candidates.size())))
                + (candidates.size() > LONGEST_LIST ? " …" : "");
    return Problem.data("BERT_LAYERS_NOT_FOUND", message)
        .hint("name the hidden states with 'tensors:', embeddings first" + known);
  }
}
