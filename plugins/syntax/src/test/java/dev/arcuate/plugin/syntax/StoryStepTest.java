package dev.arcuate.plugin.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.value.Table;
import dev.arcuate.api.value.Words;
import dev.arcuate.plugin.syntax.StorySettings.Assembly;
import dev.arcuate.testkit.StepContract;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class StoryStepTest extends StepContract<StorySettings> {
  @Override
  protected StoryStep component() {
    return new StoryStep();
  }

  @Override
  protected StorySettings settings() {
    return new StorySettings(1, Assembly.ORDER, 0);
  }

  @Override
  protected TestTask task(Path place) throws IOException {
    Words words = Stimuli.words(Stimuli.text("conllu/en.conllu"));
    InputPath file = Stimuli.resource("conllu/en.conllu");
    TestTask made =
        new TestTask(place.resolve("made"))
            .with("words", words)
            .with("parse", Stimuli.parse(place.resolve("parse"), words, file))
            .with("lexicon", Stimuli.lexicon(file));
    new EquivalentsStep().run(Stimuli.settings(3), made);
    return new TestTask(place)
        .with("words", words)
        .with("equivalents", made.result("equivalents", Table.class));
  }

  @Test
  void tellsTheWholeStoryWithTheTimesAndThePunctuationOfTheOriginal() throws IOException {
    TestTask task = task(folder);
    component().run(settings(), task);
    Words original = task.input("words", Words.class);
    Words told = task.result("words", Words.class);
    assertThat(told.list()).hasSameSizeAs(original.list());
    assertThat(told.text()).endsWith(".").contains("! ").isNotEqualTo(original.text());
    for (int word = 0; word < told.list().size(); word++) {
      Words.Word one = told.list().get(word);
      assertThat(one.onsetSeconds()).isEqualTo(original.list().get(word).onsetSeconds());
      assertThat(told.text().substring(one.start(), one.end())).isEqualTo(one.form());
    }
  }

  @Test
  void drawsFromTheFirstOnesOnlyIfAsked() throws IOException {
    TestTask task = task(folder);
    component().run(new StorySettings(0, Assembly.ORDER_RANDOM, 7), task);
    Words first = task.result("words", Words.class);
    TestTask inOrder = task(folder.resolve("in-order"));
    component().run(new StorySettings(0, Assembly.ORDER, 0), inOrder);
    assertThat(first).isEqualTo(inOrder.result("words", Words.class));
  }

  @Test
  void refusesAStoryThatDoesNotExist() throws IOException {
    TestTask task = task(folder);
    assertThatThrownBy(() -> component().run(new StorySettings(3, Assembly.ORDER, 0), task))
        .hasMessage(
            "error SYNTAX_STORY_UNKNOWN: story 3 is asked for, but there are only 3 equivalents of a"
                + " sentence");
  }

  @Test
  void takesSentencesThatWereEdited() throws IOException {
    TestTask task = task(folder);
    Words words = task.input("words", Words.class);
    Table table = task.input("equivalents", Table.class);
    Path edited = folder.resolve("edited.tsv");
    table.writeTo(edited);
    String text = java.nio.file.Files.readString(edited);
    String line = text.lines().skip(2).findFirst().orElseThrow();
    String cells = Equivalents.join(Equivalents.split(table.text(1, "words")));
    java.nio.file.Files.writeString(
        edited,
        text.replace(
            line, line.replaceFirst("\t" + cells + "\t", "\tMy own fox saw an odd hen\t")));
    TestTask given = new TestTask(folder.resolve("given")).with("words", words);
    new GivenStep().run(new GivenSettings(new InputPath(edited, "edited.tsv")), given);
    TestTask told =
        new TestTask(folder.resolve("told"))
            .with("words", words)
            .with("equivalents", given.result("equivalents", Table.class));
    component().run(new StorySettings(0, Assembly.ORDER, 0), told);
    assertThat(told.result("words", Words.class).text()).startsWith("My own fox saw an odd hen. ");
  }

  @Test
  void namesTheLineOfASentenceOfAnotherLength() throws IOException {
    Words words = Stimuli.words("One word. Two more words.");
    InputPath file =
        Stimuli.write(
            folder, "given.tsv", "sentence\twords", "0\tTen birds", "1\tAll too short now");
    TestTask task = new TestTask(folder).with("words", words);
    assertThatThrownBy(() -> new GivenStep().run(new GivenSettings(file), task))
        .hasMessage(
            "given.tsv:3: error SYNTAX_GIVEN_LENGTH: an equivalent of sentence 1 has 4 words, the"
                + " sentence has 3: 'Two more words'");
  }
}
