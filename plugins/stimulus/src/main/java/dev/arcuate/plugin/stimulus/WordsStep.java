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
    EventsTable table = EventsTable.read(settings);
    Timing timing = Timing.of(table.words(), settings.events().logical());
    task.checkCancelled();
    TextWords text =
        settings.text().isPresent()
            ? TextAlignment.align(
                text(settings.text().get()),
                timing.words(),
                settings.text().get().logical(),
                settings.events().logical())
            : TextWords.joined(timing.words(), settings.unknownWord());
    Words words = words(text);
    tell(settings, table, timing, text, words, task);
    words.write(task.output("words"));
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

  private static void tell(
      WordsSettings settings,
      EventsTable table,
      Timing timing,
      TextWords text,
      Words words,
      Task task) {
    String file = settings.events().logical();
    long unknown =
        table.words().stream().filter(w -> w.form().equals(settings.unknownWord())).count();
    warn(
        task,
        timing.interpolated(),
        "STIMULUS_ONSETS_MISSING",
        file + ": %d words have no onset; theirs were interpolated between their neighbours");
    warn(
        task,
        timing.reordered(),
        "STIMULUS_WORDS_UNSORTED",
        file + ": %d words stand after a later one; the words were put in order of their onsets");
    if (settings.text().isEmpty()) {
      warn(
          task,
          unknown,
          "STIMULUS_WORDS_UNKNOWN",
          file
              + ": %d words are written '"
              + settings.unknownWord()
              + "', and the language model will read just that; give the running text under 'text'");
    }
    warn(
        task,
        text.facts().inserted() + text.facts().replaced(),
        "STIMULUS_TEXT_CHANGED",
        "%d words are not in the text; what was heard was put in");
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("words", words.list().size());
    facts.put("sentences", words.list().get(words.list().size() - 1).sentence() + 1);
    facts.put("rows-without-word", table.rowsWithoutWord());
    facts.put("words-interpolated", timing.interpolated());
    facts.put("words-reordered", timing.reordered());
    facts.put("words-overlapping", timing.overlapping());
    facts.put("words-unknown", unknown);
    facts.put("words-respelled", text.facts().respelled());
    facts.put("words-replaced", text.facts().replaced());
    facts.put("words-inserted", text.facts().inserted());
    facts.put("words-merged", text.facts().merged());
    facts.put("text-words-unheard", text.facts().unheard());
    task.note(facts);
  }

  private static void warn(Task task, long count, String code, String message) {
    if (count > 0) {
      task.warn(Problem.data(code, message.replace("%d", Long.toString(count))).asWarning());
    }
  }
}
