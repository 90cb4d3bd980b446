package dev.arcuate.plugin.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arcuate.api.value.Table;
import dev.arcuate.testkit.StepContract;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class LexiconStepTest extends StepContract<LexiconSettings> {
  @Override
  protected LexiconStep component() {
    return new LexiconStep();
  }

  @Override
  protected LexiconSettings settings() {
    return new LexiconSettings(
        List.of(Stimuli.resource("conllu/en.conllu")), LexiconSettings.Spelling.LOWER, 1);
  }

  @Override
  protected TestTask task(Path place) {
    return new TestTask(place);
  }

  @Test
  void countsFormsByClass() throws IOException {
    TestTask task = task(folder);
    component().run(settings(), task);
    Table lexicon = task.result("lexicon", Table.class);
    assertThat(lexicon.cells())
        .contains(
            List.of("DT", "DET", "det", "the", "4"),
            List.of("NN", "NOUN", "obj", "bird", "1"),
            List.of("VBD+RB", "AUX+PART", "aux+advmod", "didn't", "1"));
  }

  @Test
  void refusesToCountNothing() {
    assertThatThrownBy(
            () ->
                component()
                    .run(
                        new LexiconSettings(List.of(), LexiconSettings.Spelling.LOWER, 1),
                        task(folder)))
        .hasMessageContaining("SYNTAX_LEXICON_OF_NOTHING");
  }
}
