package dev.arcuate.engine.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arcuate.engine.problem.Problems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the reference page shows must be true. */
final class ReferencePageTest {
  private static final Path PAGE = Path.of("..", "docs", "reference", "workflow.md");
  private static final Pattern SAMPLE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

  private final String page = read();

  private static String read() {
    try {
      return Files.readString(PAGE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void theSampleIsAWorkflow(@TempDir Path folder) throws IOException {
    Matcher sample = SAMPLE.matcher(page);
    assertThat(sample.find()).isTrue();
    Path file = Files.writeString(folder.resolve("sample.yaml"), sample.group(1));
    Problems problems = new Problems();

    Workflow workflow = new WorkflowReader().read(file, List.of("subjects=[01, 05]"), problems);

    assertThat(problems.sorted()).isEmpty();
    assertThat(workflow.steps()).hasSize(2);
  }

  @Test
  void everyKeyIsExplained() {
    for (List<String> keys : List.of(WorkflowReader.KEYS, StepReader.KEYS)) {
      keys.forEach(key -> assertThat(page).contains("| `" + key + "` |"));
    }
  }
}
