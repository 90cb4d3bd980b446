package dev.arcuate.engine.stages;

import dev.arcuate.api.Problem;
import dev.arcuate.api.Task;
import dev.arcuate.api.value.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at every row on its way to disk for what betrays a broken model or a broken input. Source:
 * methods reference, section 3.
 */
final class ActivationChecks {
  private final Words words;
  private final List<String> layers;
  private final float[][] least;
  private final float[][] greatest;
  private final long[][] hashes;
  private final Set<Integer> onePieceOnly;

  /**
   * @param onePieceOnly layers whose rows are decided by one piece of a word, so that words which
   *     share it rightly share a row
   */
  ActivationChecks(Words words, List<? extends Kept> kept, Set<Integer> onePieceOnly) {
    this.words = words;
    this.layers = kept.stream().map(Kept::name).toList();
    this.onePieceOnly = onePieceOnly;
    least = filled(kept, Float.POSITIVE_INFINITY);
    greatest = filled(kept, Float.NEGATIVE_INFINITY);
    hashes = new long[layers.size()][words.list().size()];
  }

  private static float[][] filled(List<? extends Kept> kept, float value) {
    float[][] all = new float[kept.size()][];
    for (int layer = 0; layer < all.length; layer++) {
      all[layer] = new float[kept.get(layer).width()];
      Arrays.fill(all[layer], value);
    }
    return all;
  }

  /**
   * Takes note of a row.
   *
   * @throws dev.arcuate.api.ProblemException {@code ACTIVATION_NOT_FINITE}
   */
  void see(int layer, int word, float[] row) {
    long hash = 1125899906842597L;
    for (int column = 0; column < row.length; column++) {
      float value = row[column];
      if (!Float.isFinite(value)) {
        throw Problem.data(
                "ACTIVATION_NOT_FINITE",
                String.format(
                    Locale.ROOT,
                    "the model gives %s in column %d of layer '%s' for %s; a finite number was"
                        + " expected",
                    value,
                    column,
                    layers.get(layer),
                    WordTokens.describe(words, word)))
            .hint("check the model file; a model in half precision may overflow")
            .exception();
      }
      least[layer][column] = Math.min(least[layer][column], value);
      greatest[layer][column] = Math.max(greatest[layer][column], value);
      hash = (hash ^ Float.floatToIntBits(value)) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 29;
    }
    hashes[layer][word] = hash;
  }

  /** Warns of what the rows have shown, one warning per kind. */
  void conclude(Task task) {
    if (words.list().size() < 2) {
      return;
    }
    List<String> constant = new ArrayList<>();
    List<String> identical = new ArrayList<>();
    for (int layer = 0; layer < layers.size(); layer++) {
      int columns = constantColumns(layer);
      if (columns > 0) {
        constant.add(columns + " of " + least[layer].length + " in '" + layers.get(layer) + "'");
      }
      if (!onePieceOnly.contains(layer)) {
        sharedRow(layer).ifPresent(identical::add);
      }
    }
    if (!constant.isEmpty()) {
      task.warn(
          Problem.data(
                  "ACTIVATION_CONSTANT",
                  "columns that are the same for all "
                      + words.list().size()
                      + " words: "
                      + String.join(", ", constant))
              .asWarning());
    }
    if (!identical.isEmpty()) {
      task.warn(
          Problem.data(
                  "ACTIVATION_IDENTICAL",
                  "different words have the same activations: " + String.join("; ", identical))
              .hint("the model may not know these words; check its vocabulary")
              .asWarning());
    }
  }

  private int constantColumns(int layer) {
    int count = 0;
    for (int column = 0; column < least[layer].length; column++) {
      if (least[layer][column] == greatest[layer][column]) {
        count++;
      }
    }
    return count;
  }

  private Optional<String> sharedRow(int layer) {
    Map<Long, Integer> seen = new HashMap<>();
    int count = 0;
    String example = "";
    for (int word = 0; word < words.list().size(); word++) {
      Integer other = seen.putIfAbsent(hashes[layer][word], word);
      if (other != null && !plain(other).equals(plain(word))) {
        count++;
        if (example.isEmpty()) {
          example = WordTokens.describe(words, other) + " and " + WordTokens.describe(words, word);
        }
      }
    }
    return count == 0
        ? Optional.empty()
        : Optional.of(
            count
                + (count == 1 ? " word" : " words")
                + " in '"
                + layers.get(layer)
                + "', such as "
                + example);
  }

  /** Words that differ in case or punctuation only may rightly look the same to a model. */
  private String plain(int word) {
    return words.list().get(word).form().toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
  }
}
