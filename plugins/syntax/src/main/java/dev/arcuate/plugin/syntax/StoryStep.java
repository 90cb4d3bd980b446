package dev.arcuate.plugin.syntax;

import dev.arcuate.api.Port;
import dev.arcuate.api.Problem;
import dev.arcuate.api.Step;
import dev.arcuate.api.Task;
import dev.arcuate.api.value.Table;
import dev.arcuate.api.value.Words;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.pf4j.Extension;

/** Puts equivalents together to a whole story, so that a model also reads another context. */
@Extension
public final class StoryStep implements Step<StorySettings> {
  @Override
  public String id() {
    return "equivalent-story";
  }

  @Override
  public String summary() {
    return "Tells the whole story in equivalents, word by word at the times of the original.";
  }

  @Override
  public Class<StorySettings> settingsType() {
    return StorySettings.class;
  }

  @Override
  public List<Port> inputs() {
    return List.of(
        Port.one("words", Words.class, "the words of the original"),
        Port.one("equivalents", Table.class, "originals and equivalents"));
  }

  @Override
  public List<Port> outputs() {
    return List.of(Port.one("words", Words.class, "as many words, at the same times"));
  }

  @Override
  public void run(StorySettings settings, Task task) throws IOException {
    Words words = task.input("words", Words.class);
    Equivalents equivalents = Equivalents.of(task.input("equivalents", Table.class), words);
    if (settings.story() >= equivalents.fewest()) {
      throw Problem.user(
              "SYNTAX_STORY_UNKNOWN",
              "story "
                  + settings.story()
                  + " is asked for, but there are only "
                  + equivalents.fewest()
                  + " equivalents of a sentence")
          .hint("stories count from 0; ask for more with 'stories' of the step equivalents")
          .exception();
    }
    List<String> forms = new ArrayList<>();
    for (Equivalents.Sentence sentence : equivalents.sentences()) {
      task.checkCancelled();
      forms.addAll(sentence.candidates().get(choice(settings, sentence)).words());
    }
    retold(words, forms).write(task.output("words"));
  }

  private static int choice(StorySettings settings, Equivalents.Sentence sentence) {
    if (settings.assembly() == StorySettings.Assembly.ORDER) {
      return settings.story();
    }
    long place = sentence.number() * 1_000_003L + settings.story();
    SplittableRandom random = new SplittableRandom(settings.seed() * 0x9E3779B97F4A7C15L + place);
    boolean any = settings.assembly() == StorySettings.Assembly.RANDOM;
    return random.nextInt(any ? sentence.candidates().size() : settings.story() + 1);
  }

  /** The text with every word exchanged; what stands between words stays. */
  static Words retold(Words words, List<String> forms) {
    StringBuilder text = new StringBuilder();
    List<Words.Word> list = new ArrayList<>();
    int at = 0;
    for (int i = 0; i < forms.size(); i++) {
      Words.Word word = words.list().get(i);
      if (word.start() < at) {
        throw Problem.data(
                "SYNTAX_WORDS_OVERLAP",
                "word " + (i + 1) + ", '" + word.form() + "', begins inside the word before it")
            .exception();
      }
      text.append(words.text(), at, word.start());
      int start = text.length();
      text.append(forms.get(i));
      list.add(
          new Words.Word(
              word.run(),
              word.onsetSeconds(),
              word.durationSeconds(),
              word.sentence(),
              start,
              text.length(),
              word.aligned(),
              forms.get(i)));
      at = word.end();
    }
    text.append(words.text(), at, words.text().length());
    return new Words(text.toString(), list);
  }
}
