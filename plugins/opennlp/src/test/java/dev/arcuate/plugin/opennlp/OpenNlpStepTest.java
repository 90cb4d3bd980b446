package dev.arcuate.plugin.opennlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.value.Table;
import dev.arcuate.api.value.Words;
import dev.arcuate.testkit.StepContract;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenNlpStepTest extends StepContract<OpenNlpSettings> {
  @Override
  protected OpenNlpStep component() {
    return new OpenNlpStep();
  }

  /** The jar of the model stands on the class path of the tests. */
  @Override
  protected OpenNlpSettings settings() {
    for (String entry :
        System.getProperty("java.class.path").split(java.io.File.pathSeparator, -1)) {
      if (entry.contains("opennlp-models-pos-en")) {
        return new OpenNlpSettings(new InputPath(Path.of(entry), "opennlp-models-pos-en.jar"));
      }
    }
    throw new IllegalStateException("no model on the class path");
  }

  @Override
  protected TestTask task(Path place) {
    String text = "The dog saw a bird. It flew away!";
    List<Words.Word> words =
        List.of(
            word(text, "The", 0, 0),
            word(text, "dog", 1, 0),
            word(text, "saw", 2, 0),
            word(text, "a", 3, 0),
            word(text, "bird", 4, 0),
            word(text, "It", 5, 1),
            word(text, "flew", 6, 1),
            word(text, "away", 7, 1));
    return new TestTask(place).with("words", new Words(text, words));
  }

  private static Words.Word word(String text, String form, int place, int sentence) {
    int start = form.equals("a") ? text.indexOf(" a ") + 1 : text.indexOf(form);
    return new Words.Word("1", place, .3, sentence, start, start + form.length(), true, form);
  }

  @Test
  void tagsEveryWordAndMakesNoTrees() throws IOException {
    TestTask task = task(folder);
    component().run(settings(), task);
    Table parse = task.result("parse", Table.class);
    assertThat(parse.cells())
        .extracting(row -> row.get(parse.columns().indexOf("upos")))
        .containsExactly(
            "DET", "NOUN", "VERB", "DET", "NOUN", "PUNCT", "PRON", "VERB", "ADV", "PUNCT");
    assertThat(parse.cells())
        .allMatch(row -> row.get(parse.columns().indexOf("head")).equals("n/a"));
  }

  @Test
  void saysThatALanguageHasNoTagger() throws IOException {
    Path other = Files.writeString(folder.resolve("nl.bin"), "no model");
    assertThatThrownBy(
            () ->
                component()
                    .run(
                        new OpenNlpSettings(new InputPath(folder.resolve("is.bin"), "is.bin")),
                        task(folder)))
        .hasMessage(
            "error OPENNLP_NO_MODEL: there is no part-of-speech model at is.bin: without one, this"
                + " language has no tagger here");
    assertThatThrownBy(
            () ->
                component().run(new OpenNlpSettings(new InputPath(other, "nl.bin")), task(folder)))
        .hasMessageContaining("OPENNLP_MODEL_UNREADABLE: nl.bin is no part-of-speech model");
  }
}
