package dev.arcuate.engine.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.arcuate.api.Problem.Position;
import dev.arcuate.api.ProblemException;
import dev.arcuate.engine.problem.ProblemReport;
import dev.arcuate.engine.problem.Problems;
import dev.arcuate.engine.problem.SourceLines;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Very long text costs neither the stack nor minutes, wherever it stands. */
@Timeout(60)
final class HugeTextTest {
  private static final int TIMES = 50_000;
  private static final Position PLACE = new Position("a.yaml", 1, 1);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a", "a-", "a_", "a.", "1", "0", "1_", "_", "-", "$", "$a", "$(", "{", "\u00e9", "9s"
      })
  void isHandledEverywhere(String unit) {
    String text = unit.repeat(TIMES);
    String quoted = "'" + text + "'";
    String workflow =
        """
        arcuate: 1
        name: X
        params: {p: X, q: "$p"}
        defaults: {ridge: {alphas: X}}
        include: X
        steps:
          ? X
          : {uses: X, inputs: {a: X}, sweep: {s: [X]}, gather: X, timeout: X, resources: {memory: X, threads: X}}
          words: {uses: words, with: {file: X, language: X}}
        results: X
        """
            .replace("X", quoted);
    Problems problems = new Problems();

    Throwable thrown =
        catchThrowable(
            () ->
                new WorkflowReader(
                        new OneText(workflow),
                        new YamlReader(new YamlReader.Limits(1 << 24, 64)),
                        Optional.empty())
                    .read(Path.of("a.yaml"), List.of("p=" + text), problems));

    assertThat(thrown).isInstanceOf(ProblemException.class);
    assertThat(new ProblemReport(SourceLines.none()).text(problems.sorted())).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "1", "0", "1_", "-", "1e", "1.", "9s", "true", ",1"})
  void isHandledByEverySetting(String unit) {
    for (boolean quoted : new boolean[] {true, false}) {
      Node value = new Node.Scalar(PLACE, unit.repeat(TIMES), quoted);
      ComponentSettings types = SampleComponents.settings("everything");
      Problems problems = new Problems();

      Optional<BoundSettings> bound =
          new SettingsBinder(InputPaths.under(Path.of(""), Optional.empty()), problems)
              .bind(
                  types,
                  new Node.Mapping(
                      PLACE,
                      types.names().stream()
                          .map(name -> new Node.Entry(new Node.Scalar(PLACE, name, false), value))
                          .toList()));

      assertThat(bound).isEmpty();
      assertThat(problems.sorted())
          .allSatisfy(problem -> assertThat(problem.message()).hasSizeLessThan(1000));
    }
  }

  private record OneText(String text) implements WorkflowFiles.Disk {
    @Override
    public byte[] read(Path file) throws java.io.IOException {
      if (!file.equals(Path.of("a.yaml"))) {
        throw new java.nio.file.NoSuchFileException(file.toString());
      }
      return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Path identity(Path file) {
      return file;
    }
  }
}
