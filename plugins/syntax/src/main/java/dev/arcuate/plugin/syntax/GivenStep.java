package dev.arcuate.plugin.syntax;

import dev.arcuate.api.Port;
import dev.arcuate.api.Problem;
import dev.arcuate.api.Problem.Position;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.Step;
import dev.arcuate.api.Task;
import dev.arcuate.api.value.Table;
import dev.arcuate.api.value.Words;
import dev.arcuate.plugin.syntax.Equivalents.Candidate;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.pf4j.Extension;

/** Takes equivalents that were written by hand, edited, or made by another tool. */
@Extension
public final class GivenStep implements Step<GivenSettings> {
  @Override
  public String id() {
    return "equivalents-given";
  }

  @Override
  public String summary() {
    return "Reads sentences of the same syntax that were written by hand or by another tool.";
  }

  @Override
  public Class<GivenSettings> settingsType() {
    return GivenSettings.class;
  }

  @Override
  public List<Port> inputs() {
    return List.of(Port.one("words", Words.class, "the words of the stimulus"));
  }

  @Override
  public List<Port> outputs() {
    return EquivalentsMaker.outputs();
  }

  @Override
  public void run(GivenSettings settings, Task task) throws IOException {
    Words words = task.input("words", Words.class);
    String file = settings.table().logical();
    if (!Files.isRegularFile(settings.table().path())) {
      throw Problem.data("SYNTAX_FILE_MISSING", "there is no file " + file)
          .hint("paths in a workflow start at the workflow's own folder")
          .exception();
    }
    task.checkCancelled();
    Table given = Table.read(settings.table().path());
    if (!given.columns().containsAll(List.of("sentence", "words"))) {
      throw Problem.data(
              "SYNTAX_NO_EQUIVALENTS",
              file
                  + " needs the columns sentence and words; it has "
                  + String.join(", ", given.columns()))
          .hint("save it with tabs between columns and with its header")
          .exception();
    }
    Table table = new Equivalents(sentences(given, words, file)).table(words);
    table.write(task.output("equivalents"));
    EquivalentsPage.write(task.output("page"), table);
  }

  private static List<Equivalents.Sentence> sentences(Table given, Words words, String file) {
    List<Problem> problems = new ArrayList<>();
    Map<Integer, List<Integer>> rows = new TreeMap<>();
    for (int row = 0; row < given.rows(); row++) {
      rows.computeIfAbsent((int) given.number(row, "sentence"), s -> new ArrayList<>()).add(row);
    }
    List<Equivalents.Sentence> sentences = new ArrayList<>();
    int first = 0;
    for (Map.Entry<Integer, Integer> sentence : lengths(given, words, rows).entrySet()) {
      int end = first + sentence.getValue();
      if (end > words.list().size()) {
        break;
      }
      List<String> original =
          words.list().subList(first, end).stream().map(Words.Word::form).toList();
      List<Candidate> candidates = new ArrayList<>();
      for (int row : rows.getOrDefault(sentence.getKey(), List.of())) {
        if (isOriginal(given, row)) {
          continue;
        }
        List<String> own = Equivalents.split(given.text(row, "words"));
        if (own.size() == original.size()) {
          candidates.add(new Candidate(own, "given", Double.NaN, replaced(original, own)));
        } else {
          problems.add(
              Problem.data(
                      "SYNTAX_GIVEN_LENGTH",
                      "an equivalent of sentence "
                          + sentence.getKey()
                          + " has "
                          + own.size()
                          + " words, the sentence has "
                          + original.size()
                          + ": '"
                          + String.join(" ", original)
                          + "'")
                  .at(new Position(file, row + 2, 0))
                  .hint("write as many words, with one space between two"));
        }
      }
      if (candidates.isEmpty() && problems.isEmpty()) {
        problems.add(
            Problem.data(
                "SYNTAX_GIVEN_MISSING",
                file
                    + " has no equivalent of sentence "
                    + sentence.getKey()
                    + ": '"
                    + String.join(" ", original)
                    + "'"));
      }
      sentences.add(new Equivalents.Sentence(sentence.getKey(), first, original, candidates));
      first = end;
    }
    if (first != words.list().size()) {
      problems.add(
          Problem.data(
                  "SYNTAX_OTHER_EQUIVALENTS",
                  "the sentences of "
                      + file
                      + " do not make up the "
                      + words.list().size()
                      + " words of the stimulus")
              .hint("leave the rows 'original' as they are"));
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    return sentences;
  }

  private static boolean isOriginal(Table given, int row) {
    return given.columns().contains("story")
        && given.text(row, "story").equals(Equivalents.ORIGINAL);
  }

  /** Words of every sentence: by the rows 'original' if there are any, else by the stimulus. */
  private static Map<Integer, Integer> lengths(
      Table given, Words words, Map<Integer, List<Integer>> rows) {
    Map<Integer, Integer> lengths = new TreeMap<>();
    rows.forEach(
        (sentence, own) ->
            own.stream()
                .filter(row -> isOriginal(given, row))
                .forEach(
                    row ->
                        lengths.put(sentence, Equivalents.split(given.text(row, "words")).size())));
    if (lengths.isEmpty()) {
      words.list().forEach(word -> lengths.merge(word.sentence(), 1, Integer::sum));
    }
    return lengths;
  }

  private static int replaced(List<String> original, List<String> own) {
    int replaced = 0;
    for (int i = 0; i < own.size(); i++) {
      replaced += own.get(i).equalsIgnoreCase(original.get(i)) ? 0 : 1;
    }
    return replaced;
  }
}
