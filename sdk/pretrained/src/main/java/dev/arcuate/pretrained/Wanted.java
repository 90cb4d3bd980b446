package dev.arcuate.pretrained;

import java.util.Set;
import java.util.TreeSet;

/**
 * What a graph has to compute.
 *
 * @param places layers and states, as {@link dev.arcuate.api.LanguageModel.Card#at} counts them
 * @param predictions whether probabilities of tokens are asked for
 */
record Wanted(Set<Integer> places, boolean predictions) {
  static final Wanted NOTHING = new Wanted(Set.of(), false);

  Wanted {
    places = Set.copyOf(places);
  }

  Wanted and(Wanted other) {
    TreeSet<Integer> all = new TreeSet<>(places);
    all.addAll(other.places);
    return new Wanted(all, predictions || other.predictions);
  }
}
