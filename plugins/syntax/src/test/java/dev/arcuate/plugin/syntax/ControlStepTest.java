package dev.arcuate.plugin.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.value.Words;
import dev.arcuate.plugin.syntax.ControlSettings.Kind;
import dev.arcuate.testkit.StepContract;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ControlStepTest extends StepContract<ControlSettings> {
  private static final Words STORY = Stimuli.words("Cats sleep. Old dogs bark, loudly!");

  @Override
  protected ControlStep component() {
    return new ControlStep();
  }

  @Override
  protected ControlSettings settings() {
    return with(Kind.SAME_LENGTH, Stimuli.resource("conllu/en.conllu"));
  }

  @Override
  protected TestTask task(Path place) {
    return new TestTask(place).with("words", STORY);
  }

  private static ControlSettings with(Kind kind, InputPath corpus) {
    return new ControlSettings(kind, List.of(corpus), 3);
  }

  /** A sentence per line, its tokens between spaces; a token that begins with + is glued on. */
  private InputPath corpus(String... sentences) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String sentence : sentences) {
      String[] tokens = sentence.split(" ", -1);
      for (int i = 0; i < tokens.length; i++) {
        boolean glued = i + 1 < tokens.length && tokens[i + 1].startsWith("+");
        lines.add(
            String.join(
                "\t",
                Integer.toString(i + 1),
                tokens[i].replaceFirst("^\\+", ""),
                "_\tX\t_\t_\t_\t_\t_",
                glued ? "SpaceAfter=No" : "_"));
      }
      lines.add("");
    }
    return Stimuli.write(folder, "corpus.conllu", lines.toArray(String[]::new));
  }

  private Words run(ControlSettings settings) throws IOException {
    TestTask task = task(folder);
    component().run(settings, task);
    return task.result("words", Words.class);
  }

  private static List<String> forms(Words words) {
    return words.list().stream().map(Words.Word::form).toList();
  }

  @Test
  void drawsSentencesOfTheSameLengthThatAreNotTheOriginal() throws IOException {
    Words told =
        run(
            with(
                Kind.SAME_LENGTH, corpus("cats sleep +.", "he did +n't +!", "one two three four")));
    // Of two words there are the original and one other; of four, one.
    assertThat(forms(told)).containsExactly("he", "didn't", "one", "two", "three", "four");
    assertThat(told.text()).isEqualTo("he didn't. one two three, four!");
    assertThat(told.list().get(2).onsetSeconds()).isEqualTo(STORY.list().get(2).onsetSeconds());
    assertThat(told.list().get(2).sentence()).isEqualTo(1);
  }

  @Test
  void cutsALongerSentenceWhereNoneHasAsManyWords() throws IOException {
    Words told = run(with(Kind.SAME_LENGTH, corpus("a b c d e f")));
    assertThat(forms(told)).containsExactly("a", "b", "a", "b", "c", "d");
  }

  @Test
  void tellsAnotherStoryInItsOwnOrder() throws IOException {
    Words told = run(with(Kind.ANOTHER_STORY, corpus("a b c +,", "d e", "f g h")));
    assertThat(forms(told)).containsExactly("a", "b", "c", "d", "e", "f");
  }

  @Test
  void saysWhatIsTooShort() throws IOException {
    InputPath corpus = corpus("a b c");
    assertThatThrownBy(() -> run(with(Kind.ANOTHER_STORY, corpus)))
        .hasMessageContaining("the corpus has 3 words, but the story has 6");
    assertThatThrownBy(() -> run(with(Kind.SAME_LENGTH, corpus)))
        .hasMessageContaining("no other sentence of the corpus has the 4 words of sentence 2");
  }
}
