package dev.arcuate.plugin.decompose;

import dev.arcuate.api.Problem;
import dev.arcuate.api.value.Activations;
import java.util.List;
import java.util.regex.Pattern;

/** Finds a layer by what a workflow calls it. */
final class Layers {
  private static final Pattern PLACE = Pattern.compile("-?\\d{1,6}");
  private static final Pattern DEPTH = Pattern.compile("0?\\.\\d{1,6}");
  private static final double MIDDLE = 2.0 / 3;

  private Layers() {}

  /**
   * A name, a place from 0 or from the end with −1, a relative depth such as 0.5, or {@code
   * middle}, which is two thirds of the way from the embeddings to the last numbered layer.
   */
  static int index(Activations activations, String asked) {
    List<String> layers = activations.layers();
    if (layers.contains(asked)) {
      return layers.indexOf(asked);
    }
    if (asked.equals("middle")) {
      return atDepth(layers, MIDDLE);
    }
    if (DEPTH.matcher(asked).matches()) {
      return atDepth(layers, Double.parseDouble(asked));
    }
    if (PLACE.matcher(asked).matches()) {
      int place = Integer.parseInt(asked);
      int index = place < 0 ? layers.size() + place : place;
      if (index >= 0 && index < layers.size()) {
        return index;
      }
    }
    throw Problem.user(
            "DECOMPOSE_LAYER_UNKNOWN",
            "there is no layer '"
                + asked
                + "' in the activations of "
                + activations.model()
                + "; the layers are "
                + String.join(", ", layers))
        .hint("write one of these names, a place from 0, a depth such as 0.5, or middle")
        .exception();
  }

  /** Named by its number where layers are numbered, else by its place. */
  private static int atDepth(List<String> layers, double depth) {
    int last =
        layers.stream()
            .filter(name -> name.matches("\\d{1,6}"))
            .mapToInt(Integer::parseInt)
            .max()
            .orElse(layers.size() - 1);
    int wanted = (int) Math.round(depth * last);
    int named = layers.indexOf(Integer.toString(wanted));
    return named >= 0 ? named : Math.min(wanted, layers.size() - 1);
  }
}
