package dev.arcuate.plugin.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.value.Words;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of input that cannot be used: compared with golden/bad-input.txt as a whole. */
class BadInputTest {
  private static final InputPath ENGLISH = Stimuli.resource("conllu/en.conllu");
  private static final InputPath SPANISH = Stimuli.resource("conllu/es.conllu");
  private static final Path GOLDEN =
      Path.of(System.getProperty("arcuate.basedir"), "src/test/resources/golden/bad-input.txt");

  private final StringBuilder said = new StringBuilder();
  @TempDir Path folder;

  private interface Attempt {
    void run() throws IOException;
  }

  private void refused(String what, Attempt attempt) throws IOException {
    said.append("== ").append(what).append('\n');
    try {
      attempt.run();
      throw new AssertionError("not refused: " + what);
    } catch (ProblemException e) {
      for (Problem problem : e.problems()) {
        said.append(problem).append('\n');
        problem.hint().ifPresent(hint -> said.append("  hint: ").append(hint).append('\n'));
      }
    }
    said.append('\n');
  }

  private void equivalents(String name, Words words, InputPath parse, InputPath lexicon)
      throws IOException {
    TestTask task =
        new TestTask(folder.resolve(name))
            .with("words", words)
            .with("parse", Stimuli.parse(folder.resolve(name + "-parse"), words, parse))
            .with("lexicon", Stimuli.lexicon(lexicon));
    new EquivalentsStep().run(Stimuli.settings(2), task);
  }

  @Test
  void isToldWhatIsWrongAndWhatToDo() throws IOException {
    String english = Stimuli.text("conllu/en.conllu");
    Words words = Stimuli.words(english);
    refused(
        "a sentence without a parse",
        () -> Stimuli.parse(folder, Stimuli.words(english + " Nobody parsed this one."), ENGLISH));
    refused("the parse of another text", () -> Stimuli.parse(folder, words, SPANISH));
    refused(
        "tags that the lexicon does not have", () -> equivalents("tags", words, ENGLISH, SPANISH));
    InputPath one =
        Stimuli.write(
            folder,
            "one.conllu",
            "1\tBirds\tbird\tNOUN\tNNS\t_\t2\tnsubj\t_\t_",
            "2\tsing\tsing\tVERB\tVBP\t_\t0\troot\t_\t_");
    refused(
        "a lexicon with one word per class",
        () -> equivalents("poor", Stimuli.words("Birds sing."), one, one));
    refused(
        "no such file",
        () ->
            new ParseStep()
                .run(
                    new ParseSettings(
                        List.of(new InputPath(folder.resolve("x"), "x.conllu")),
                        ParseSettings.Missing.ERROR),
                    new TestTask(folder).with("words", words)));
    refused(
        "broken CoNLL-U", () -> Conllu.read("1\tA\ta\n2\tB\tb\tX\t_\t_\t9\t_\t_\t_", "b.conllu"));

    if (Boolean.getBoolean("arcuate.golden.update")) {
      Files.createDirectories(GOLDEN.getParent());
      Files.writeString(GOLDEN, said);
    }
    assertThat(said.toString()).isEqualTo(Files.readString(GOLDEN));
  }
}
