package dev.arcuate.plugin.stimulus;

import dev.arcuate.api.Problem;
import dev.arcuate.api.Task;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.value.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the words of a stimulus sound like: their phonemes, told apart by whether they begin (B),
 * continue (I) or end (E) a word or are one (S), as the aligner gentle writes them. Source: methods
 * reference, 4.2, the low-level set B.
 */
final class Phonemes {
  private static final int EXAMPLES = 5;

  private final List<List<String>> ofWords = new ArrayList<>();
  private final List<String> categories;
  private final List<String> unknown = new ArrayList<>();

  private Phonemes(Words words, Pronunciations dictionary) {
    TreeSet<String> all = new TreeSet<>();
    for (Words.Word word : words.list()) {
      List<String> placed = placed(dictionary.of(word.form()));
      if (placed.isEmpty()) {
        unknown.add(word.form());
      }
      ofWords.add(placed);
      all.addAll(placed);
    }
    categories = List.copyOf(all);
  }

  static Phonemes of(Words words, Pronunciations dictionary) {
    return new Phonemes(words, dictionary);
  }

  private static List<String> placed(List<String> phonemes) {
    List<String> placed = new ArrayList<>();
    for (int i = 0; i < phonemes.size(); i++) {
      boolean first = i == 0;
      boolean last = i == phonemes.size() - 1;
      String place = first ? (last ? "S" : "B") : (last ? "E" : "I");
      placed.add(phonemes.get(i) + "_" + place);
    }
    return placed;
  }

  /** Phonemes per word. */
  float[] counts() {
    float[] counts = new float[ofWords.size()];
    for (int word = 0; word < counts.length; word++) {
      counts[word] = ofWords.get(word).size();
    }
    return counts;
  }

  /** Those that occur, in alphabetical order, and one for words without any. */
  int categories() {
    return categories.size() + 1;
  }

  /** How often each category occurs in each word, [words × categories]. */
  float[] oneHots() {
    Map<String, Integer> places = new LinkedHashMap<>();
    categories.forEach(category -> places.put(category, places.size()));
    float[] values = new float[Math.multiplyExact(ofWords.size(), categories())];
    for (int word = 0; word < ofWords.size(); word++) {
      int first = word * categories();
      ofWords.get(word).forEach(phoneme -> values[first + places.get(phoneme)]++);
      values[first + categories.size()] = ofWords.get(word).isEmpty() ? 1 : 0;
    }
    return values;
  }

  void tell(InputPath file, Task task) {
    task.note(Map.of("phoneme-categories", categories.size(), "words-unspoken", unknown.size()));
    if (unknown.size() == ofWords.size()) {
      throw Problem.data(
              "STIMULUS_PRONUNCIATIONS", file.logical() + " has none of the words of the stimulus")
          .hint("the dictionary must be of the language of the stimulus")
          .exception();
    }
    if (!unknown.isEmpty()) {
      List<String> forms = unknown.stream().distinct().toList();
      task.warn(
          Problem.data(
                  "STIMULUS_WORDS_UNSPOKEN",
                  unknown.size()
                      + " words are not in "
                      + file.logical()
                      + " and count as words without phonemes: "
                      + forms.stream().limit(EXAMPLES).collect(Collectors.joining(", "))
                      + (forms.size() > EXAMPLES ? ", …" : ""))
              .hint("add a line for each, such as: hello HH AH0 L OW1")
              .asWarning());
    }
  }
}
