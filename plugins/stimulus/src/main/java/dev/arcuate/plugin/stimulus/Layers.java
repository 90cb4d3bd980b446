package dev.arcuate.plugin.stimulus;

import dev.arcuate.api.Problem;
import dev.arcuate.api.value.Activations;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds a layer by what a workflow calls it. */
final class Layers {
  private static final Pattern INDEX = Pattern.compile("-?\\d{1,6}");

  private Layers() {}

  /** A name comes before a place of the same digits. */
  static int index(Activations activations, Optional<String> asked) {
    List<String> layers = activations.layers();
    String name = asked.orElse(layers.size() == 1 ? layers.get(0) : "");
    if (layers.contains(name)) {
      return layers.indexOf(name);
    }
    if (INDEX.matcher(name).matches()) {
      int place = Integer.parseInt(name);
      int index = place < 0 ? layers.size() + place : place;
      if (index >= 0 && index < layers.size()) {
        return index;
      }
    }
    throw Problem.user(
            "STIMULUS_LAYER_UNKNOWN",
            (asked.isPresent()
                    ? "there is no layer '" + name + "' in the activations of "
                    : "no layer is named, and there are several in the activations of ")
                + activations.model()
                + "; the layers are "
                + String.join(", ", layers))
        .hint("set 'layer' to one of these names, or to a place from 0 to " + (layers.size() - 1))
        .exception();
  }
}
