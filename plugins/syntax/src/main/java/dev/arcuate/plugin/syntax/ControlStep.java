package dev.arcuate.plugin.syntax;

import dev.arcuate.api.Port;
import dev.arcuate.api.Problem;
import dev.arcuate.api.Step;
import dev.arcuate.api.Task;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.value.Words;
import dev.arcuate.plugin.syntax.ControlSettings.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.pf4j.Extension;

/**
 * Stories of other words at the times of the original, for controls: what a brain predicts from
 * them it does not owe to what was said, nor to its syntax. Source: methods reference, 4.3.
 */
@Extension
public final class ControlStep implements Step<ControlSettings> {
  @Override
  public String id() {
    return "control-story";
  }

  @Override
  public String summary() {
    return "Tells another story at the times of the original: sentences of the same length, or any.";
  }

  @Override
  public Class<ControlSettings> settingsType() {
    return ControlSettings.class;
  }

  @Override
  public List<Port> inputs() {
    return List.of(Port.one("words", Words.class, "the words of the original"));
  }

  @Override
  public List<Port> outputs() {
    return List.of(Port.one("words", Words.class, "as many words, at the same times"));
  }

  @Override
  public void run(ControlSettings settings, Task task) throws IOException {
    Words words = task.input("words", Words.class);
    List<List<String>> corpus = new ArrayList<>();
    for (InputPath file : settings.conllu()) {
      task.checkCancelled();
      Conllu.read(file).stream()
          .map(ControlStep::spoken)
          .filter(sentence -> !sentence.isEmpty())
          .forEach(corpus::add);
    }
    List<String> forms =
        settings.kind() == Kind.SAME_LENGTH
            ? sameLength(words, corpus, settings.seed(), task)
            : inOrder(words, corpus);
    StoryStep.retold(words, forms).write(task.output("words"));
  }

  /** Words as they are written between spaces, without the punctuation around them. */
  private static List<String> spoken(ParsedSentence sentence) {
    return java.util.Arrays.stream(sentence.text().split("\\s+"))
        .map(word -> word.replaceAll("^[^\\p{L}\\p{N}]+|[^\\p{L}\\p{N}]+$", ""))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  private static List<String> inOrder(Words words, List<List<String>> corpus) {
    List<String> all = corpus.stream().flatMap(List::stream).toList();
    if (all.size() < words.list().size()) {
      throw Problem.data(
              "SYNTAX_CORPUS_SHORT",
              "the corpus has " + all.size() + " words, but the story has " + words.list().size())
          .hint("name more files under 'conllu'")
          .exception();
    }
    return all.subList(0, words.list().size());
  }

  /** A sentence drawn for each; a longer one is cut where no other has as many words. */
  private static List<String> sameLength(
      Words words, List<List<String>> corpus, long seed, Task task) {
    TreeMap<Integer, List<List<String>>> byLength = new TreeMap<>();
    corpus.forEach(
        sentence ->
            byLength.computeIfAbsent(sentence.size(), n -> new ArrayList<>()).add(sentence));
    SplittableRandom random = new SplittableRandom(seed);
    List<String> forms = new ArrayList<>();
    int cut = 0;
    int sentences = 0;
    int word = 0;
    while (word < words.list().size()) {
      int from = word;
      while (word < words.list().size()
          && words.list().get(word).sentence() == words.list().get(from).sentence()) {
        word++;
      }
      List<String> original =
          words.list().subList(from, word).stream().map(Words.Word::form).toList();
      List<String> drawn = List.of();
      for (Map.Entry<Integer, List<List<String>>> longer :
          byLength.tailMap(original.size()).entrySet()) {
        List<List<String>> others =
            longer.getValue().stream().filter(other -> !begins(other, original)).toList();
        if (!others.isEmpty()) {
          drawn = others.get(random.nextInt(others.size()));
          break;
        }
      }
      if (drawn.isEmpty()) {
        throw Problem.data(
                "SYNTAX_CORPUS_SHORT",
                "no other sentence of the corpus has the "
                    + original.size()
                    + " words of sentence "
                    + (sentences + 1))
            .hint("name more files under 'conllu'")
            .exception();
      }
      cut += drawn.size() > original.size() ? 1 : 0;
      forms.addAll(drawn.subList(0, original.size()));
      sentences++;
    }
    task.note(Map.of("sentences", sentences, "sentences-cut", cut, "seed", seed));
    return forms;
  }

  private static boolean begins(List<String> other, List<String> original) {
    for (int i = 0; i < original.size(); i++) {
      if (!other.get(i).toLowerCase(Locale.ROOT).equals(original.get(i).toLowerCase(Locale.ROOT))) {
        return false;
      }
    }
    return true;
  }
}
