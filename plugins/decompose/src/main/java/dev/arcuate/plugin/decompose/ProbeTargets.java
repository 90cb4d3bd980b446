package dev.arcuate.plugin.decompose;

import dev.arcuate.api.Problem;
import dev.arcuate.api.value.Table;
import dev.arcuate.plugin.decompose.ProbeSettings.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What is known of every word from its parse. */
final class ProbeTargets {
  private static final String NOUN = "NOUN";
  private static final List<String> NEEDED =
      List.of("sentence", "id", "form", "lemma", "upos", "head", "words");

  /**
   * What is to be decoded: rows of the representations, and a label or a row of numbers for each.
   *
   * @param words the words used, ascending
   * @param sentences the sentence of each
   * @param labels a class for each; empty if numbers are decoded
   * @param numbers a row for each; empty if classes are
   */
  record Task(int[] words, int[] sentences, List<String> labels, Optional<Rows> numbers) {}

  private record Word(String coarse, String lemma, String form, int sentence, int depth) {}

  private final Map<Integer, Word> words = new TreeMap<>();

  ProbeTargets(Table parse) {
    if (!parse.columns().containsAll(NEEDED)) {
      throw Problem.user(
              "DECOMPOSE_NO_PARSE",
              "this table is no parse: it has the columns " + String.join(", ", parse.columns()))
          .hint("connect a parse step")
          .exception();
    }
    int row = 0;
    while (row < parse.rows()) {
      int from = row;
      double sentence = parse.number(row, "sentence");
      while (row < parse.rows() && parse.number(row, "sentence") == sentence) {
        row++;
      }
      sentence(parse, from, row);
    }
  }

  private void sentence(Table parse, int from, int to) {
    double[] heads = new double[to - from];
    for (int i = 0; i < heads.length; i++) {
      heads[i] = parse.number(from + i, "head");
    }
    for (int row = from; row < to; row++) {
      String own = parse.text(row, "words");
      if (own.equals(Table.MISSING) || parse.text(row, "upos").equals("PUNCT")) {
        continue;
      }
      int word = Integer.parseInt(own.split(" ", 2)[0]);
      words.putIfAbsent(
          word,
          new Word(
              parse.text(row, "upos"),
              parse.text(row, "lemma").toLowerCase(Locale.ROOT),
              parse.text(row, "form").toLowerCase(Locale.ROOT),
              (int) parse.number(row, "sentence"),
              depth(heads, row - from)));
    }
  }

  /** Steps to the root; −1 without a tree. */
  private static int depth(double[] heads, int node) {
    int depth = 0;
    int at = node;
    while (!Double.isNaN(heads[at]) && heads[at] > 0 && depth <= heads.length) {
      at = (int) heads[at] - 1;
      depth++;
    }
    return Double.isNaN(heads[at]) ? -1 : depth;
  }

  /** How often each noun form occurs in a lexicon. */
  static Map<String, Long> nounCounts(Table lexicon) {
    Map<String, Long> counts = new HashMap<>();
    for (int row = 0; row < lexicon.rows(); row++) {
      if (lexicon.text(row, "coarse").equals(NOUN)) {
        counts.merge(
            lexicon.text(row, "form").toLowerCase(Locale.ROOT),
            (long) lexicon.number(row, "count"),
            Long::sum);
      }
    }
    return counts;
  }

  /** Every lemma's category. */
  static Map<String, String> categories(Table table) {
    Map<String, String> categories = new HashMap<>();
    for (int row = 0; row < table.rows(); row++) {
      categories.put(
          table.text(row, "lemma").toLowerCase(Locale.ROOT), table.text(row, "category"));
    }
    return categories;
  }

  /** Classes of words, or of nouns; rare ones left out. */
  Task classes(Target target, Map<String, String> categories, int leastCount) {
    Map<Integer, String> labels = new TreeMap<>();
    words.forEach(
        (place, word) -> {
          if (target == Target.PART_OF_SPEECH) {
            labels.put(place, word.coarse());
          } else if (word.coarse().equals(NOUN) && categories.containsKey(word.lemma())) {
            labels.put(place, categories.get(word.lemma()));
          }
        });
    Map<String, Integer> counts = new HashMap<>();
    labels.values().forEach(label -> counts.merge(label, 1, Integer::sum));
    labels.values().removeIf(label -> counts.get(label) < leastCount);
    return task(
        labels.keySet().stream().mapToInt(Integer::intValue).toArray(),
        List.copyOf(labels.values()),
        Optional.empty());
  }

  /** Depth of every word in its tree. */
  Task depths() {
    int[] places = places(word -> word.depth() >= 0);
    return numbers(places, Arrays.stream(places).mapToDouble(p -> words.get(p).depth()).toArray());
  }

  /** Logarithm of the frequency of every noun. */
  Task frequencies(Map<String, Long> counts) {
    int[] places = places(word -> word.coarse().equals(NOUN));
    return numbers(
        places,
        Arrays.stream(places)
            .mapToDouble(p -> Math.log10(1.0 + counts.getOrDefault(words.get(p).form(), 0L)))
            .toArray());
  }

  /** The vector of every noun: the mean over all places at which its form stands. */
  Task vectors(Rows vectors) {
    int[] places = places(word -> word.coarse().equals(NOUN));
    int width = vectors.width();
    Map<String, double[]> sums = new HashMap<>();
    Map<String, Integer> counts = new HashMap<>();
    for (int place : places) {
      double[] sum = sums.computeIfAbsent(words.get(place).form(), form -> new double[width]);
      counts.merge(words.get(place).form(), 1, Integer::sum);
      for (int c = 0; c < width; c++) {
        sum[c] += vectors.values()[place * width + c];
      }
    }
    float[] values = new float[places.length * width];
    for (int i = 0; i < places.length; i++) {
      String form = words.get(places[i]).form();
      for (int c = 0; c < width; c++) {
        values[i * width + c] = (float) (sums.get(form)[c] / counts.get(form));
      }
    }
    return task(places, List.of(), Optional.of(new Rows(values, places.length, width)));
  }

  private int[] places(java.util.function.Predicate<Word> which) {
    return words.entrySet().stream()
        .filter(entry -> which.test(entry.getValue()))
        .mapToInt(Map.Entry::getKey)
        .toArray();
  }

  private Task numbers(int[] places, double[] values) {
    return task(places, List.of(), Optional.of(Columns.rows(values, places.length, 1)));
  }

  private Task task(int[] places, List<String> labels, Optional<Rows> numbers) {
    int[] sentences = Arrays.stream(places).map(place -> words.get(place).sentence()).toArray();
    return new Task(places, sentences, new ArrayList<>(labels), numbers);
  }

  /** The last word that the parse has. */
  int lastWord() {
    return words.keySet().stream().mapToInt(Integer::intValue).max().orElse(-1);
  }
}
