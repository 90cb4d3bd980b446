package dev.arcuate.plugin.stimulus;

import dev.arcuate.api.Port;
import dev.arcuate.api.Problem;
import dev.arcuate.api.Resources;
import dev.arcuate.api.Step;
import dev.arcuate.api.Task;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.value.Words;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.pf4j.Extension;

/** Reads the words of a stimulus and their times. */
@Extension
public final class WordsStep implements Step<WordsSettings> {
  private static final long MEBIBYTES = 192;

  @Override
  public String id() {
    return "words";
  }

  @Override
  public String summary() {
    return "Reads words with their times, and their places in the running text.";
  }

  @Override
  public Class<WordsSettings> settingsType() {
    return WordsSettings.class;
  }

  @Override
  public List<Port> inputs() {
    return List.of();
  }

  @Override
  public List<Port> outputs() {
    return List.of(Port.one("words", Words.class, "one row per word, in order of time"));
  }

  @Override
  public Resources resources(WordsSettings settings) {
    return Resources.of(1, MEBIBYTES);
  }

  @Override
  public void run(WordsSettings settings, Task task) throws IOException {
    task.checkCancelled();
    Map<String, WordsSource.Heard> stories = WordsSource.stories(settings);
    List<Read> all = new ArrayList<>();
    for (WordsSource source : WordsSource.of(settings)) {
      task.checkCancelled();
      all.add(read(source, settings, stories));
    }
    TextWords text = TextWords.together(all.stream().map(Read::text).toList());
    Words words = words(text);
    for (Read one : all) {
      warn(settings, one, task);
    }
    note(settings, all, text, words, task);
    tellOfStories(words, stories, settings, task);
    words.write(task.output("words"));
  }

  /** A table read. */
  private record Read(WordsSource source, EventsTable table, Timing timing, TextWords text) {}

  private static Read read(
      WordsSource source, WordsSettings settings, Map<String, WordsSource.Heard> stories)
      throws IOException {
    EventsTable table = EventsTable.read(source, settings);
    String file = source.events().logical();
    List<HeardWord> heard = new ArrayList<>();
    for (HeardWord word : table.words()) {
      WordsSource.Heard story = stories.get(word.run());
      if (story == null && !stories.isEmpty()) {
        throw Problem.data(
                "STIMULUS_STORY_MISSING",
                settings.stories().orElseThrow().logical()
                    + " does not say when run '"
                    + word.run()
                    + "' was heard; it has "
                    + String.join(", ", stories.keySet()))
            .exception();
      }
      heard.add(story == null ? word : word.at(word.onsetSeconds() + story.onset()));
    }
    Timing timing = Timing.of(heard, file);
    TextWords text =
        source.text().isPresent()
            ? TextAlignment.align(
                text(source.text().get()), timing.words(), source.text().get().logical(), file)
            : TextWords.joined(timing.words(), settings.unknownWord());
    return new Read(source, table, timing, text);
  }

  /** Words that begin before their story does, or after it ends, say that clocks differ. */
  private static void tellOfStories(
      Words words, Map<String, WordsSource.Heard> stories, WordsSettings settings, Task task) {
    long outside =
        words.list().stream()
            .filter(word -> stories.containsKey(word.run()))
            .filter(
                word ->
                    word.onsetSeconds() < stories.get(word.run()).onset()
                        || word.onsetSeconds() > stories.get(word.run()).offset())
            .count();
    warn(
        task,
        outside,
        "STIMULUS_WORDS_OUTSIDE_STORY",
        "%d words begin before the onset or after the offset that "
            + settings.stories().map(InputPath::logical).orElse("")
            + " gives for their story");
  }

  private static Words words(TextWords text) {
    int[] sentences = Sentences.number(text);
    List<Words.Word> list = new ArrayList<>();
    for (int i = 0; i < sentences.length; i++) {
      TextWords.Placed word = text.words().get(i);
      list.add(
          new Words.Word(
              word.heard().run(),
              word.heard().onsetSeconds(),
              word.heard().durationSeconds(),
              sentences[i],
              word.start(),
              word.end(),
              word.heard().aligned(),
              text.text().substring(word.start(), word.end())));
    }
    return new Words(text.text(), list);
  }

  private static String text(InputPath file) throws IOException {
    if (!Files.isRegularFile(file.path())) {
      throw Problem.data("STIMULUS_FILE_MISSING", "there is no file " + file.logical())
          .hint("paths in a workflow start at the workflow's own folder")
          .exception();
    }
    try {
      String text = Files.readString(file.path()).replace("\r\n", "\n");
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw Problem.data("STIMULUS_TEXT_NOT_UTF8", file.logical() + " is not UTF-8 text")
          .hint("save it as UTF-8")
          .exception(e);
    }
  }

  private static void warn(WordsSettings settings, Read read, Task task) {
    String file = read.source().events().logical();
    warn(
        task,
        read.timing().interpolated(),
        "STIMULUS_ONSETS_MISSING",
        file + ": %d words have no onset; theirs were interpolated between their neighbours");
    warn(
        task,
        read.timing().reordered(),
        "STIMULUS_WORDS_UNSORTED",
        file + ": %d words stand after a later one; the words were put in order of their onsets");
    if (read.source().text().isEmpty()) {
      warn(
          task,
          unknown(settings, read),
          "STIMULUS_WORDS_UNKNOWN",
          file
              + ": %d words are written '"
              + settings.unknownWord()
              + "', and the language model will read just that; give the running text under 'text'");
    }
    TextWords.Facts facts = read.text().facts();
    warn(
        task,
        facts.inserted() + facts.replaced(),
        "STIMULUS_TEXT_CHANGED",
        "%d words are not in the text; what was heard was put in");
  }

  private static long unknown(WordsSettings settings, Read read) {
    return read.table().words().stream()
        .filter(word -> word.form().equals(settings.unknownWord()))
        .count();
  }

  private static void note(
      WordsSettings settings, List<Read> all, TextWords text, Words words, Task task) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("words", words.list().size());
    facts.put("sentences", words.list().get(words.list().size() - 1).sentence() + 1);
    facts.put("rows-without-word", sum(all, read -> read.table().rowsWithoutWord()));
    facts.put("words-interpolated", sum(all, read -> read.timing().interpolated()));
    facts.put("words-reordered", sum(all, read -> read.timing().reordered()));
    facts.put("words-overlapping", sum(all, read -> read.timing().overlapping()));
    facts.put("words-unknown", all.stream().mapToLong(read -> unknown(settings, read)).sum());
    facts.put("words-unknown-to-aligner", sum(all, read -> read.table().notInLexicon()));
    facts.put("words-respelled", text.facts().respelled());
    facts.put("words-replaced", text.facts().replaced());
    facts.put("words-inserted", text.facts().inserted());
    facts.put("words-merged", text.facts().merged());
    facts.put("text-words-unheard", text.facts().unheard());
    task.note(facts);
  }

  private static int sum(List<Read> all, ToIntFunction<Read> count) {
    return all.stream().mapToInt(count).sum();
  }

  private static void warn(Task task, long count, String code, String message) {
    if (count > 0) {
      task.warn(Problem.data(code, message.replace("%d", Long.toString(count))).asWarning());
    }
  }
}
