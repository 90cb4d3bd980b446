package dev.arcuate.plugin.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arcuate.api.value.Words;
import dev.arcuate.plugin.syntax.ScrambleSettings.Unit;
import dev.arcuate.testkit.StepContract;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScrambleStepTest extends StepContract<ScrambleSettings> {
  private static final String TEXT =
      "One two three four. Five six! Seven eight nine?\n\nTen eleven. Twelve is last.";

  @Override
  protected ScrambleStep component() {
    return new ScrambleStep();
  }

  @Override
  protected ScrambleSettings settings() {
    return new ScrambleSettings(Unit.WORDS, Optional.empty(), 1);
  }

  @Override
  protected TestTask task(Path place) {
    return new TestTask(place).with("words", Stimuli.words(TEXT));
  }

  private Words scrambled(Unit unit) throws IOException {
    TestTask task = task(folder.resolve(unit.name()));
    component().run(new ScrambleSettings(unit, Optional.empty(), 5), task);
    return task.result("words", Words.class);
  }

  @Test
  void everyWordKeepsItsTimeAndItsPlaceInTheText() throws IOException {
    for (Unit unit : Unit.values()) {
      Words words = scrambled(unit);
      List<String> original = Stimuli.words(TEXT).list().stream().map(Words.Word::form).toList();
      assertThat(words.list()).hasSameSizeAs(original);
      for (Words.Word word : words.list()) {
        assertThat(original.get((int) Math.round(word.onsetSeconds() * 2))).isEqualTo(word.form());
        assertThat(words.text().substring(word.start(), word.end())).isEqualTo(word.form());
      }
      assertThat(words.list()).extracting(Words.Word::sentence).isSorted();
      assertThat(words.list()).extracting(Words.Word::onsetSeconds).isNotEqualTo(original);
    }
  }

  @Test
  void sentencesAndParagraphsStayWhole() throws IOException {
    assertThat(scrambled(Unit.SENTENCES).text()).contains("One two three four.", "Five six!");
    assertThat(scrambled(Unit.PARAGRAPHS).text())
        .contains("Ten eleven. Twelve is last.", "One two three four. Five six! Seven eight nine?");
    assertThat(scrambled(Unit.WORDS_OF_SENTENCES).list().subList(0, 4))
        .extracting(Words.Word::form)
        .containsExactlyInAnyOrder("One", "two", "three", "four");
  }

  @Test
  void refusesWhatCannotBeScrambled() {
    TestTask task = new TestTask(folder).with("words", Stimuli.words("Only one sentence."));
    assertThatThrownBy(
            () -> component().run(new ScrambleSettings(Unit.SENTENCES, Optional.empty(), 0), task))
        .hasMessageContaining("SYNTAX_NOTHING_TO_SCRAMBLE");
  }
}
