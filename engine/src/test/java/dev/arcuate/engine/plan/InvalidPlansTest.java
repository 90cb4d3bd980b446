package dev.arcuate.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.engine.problem.ProblemReport;
import dev.arcuate.engine.problem.Problems;
import dev.arcuate.engine.problem.SourceLines;
import dev.arcuate.engine.testing.GoldenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One folder per mistake: {@code workflow.yaml}, {@code expected.txt}, and in {@code options.txt}
 * one option per line, as on the command line. {@code -Darcuate.golden.update=true} writes what is
 * expected.
 */
class InvalidPlansTest {
  private static final Path FOLDER = Path.of("src", "test", "resources", "plan", "invalid");

  @TempDir Path folder;

  static List<String> mistakes() throws IOException {
    try (Stream<Path> folders = Files.list(FOLDER)) {
      return folders.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void isReported(String mistake) throws IOException {
    Path place = FOLDER.resolve(mistake);
    String text = new ProblemReport(SourceLines.under(Path.of(""))).text(problems(place));
    String shown =
        text.replace(place.toAbsolutePath().normalize() + "/", "").replace(place + "/", "");
    GoldenFile.check(place.resolve("expected.txt"), shown);
    assertThat(shown).isNotEmpty();
  }

  @Test
  void everyCodeHasItsMistake() throws IOException {
    Set<String> shown = new HashSet<>();
    for (String mistake : mistakes()) {
      problems(FOLDER.resolve(mistake)).forEach(problem -> shown.add(problem.code()));
    }
    assertThat(shown).containsAll(Arrays.stream(PlanCode.values()).map(PlanCode::name).toList());
  }

  private List<Problem> problems(Path place) throws IOException {
    Path options = place.resolve("options.txt");
    Map<String, String> use = new LinkedHashMap<>();
    Planning planning = new Planning(folder).use(use);
    if (Files.exists(options)) {
      for (String line : Files.readAllLines(options)) {
        if (line.startsWith("--set ")) {
          planning.set(line.substring("--set ".length()));
        } else {
          String[] parts = line.substring("--use ".length()).split("=", 2);
          use.put(parts[0], parts[1]);
        }
      }
    }
    Problems problems = new Problems();
    try {
      problems.addAll(planning.plan(place.resolve("workflow.yaml")).warnings());
    } catch (ProblemException e) {
      problems.addAll(e.problems());
    }
    return problems.sorted();
  }
}
