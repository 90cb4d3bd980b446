package dev.arcuate.engine.stages;

import dev.arcuate.api.LanguageModel.Card;
import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Layers asked for by name, by place, or all. */
final class LayerChoice {
  private LayerChoice() {}

  /**
   * The places of the layers asked for, in the order asked, each once.
   *
   * @throws ProblemException {@code LAYER_UNKNOWN} for every one that the model does not have
   */
  static int[] of(List<String> asked, Card card) {
    Set<Integer> places = new LinkedHashSet<>();
    List<Problem> problems = new ArrayList<>();
    for (String layer : asked) {
      if (layer.equals("all")) {
        IntStream.range(0, card.layers().size()).forEach(places::add);
        continue;
      }
      int place = place(layer, card);
      if (place < 0) {
        problems.add(
            Problem.user(
                    "LAYER_UNKNOWN",
                    "'" + layer + "' is not a layer of model '" + card.name() + "'")
                .hint(
                    "name some of "
                        + String.join(", ", card.layers())
                        + ", or count from 0 to "
                        + (card.layers().size() - 1)
                        + ", or back from -1"));
      }
      places.add(place);
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    return places.stream().mapToInt(Integer::intValue).toArray();
  }

  /** A name goes before a number, in case a model's names are numbers that count otherwise. */
  private static int place(String layer, Card card) {
    int named = card.layers().indexOf(layer);
    if (named >= 0 || !layer.matches("-?\\d{1,6}")) {
      return named;
    }
    int number = Integer.parseInt(layer);
    int place = number < 0 ? number + card.layers().size() : number;
    return place < card.layers().size() ? place : -1;
  }
}
