package dev.arcuate.plugin.syntax;

import dev.arcuate.api.Port;
import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.Task;
import dev.arcuate.api.value.Table;
import dev.arcuate.api.value.Words;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What every source of parses takes and makes, so that one can stand in for another. */
public final class ParseOutput {
  static final Port WORDS = Port.one("words", Words.class, "the words that were heard or read");
  static final Port PARSE =
      Port.one(
          "parse",
          Table.class,
          "one row per syntactic word: the columns of CoNLL-U, and the words it belongs to");
  static final Port MISMATCHES =
      Port.one("mismatches", Table.class, "every place at which text and parse differ");
  private static final int EXAMPLES = 5;

  private ParseOutput() {}

  /** The inputs of every source of parses. */
  public static List<Port> inputs() {
    return List.of(WORDS);
  }

  /** The outputs of every source of parses. */
  public static List<Port> outputs() {
    return List.of(PARSE, MISMATCHES);
  }

  /**
   * Aligns a parse to the stimulus and writes it.
   *
   * @param source named in problems
   * @param gaps whether sentences without a parse are allowed
   * @throws ProblemException {@code SYNTAX_OTHER_TEXT}, {@code SYNTAX_SENTENCE_WITHOUT_PARSE}
   */
  public static void write(
      List<ParsedSentence> sentences, Words words, String source, boolean gaps, Task task)
      throws IOException {
    Alignment alignment = Alignment.of(sentences, words);
    int count = words.list().size();
    if (alignment.ofAnotherText(count)) {
      throw Problem.data(
              "SYNTAX_OTHER_TEXT",
              source
                  + " is the parse of another text: "
                  + alignment.wordsWithoutUnit().size()
                  + " of "
                  + count
                  + " words are not in it, first "
                  + quoted(alignment.wordsWithoutUnit().get(0), words))
          .hint("parse the text of the same stimulus, in the same order")
          .exception();
    }
    requireSentences(alignment, words, source, gaps, task);
    if (!alignment.wordsWithoutUnit().isEmpty()) {
      task.warn(
          Problem.data(
                  "SYNTAX_WORDS_WITHOUT_PARSE",
                  alignment.wordsWithoutUnit().size()
                      + " of "
                      + count
                      + " words are not in the parse, such as "
                      + examples(alignment.wordsWithoutUnit(), words))
              .hint("they keep their form in every equivalent; see 'mismatches'")
              .asWarning());
    }
    Placed.table(alignment.sentences()).write(task.output(PARSE.name()));
    mismatches(alignment).write(task.output(MISMATCHES.name()));
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("sentences", sentences.size());
    facts.put("tokens", sentences.stream().mapToInt(s -> s.units().size()).sum());
    facts.put("words-without-parse", alignment.wordsWithoutUnit().size());
    facts.put("mismatches", alignment.mismatches().size());
    facts.put("trees", sentences.stream().filter(ParsedSentence::hasTree).count());
    task.note(facts);
  }

  private static void requireSentences(
      Alignment alignment, Words words, String source, boolean gaps, Task task) {
    Map<Integer, Integer> without = new TreeMap<>();
    alignment
        .wordsWithoutUnit()
        .forEach(word -> without.merge(words.list().get(word).sentence(), 1, Integer::sum));
    Map<Integer, List<Integer>> sentences = new TreeMap<>();
    for (int word = 0; word < words.list().size(); word++) {
      sentences
          .computeIfAbsent(words.list().get(word).sentence(), s -> new ArrayList<>())
          .add(word);
    }
    List<Problem> problems = new ArrayList<>();
    sentences.forEach(
        (sentence, own) -> {
          if (without.getOrDefault(sentence, 0) == own.size()) {
            int start = words.list().get(own.get(0)).start();
            int end = words.list().get(own.get(own.size() - 1)).end();
            String text = words.text().substring(start, end).replaceAll("\\s+", " ");
            problems.add(
                Problem.data(
                        "SYNTAX_SENTENCE_WITHOUT_PARSE",
                        "sentence "
                            + (sentence + 1)
                            + " has no parse in "
                            + source
                            + ": '"
                            + (text.length() > 60 ? text.substring(0, 60) + "…" : text)
                            + "'")
                    .hint("parse it as well, or write 'missing: keep' to leave it as it is"));
          }
        });
    if (problems.isEmpty()) {
      return;
    }
    if (!gaps) {
      throw new ProblemException(problems.subList(0, Math.min(problems.size(), 4 * EXAMPLES)));
    }
    problems.stream().limit(EXAMPLES).forEach(problem -> task.warn(problem.asWarning()));
  }

  private static Table mismatches(Alignment alignment) {
    List<List<String>> rows = new ArrayList<>();
    for (Alignment.Mismatch mismatch : alignment.mismatches()) {
      rows.add(
          List.of(
              Integer.toString(mismatch.sentence()),
              mismatch.line() == 0 ? Table.MISSING : Integer.toString(mismatch.line()),
              Integer.toString(mismatch.at()),
              mismatch.parse().isEmpty() ? Table.MISSING : mismatch.parse(),
              mismatch.text().isEmpty() ? Table.MISSING : mismatch.text()));
    }
    return new Table(List.of("sentence", "line", "character", "parse", "text"), rows);
  }

  private static String examples(List<Integer> some, Words words) {
    return String.join(
        ", ", some.stream().limit(EXAMPLES).map(word -> quoted(word, words)).toList());
  }

  private static String quoted(int word, Words words) {
    return "'" + words.list().get(word).form() + "' (word " + (word + 1) + ")";
  }
}
