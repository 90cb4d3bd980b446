package dev.arcuate.engine.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.engine.problem.ProblemReport;
import dev.arcuate.engine.problem.Problems;
import dev.arcuate.engine.problem.SourceLines;
import dev.arcuate.engine.testing.GoldenFile;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One folder per mistake: {@code workflow.yaml} (if the mistake is not that it is missing), {@code
 * expected.txt}, and in {@code options.txt} one thing per line that is special: {@code --set} as on
 * the command line, a limit of characters, or a disk without permission.
 */
final class InvalidWorkflowsTest {
  private static final Path FOLDER = Path.of("src", "test", "resources", "yaml", "invalid");

  static List<String> mistakes() throws IOException {
    try (Stream<Path> folders = Files.list(FOLDER)) {
      return folders.map(folder -> folder.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void isReported(String mistake) throws IOException {
    Path folder = FOLDER.resolve(mistake);
    List<Problem> problems = problems(folder);

    assertThat(problems).isNotEmpty();
    String text = new ProblemReport(SourceLines.under(Path.of(""))).text(problems);
    GoldenFile.check(folder.resolve("expected.txt"), text.replace(slashed(folder) + "/", ""));
  }

  @Test
  void everyCodeHasItsMistake() throws IOException {
    Set<String> shown = new HashSet<>();
    for (String mistake : mistakes()) {
      problems(FOLDER.resolve(mistake)).forEach(problem -> shown.add(problem.code()));
    }

    assertThat(shown)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(YamlCode.values()).map(YamlCode::name).toList());
  }

  private static String slashed(Path folder) {
    return folder.toString().replace("\\", "/");
  }

  /** Permissions do not stop everybody who runs tests. */
  private static final class ForbiddenDisk implements WorkflowFiles.Disk {
    @Override
    public byte[] read(Path file) throws IOException {
      throw new AccessDeniedException(file.toString());
    }

    @Override
    public Path identity(Path file) {
      return file;
    }
  }

  /** What reading a workflow and binding the settings of its steps finds. */
  private static List<Problem> problems(Path folder) throws IOException {
    Problems problems = new Problems();
    try {
      Path options = folder.resolve("options.txt");
      List<String> lines = Files.exists(options) ? Files.readAllLines(options) : List.of();
      List<String> overrides = new ArrayList<>();
      YamlReader.Limits limits = YamlReader.Limits.DEFAULT;
      WorkflowFiles.Disk disk = WorkflowFiles.Disk.REAL;
      for (String line : lines) {
        if (line.startsWith("--set ")) {
          overrides.add(line.substring("--set ".length()));
        } else if (line.equals("no permission")) {
          disk = new ForbiddenDisk();
        } else {
          limits = new YamlReader.Limits(Integer.parseInt(line), 64);
        }
      }
      Workflow workflow =
          new WorkflowReader(
                  disk,
                  new YamlReader(limits),
                  Optional.of(folder).filter(home -> Files.isDirectory(home.resolve("workflows"))))
              .read(folder.resolve("workflow.yaml"), overrides, problems);
      StepSettings.bind(workflow, problems);
    } catch (ProblemException e) {
      problems.addAll(e.problems());
    }
    return problems.sorted();
  }
}
