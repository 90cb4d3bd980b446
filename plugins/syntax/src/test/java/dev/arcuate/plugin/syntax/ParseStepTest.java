package dev.arcuate.plugin.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arcuate.api.value.Table;
import dev.arcuate.api.value.Words;
import dev.arcuate.testkit.StepContract;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParseStepTest extends StepContract<ParseSettings> {
  @Override
  protected ParseStep component() {
    return new ParseStep();
  }

  @Override
  protected ParseSettings settings() {
    return settings("conllu/en.conllu");
  }

  @Override
  protected TestTask task(Path place) throws IOException {
    return task(place, Stimuli.text("conllu/en.conllu"));
  }

  private static ParseSettings settings(String file) {
    return new ParseSettings(List.of(Stimuli.resource(file)), ParseSettings.Missing.ERROR);
  }

  private static TestTask task(Path place, String text) {
    return new TestTask(place).with("words", Stimuli.words(text));
  }

  private TestTask ran(String file, String text) throws IOException {
    TestTask task = task(folder, text);
    component().run(settings(file), task);
    return task;
  }

  @Test
  void findsEveryTokenOfEnglishAndSpanish() throws IOException {
    for (String file : List.of("conllu/en.conllu", "conllu/es.conllu")) {
      Words words = Stimuli.words(Stimuli.text(file));
      TestTask task = new TestTask(folder.resolve(file)).with("words", words);
      component().run(settings(file), task);
      List<Placed> sentences = Placed.of(task.result("parse", Table.class));
      assertThat(task.result("mismatches", Table.class).rows()).isZero();
      assertThat(task.warnings()).isEmpty();
      assertThat(sentences.stream().flatMap(s -> s.words().stream())).hasSize(words.list().size());
      for (Placed sentence : sentences) {
        for (int u = 0; u < sentence.places().size(); u++) {
          Placed.Place place = sentence.places().get(u);
          assertThat(words.text().substring(place.start(), place.end()))
              .isEqualTo(sentence.parsed().units().get(u).surface());
        }
      }
    }
  }

  @Test
  void listsEveryMismatchAndGoesOn() throws IOException {
    String text =
        Stimuli.text("conllu/en.conllu").replace("small cat", "tiny cat").replace("A young", "A");
    TestTask task = ran("conllu/en.conllu", text);
    Table mismatches = task.result("mismatches", Table.class);
    assertThat(mismatches.cells())
        .containsExactly(
            List.of("0", "9", "21", "small", "tiny"), List.of("1", "16", "33", "young", "n/a"));
    assertThat(task.notes()).containsEntry("mismatches", 2);
    assertThat(task.warnings())
        .extracting(w -> w.code())
        .containsExactly("SYNTAX_WORDS_WITHOUT_PARSE");
  }

  @Test
  void caseAndKindsOfQuotationMarksDoNotCount() throws IOException {
    TestTask task =
        ran(
            "conllu/en.conllu",
            Stimuli.text("conllu/en.conllu").toUpperCase(java.util.Locale.ROOT).replace('\'', '’'));
    assertThat(task.result("mismatches", Table.class).rows()).isZero();
  }

  @Test
  void refusesASentenceWithoutAParse() {
    assertThatThrownBy(
            () ->
                ran(
                    "conllu/en.conllu",
                    Stimuli.text("conllu/en.conllu") + " Nobody parsed this one."))
        .hasMessage(
            "error SYNTAX_SENTENCE_WITHOUT_PARSE: sentence 4 has no parse in conllu/en.conllu: 'Nobody"
                + " parsed this one'");
  }

  @Test
  void keepsASentenceWithoutAParseIfAsked() throws IOException {
    TestTask task = task(folder, Stimuli.text("conllu/en.conllu") + " Nobody parsed this one.");
    component()
        .run(
            new ParseSettings(
                List.of(Stimuli.resource("conllu/en.conllu")), ParseSettings.Missing.KEEP),
            task);
    assertThat(task.warnings())
        .extracting(w -> w.code())
        .containsExactly("SYNTAX_SENTENCE_WITHOUT_PARSE", "SYNTAX_WORDS_WITHOUT_PARSE");
  }

  @Test
  void refusesTheParseOfAnotherText() {
    assertThatThrownBy(() -> ran("conllu/es.conllu", Stimuli.text("conllu/en.conllu")))
        .hasMessageContaining("SYNTAX_OTHER_TEXT")
        .hasMessageContaining("conllu/es.conllu is the parse of another text");
  }
}
