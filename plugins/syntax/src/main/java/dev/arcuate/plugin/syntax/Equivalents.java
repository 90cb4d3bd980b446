package dev.arcuate.plugin.syntax;

import dev.arcuate.api.Problem;
import dev.arcuate.api.value.Table;
import dev.arcuate.api.value.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Sentences and their equivalents, for every word of a stimulus. As a table, one row per sentence
 * and equivalent, after a row with the original; {@code words} holds as many words as the original
 * has, with one space between two, and is what counts; {@code text} is for the reader.
 *
 * @param sentences cover the words of the stimulus in order
 */
record Equivalents(List<Sentence> sentences) {
  static final String ORIGINAL = "original";
  private static final List<String> COLUMNS =
      List.of("sentence", "story", "validity", "score", "replaced", "unchanged", "words", "text");

  /**
   * A sentence.
   *
   * @param number as it stands in the table
   * @param first its first word in the stimulus
   * @param original its words
   * @param candidates its equivalents, the best first
   */
  record Sentence(int number, int first, List<String> original, List<Candidate> candidates) {
    Sentence {
      original = List.copyOf(original);
      candidates = List.copyOf(candidates);
    }
  }

  /**
   * An equivalent.
   *
   * @param words one for each of the original
   * @param validity how its structure is known: construction, parsed, accepted although not valid,
   *     or given
   * @param score agreement of dependency distances, NaN if not known
   * @param replaced how many words differ from the original
   */
  record Candidate(List<String> words, String validity, double score, int replaced) {
    Candidate {
      words = List.copyOf(words);
    }
  }

  Equivalents {
    sentences = List.copyOf(sentences);
  }

  Table table(Words stimulus) {
    List<List<String>> rows = new ArrayList<>();
    for (Sentence sentence : sentences) {
      rows.add(row(sentence, ORIGINAL, new Candidate(sentence.original(), "n/a", 1, 0), stimulus));
      for (int story = 0; story < sentence.candidates().size(); story++) {
        Candidate candidate = sentence.candidates().get(story);
        rows.add(row(sentence, Integer.toString(story), candidate, stimulus));
      }
    }
    return new Table(COLUMNS, rows);
  }

  private static List<String> row(
      Sentence sentence, String story, Candidate candidate, Words stimulus) {
    return List.of(
        Integer.toString(sentence.number()),
        story,
        candidate.validity(),
        Double.isNaN(candidate.score())
            ? Table.MISSING
            : String.format(java.util.Locale.ROOT, "%.3f", candidate.score()),
        Integer.toString(candidate.replaced()),
        Integer.toString(candidate.words().size() - candidate.replaced()),
        join(candidate.words()),
        text(sentence, candidate.words(), stimulus).replaceAll("\\s+", " "));
  }

  private static String text(Sentence sentence, List<String> words, Words stimulus) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < words.size(); i++) {
      Words.Word word = stimulus.list().get(sentence.first() + i);
      if (i > 0) {
        int before = stimulus.list().get(sentence.first() + i - 1).end();
        text.append(stimulus.text(), Math.min(before, word.start()), word.start());
      }
      text.append(words.get(i));
    }
    return text.toString();
  }

  /** Spaces inside a word become ones that do not part words. */
  static String join(List<String> words) {
    return String.join(" ", words.stream().map(word -> word.replaceAll("\\s", "\u00a0")).toList());
  }

  static List<String> split(String words) {
    String stripped = words.strip();
    return stripped.isEmpty()
        ? List.of()
        : Arrays.stream(stripped.split(" +")).map(word -> word.replace('\u00a0', ' ')).toList();
  }

  /**
   * Reads the table of a step that makes equivalents.
   *
   * @throws dev.arcuate.api.ProblemException {@code SYNTAX_NO_EQUIVALENTS} for any other table,
   *     {@code SYNTAX_OTHER_EQUIVALENTS} if they are of another stimulus
   */
  static Equivalents of(Table table, Words stimulus) {
    if (!table.columns().containsAll(COLUMNS)) {
      throw Problem.user(
              "SYNTAX_NO_EQUIVALENTS",
              "this table has no equivalents: its columns are "
                  + String.join(", ", table.columns()))
          .hint("connect a step that makes equivalents")
          .exception();
    }
    List<Sentence> sentences = new ArrayList<>();
    int first = 0;
    int row = 0;
    while (row < table.rows()) {
      String number = table.text(row, "sentence");
      List<String> original = split(table.text(row, "words"));
      List<Candidate> candidates = new ArrayList<>();
      for (row++; row < table.rows() && table.text(row, "sentence").equals(number); row++) {
        candidates.add(
            new Candidate(
                split(table.text(row, "words")),
                table.text(row, "validity"),
                table.number(row, "score"),
                (int) table.number(row, "replaced")));
      }
      sentences.add(new Sentence(Integer.parseInt(number), first, original, candidates));
      first += original.size();
    }
    if (first != stimulus.list().size()) {
      throw Problem.user(
              "SYNTAX_OTHER_EQUIVALENTS",
              "the equivalents are made of "
                  + first
                  + " words, but the stimulus has "
                  + stimulus.list().size())
          .hint("connect the same words to both steps")
          .exception();
    }
    return new Equivalents(sentences);
  }

  /** The least number of equivalents that a sentence has. */
  int fewest() {
    return sentences.stream().mapToInt(sentence -> sentence.candidates().size()).min().orElse(0);
  }
}
