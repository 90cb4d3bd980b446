package dev.arcuate.engine.stages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.value.Words;
import dev.arcuate.engine.stages.ContextSettings.Policy;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What people read when a text does not fit into a model. {@code -Darcuate.golden.update=true}
 * writes the texts anew.
 */
class ContextProblemsTest {
  private static final Path GOLDEN = Path.of("src/test/resources/stages/contexts.txt");

  @TempDir Path folder;
  private final StringBuilder said = new StringBuilder();

  @Test
  void saysWhatDoesNotFit() throws IOException {
    tell("a sentence longer than the context", Stories.alice(), Policy.SENTENCES, Optional.of(0));
    tell("more context than the model takes", Stories.alice(), Policy.FULL, Optional.of(100));
    tell(
        "a run that it does not take as a whole",
        Stories.alice(),
        Policy.DOCUMENT,
        Optional.empty());
    Words word = Stories.of("Rindfleischetikettierungsueberwachungsaufgabe", 1);
    tell("a word longer than the context", word, Policy.NONE, Optional.empty());
    if (Boolean.getBoolean("arcuate.golden.update")) {
      Files.writeString(GOLDEN, said);
    }
    assertThat(GOLDEN).content().isEqualTo(said.toString());
  }

  /** The model takes twelve tokens. */
  private void tell(String what, Words words, Policy policy, Optional<Integer> size)
      throws IOException {
    TestTask task = new TestTask(folder.resolve(policy.name())).with("words", words);
    ContextSettings context =
        new ContextSettings(policy, size, Optional.empty(), Optional.empty(), false, false);
    ExtractionSettings settings =
        new ExtractionSettings(List.of("all"), context, Optional.empty(), false, Optional.empty());
    List<? extends Problem> problems;
    try {
      new LanguageModelStage()
          .run(new FakeModel(true, 12), new FakeModel.Settings(), Optional.of(settings), task);
      problems = task.warnings();
    } catch (ProblemException e) {
      problems = e.problems();
    }
    assertThat(problems).as(what).isNotEmpty();
    said.append("# ").append(what).append('\n');
    for (Problem problem : problems) {
      said.append(problem).append('\n');
      problem.hint().ifPresent(hint -> said.append("  hint: ").append(hint).append('\n'));
    }
    said.append('\n');
  }
}
