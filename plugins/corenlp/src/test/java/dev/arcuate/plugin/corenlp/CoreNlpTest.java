package dev.arcuate.plugin.corenlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.value.Table;
import dev.arcuate.api.value.Words;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoreNlpTest {
  private static final Path MODELS = Path.of(System.getProperty("corenlp.models", ""));

  @TempDir Path folder;

  private static CoreNlpSettings settings(Path models, String language) {
    return new CoreNlpSettings(new InputPath(models, "models.jar"), language);
  }

  private static Words words(String text) {
    List<Words.Word> list = new ArrayList<>();
    Matcher matcher = Pattern.compile("[\\p{L}']+").matcher(text);
    int sentence = 0;
    int before = 0;
    while (matcher.find()) {
      sentence += text.substring(before, matcher.start()).contains(".") ? 1 : 0;
      int place = list.size();
      list.add(
          new Words.Word(
              "1", place, .3, sentence, matcher.start(), matcher.end(), true, matcher.group()));
      before = matcher.end();
    }
    return new Words(text, list);
  }

  @Test
  void parsesEnglish() throws IOException {
    assumeTrue(Files.isRegularFile(MODELS), "skipped: -Dcorenlp.models=JAR is not given");
    TestTask task = new TestTask(folder).with("words", words("The dog didn't see it. It ran."));
    new CoreNlpParseStep().run(settings(MODELS, "en"), task);
    Table parse = task.result("parse", Table.class);
    assertThat(parse.cells())
        .extracting(row -> row.get(4) + " " + row.get(5) + " " + row.get(7) + " " + row.get(8))
        .containsExactly(
            "DET DT 2 det",
            "NOUN NN 5 nsubj",
            "AUX VBD 5 aux",
            "PART RB 5 advmod",
            "VERB VB 0 root",
            "PRON PRP 5 obj",
            "PUNCT . 5 punct",
            "PRON PRP 2 nsubj",
            "VERB VBD 0 root",
            "PUNCT . 2 punct");
    assertThat(task.result("mismatches", Table.class).rows()).isZero();
  }

  @Test
  void saysThatALanguageHasNoParser() {
    TestTask task = new TestTask(folder).with("words", words("De hond rent."));
    assertThatThrownBy(() -> new CoreNlpParseStep().run(settings(MODELS, "nl"), task))
        .hasMessage(
            "error CORENLP_LANGUAGE: there is no parser for the language 'nl' here; there is one for"
                + " en");
    assertThatThrownBy(
            () -> new CoreNlpParseStep().run(settings(folder.resolve("absent.jar"), "en"), task))
        .hasMessage("error CORENLP_NO_MODELS: there is no file models.jar");
  }
}
