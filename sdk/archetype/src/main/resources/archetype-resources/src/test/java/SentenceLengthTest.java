package ${package};

import static org.assertj.core.api.Assertions.assertThat;

import dev.arcuate.api.Step;
import dev.arcuate.api.value.Table;
import dev.arcuate.api.value.Words;
import dev.arcuate.testkit.StepContract;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Inherits what every step must fulfil, and adds what this one is for. */
class SentenceLengthTest extends StepContract<SentenceLength.Settings> {

  @Override
  protected Step<SentenceLength.Settings> component() {
    return new SentenceLength();
  }

  @Override
  protected SentenceLength.Settings settings() {
    return new SentenceLength.Settings(2);
  }

  @Override
  protected TestTask task(Path folder) {
    Words words =
        new Words(
            "One. Two words.",
            List.of(
                new Words.Word("story", 0.0, 0.4, 0, 0, 4, true, "One."),
                new Words.Word("story", 0.5, 0.4, 1, 5, 8, true, "Two"),
                new Words.Word("story", 1.0, 0.4, 1, 9, 15, true, "words.")));
    return new TestTask(folder).with("words", words);
  }

  @Test
  void leavesShortSentencesOut() throws IOException {
    TestTask task = task(folder);
    component().run(settings(), task);
    Table table = task.result("table", Table.class);
    assertThat(table.cells()).containsExactly(List.of("1", "2"));
  }
}
