package dev.arcuate.plugin.syntax;

import dev.arcuate.api.Port;
import dev.arcuate.api.Problem;
import dev.arcuate.api.Step;
import dev.arcuate.api.Task;
import dev.arcuate.api.value.Words;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.pf4j.Extension;

/**
 * Puts words, sentences or paragraphs in random order. Every word keeps its time, by which the
 * decomposition {@code unscramble} puts activations back into the order of the story.
 */
@Extension
public final class ScrambleStep implements Step<ScrambleSettings> {
  @Override
  public String id() {
    return "scramble-words";
  }

  @Override
  public String summary() {
    return "Puts the words, sentences or paragraphs of each run in random order.";
  }

  @Override
  public Class<ScrambleSettings> settingsType() {
    return ScrambleSettings.class;
  }

  @Override
  public List<Port> inputs() {
    return List.of(Port.one("words", Words.class, "the words of the story"));
  }

  @Override
  public List<Port> outputs() {
    return List.of(
        Port.one("words", Words.class, "the same words in another order, each with its own time"));
  }

  @Override
  public void run(ScrambleSettings settings, Task task) throws IOException {
    Words words = task.input("words", Words.class);
    SplittableRandom random = new SplittableRandom(settings.seed());
    List<List<Integer>> segments = new ArrayList<>();
    for (List<Integer> run : runs(words)) {
      task.checkCancelled();
      segments.addAll(
          switch (settings.unit()) {
            case WORDS -> shuffledWords(List.of(run), random);
            case WORDS_OF_SENTENCES -> shuffledWords(sentences(run, words), random);
            case SENTENCES -> shuffled(sentences(run, words), random);
            case PARAGRAPHS -> shuffled(paragraphs(run, words, settings), random);
          });
    }
    if (segments.size() < 2) {
      throw Problem.data("SYNTAX_NOTHING_TO_SCRAMBLE", "the story has only one such unit")
          .hint("choose a smaller 'unit', or set 'paragraph-sentences'")
          .exception();
    }
    told(words, segments).write(task.output("words"));
  }

  private static List<List<Integer>> runs(Words words) {
    return groups(
        range(words.list().size()),
        (a, b) -> words.list().get(a).run().equals(words.list().get(b).run()));
  }

  private static List<List<Integer>> sentences(List<Integer> run, Words words) {
    return groups(run, (a, b) -> words.list().get(a).sentence() == words.list().get(b).sentence());
  }

  private static List<List<Integer>> paragraphs(
      List<Integer> run, Words words, ScrambleSettings settings) {
    if (settings.paragraphSentences().isPresent()) {
      int first = words.list().get(run.get(0)).sentence();
      int size = settings.paragraphSentences().get();
      return groups(
          run,
          (a, b) ->
              (words.list().get(a).sentence() - first) / size
                  == (words.list().get(b).sentence() - first) / size);
    }
    return groups(
        run,
        (a, b) ->
            !words
                .text()
                .substring(words.list().get(a).end(), words.list().get(b).start())
                .matches("(?s).*\n\\s*\n.*"));
  }

  /** Whether a word belongs to the group of the word before it. */
  private interface Same {
    boolean group(int before, int word);
  }

  private static List<List<Integer>> groups(List<Integer> places, Same same) {
    List<List<Integer>> groups = new ArrayList<>();
    for (int place : places) {
      List<Integer> last = groups.isEmpty() ? List.of() : groups.get(groups.size() - 1);
      if (last.isEmpty() || !same.group(last.get(last.size() - 1), place)) {
        last = new ArrayList<>();
        groups.add(last);
      }
      last.add(place);
    }
    return groups;
  }

  private static List<Integer> range(int size) {
    return java.util.stream.IntStream.range(0, size).boxed().toList();
  }

  private static <T> List<T> shuffled(List<T> list, SplittableRandom random) {
    List<T> result = new ArrayList<>(list);
    for (int i = result.size() - 1; i > 0; i--) {
      java.util.Collections.swap(result, i, random.nextInt(i + 1));
    }
    return result;
  }

  private static List<List<Integer>> shuffledWords(
      List<List<Integer>> groups, SplittableRandom random) {
    List<List<Integer>> single = new ArrayList<>();
    for (List<Integer> group : groups) {
      shuffled(group, random).forEach(word -> single.add(List.of(word)));
    }
    return single;
  }

  /**
   * Segments one after another, each as it is written with the punctuation that follows it.
   * Sentences are numbered anew in their new order; words on their own take the places, and the
   * sentence numbers, of those they push aside.
   */
  private static Words told(Words words, List<List<Integer>> segments) {
    StringBuilder text = new StringBuilder();
    List<Words.Word> list = new ArrayList<>();
    boolean single = segments.stream().allMatch(segment -> segment.size() == 1);
    int sentence = -1;
    int before = -1;
    for (List<Integer> segment : segments) {
      text.append(text.length() == 0 ? "" : " ");
      int from = words.list().get(segment.get(0)).start();
      int offset = text.length() - from;
      int last = segment.get(segment.size() - 1);
      text.append(words.text(), from, single ? words.list().get(last).end() : end(words, last));
      for (int place : segment) {
        Words.Word word = words.list().get(place);
        if (single) {
          sentence = words.list().get(list.size()).sentence();
        } else if (place == segment.get(0) || word.sentence() != before) {
          sentence++;
        }
        before = word.sentence();
        list.add(
            new Words.Word(
                word.run(),
                word.onsetSeconds(),
                word.durationSeconds(),
                sentence,
                word.start() + offset,
                word.end() + offset,
                word.aligned(),
                word.form()));
      }
    }
    return new Words(text.toString(), list);
  }

  /** Where the punctuation after a word ends. */
  private static int end(Words words, int place) {
    int end = words.list().get(place).end();
    int next =
        place + 1 < words.list().size()
            ? words.list().get(place + 1).start()
            : words.text().length();
    while (end < next && !Character.isWhitespace(words.text().charAt(end))) {
      end++;
    }
    return end;
  }
}
