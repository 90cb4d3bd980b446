package dev.arcuate.engine.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arcuate.engine.problem.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Paths in the file count from the file, paths on the command line from where it is typed. */
class OverriddenPathTest {
  @TempDir Path folder;

  private Path wordsFile(String written, String... overrides) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("study.yaml"),
            """
            arcuate: 1
            name: study
            params: {story: story, copy: $story, home: 'arcuate:models'}
            steps:
              words: {uses: words, with: {file: '%s'}}
            """
                .formatted(written));
    Problems problems = new Problems();
    Workflow workflow = new WorkflowReader().read(file, List.of(overrides), problems);
    BoundSettings bound = StepSettings.bind(workflow, problems).get("words");
    assertThat(problems.hasErrors()).isFalse();
    return ((SampleComponents.Words) bound.own()).file().path();
  }

  @ParameterizedTest
  @CsvSource({"words.tsv", "$story", "$story/words.tsv", "a/$(story)/b"})
  void withoutTheCommandAllCountsFromTheFile(String written) throws IOException {
    assertThat(wordsFile(written)).isEqualTo(folder.resolve(written.replaceAll("[$()]", "")));
  }

  @ParameterizedTest
  @CsvSource({
    "$story, x.tsv",
    "$(story)/words.tsv, x.tsv/words.tsv",
    "$copy, x.tsv",
    "$copy/../y, y",
  })
  void whatBeginsWithTheCommandsValueCountsFromTheCurrentFolder(String written, Path expected)
      throws IOException {
    assertThat(wordsFile(written, "story=x.tsv"))
        .isEqualTo(Path.of("").toAbsolutePath().resolve(expected));
  }

  @Test
  void aNamePutIntoAPathOfTheFileLeavesItThere() throws IOException {
    assertThat(wordsFile("stories/$story", "story=x.tsv"))
        .isEqualTo(folder.resolve("stories/x.tsv"));
  }

  @Test
  void theDistributionIsFoundFromEverywhere() throws IOException {
    assertThat(wordsFile("$home", "home=arcuate:other"))
        .isEqualTo(Path.of("home").toAbsolutePath().resolve("other"));
  }
}
