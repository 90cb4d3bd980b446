package dev.arcuate.engine.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arcuate.api.Problem;
import dev.arcuate.api.Problem.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProblemReportTest {
  private static final SourceLines SOURCES =
      SourceLines.of(
          Map.of(
              "encoding.yaml",
              "arcuate: 1\nsteps:\n  model:\n    with: {layer: 3}\n\tgesture: \u4f60\u597d x\n\n",
              "long.yaml",
              "with: {text: " + "abcdefghij".repeat(30) + ", layer: 3}"));

  private static final Problem UNKNOWN =
      Problem.user("UNKNOWN_SETTING", "'layer' is not a setting of 'gpt2'")
          .hint("did you mean 'layers'?");

  private static Position place(int line, int column) {
    return new Position("encoding.yaml", line, column);
  }

  private static String text(Problem... problems) {
    return new ProblemReport(SOURCES).text(List.of(problems));
  }

  @Test
  void showsPlaceLineCaretAndHint() {
    assertThat(text(UNKNOWN.at(place(4, 12))))
        .isEqualTo(
            """
            encoding.yaml:4:12: error UNKNOWN_SETTING: 'layer' is not a setting of 'gpt2'
                4 |     with: {layer: 3}
                  |            ^
              hint: did you mean 'layers'?
            """);
  }

  @Test
  void mergesWhatHasOneCause() {
    assertThat(text(UNKNOWN.at(place(4, 12)), Problem.data("B", "other"), UNKNOWN.at(place(2, 1))))
        .isEqualTo(
            """
            encoding.yaml:4:12: error UNKNOWN_SETTING: 'layer' is not a setting of 'gpt2'
                4 |     with: {layer: 3}
                  |            ^
              hint: did you mean 'layers'?
              also at: encoding.yaml:2:1

            error B: other
            """);
  }

  @Test
  void shortensManyPlaces() {
    List<Problem> many =
        IntStream.rangeClosed(1, 30).mapToObj(line -> UNKNOWN.at(place(line, 0))).toList();

    assertThat(new ProblemReport(SourceLines.none()).text(many))
        .isEqualTo(
            """
            encoding.yaml:1: error UNKNOWN_SETTING: 'layer' is not a setting of 'gpt2'
              hint: did you mean 'layers'?
              also at: encoding.yaml:2, encoding.yaml:3, encoding.yaml:4, encoding.yaml:5, \
            encoding.yaml:6, encoding.yaml:7, encoding.yaml:8, encoding.yaml:9, encoding.yaml:10, \
            encoding.yaml:11 and 19 more places
            """);
  }

  @Test
  void showsTheFirstHundredOfVeryManyCauses() {
    List<Problem> many =
        IntStream.rangeClosed(1, 130).mapToObj(i -> Problem.user("A", "cause " + i)).toList();

    assertThat(new ProblemReport(SOURCES).text(many))
        .contains("cause 100\n")
        .doesNotContain("cause 101")
        .endsWith("\nand 30 more problems\n");
  }

  @Test
  void countsColumnsInCharactersAndTabsAsOne() {
    assertThat(text(Problem.user("A", "m").at(place(5, 14)).asWarning()))
        .isEqualTo(
            """
            encoding.yaml:5:14: warning A: m
                5 |  gesture: \u4f60\u597d x
                  |              ^
            """);
  }

  @Test
  void cutsAWindowOutOfALongLine() {
    Problem problem = UNKNOWN.at(new Position("long.yaml", 1, 316));
    String[] lines = new ProblemReport(SOURCES).text(List.of(problem)).split("\n", -1);

    assertThat(lines[1]).startsWith("    1 | ...").endsWith(", layer: 3}").hasSize(8 + 3 + 100);
    assertThat(lines[1].substring(lines[2].indexOf('^'))).isEqualTo("layer: 3}");
  }

  @Test
  void showsNoSourceWhereThereIsNone() {
    assertThat(text(UNKNOWN.at(place(99, 1)))).doesNotContain("|");
    assertThat(text(UNKNOWN.at(place(6, 1)))).doesNotContain("|");
    assertThat(text(UNKNOWN.at(new Position("absent.yaml", 1, 1)))).doesNotContain("|");
    assertThat(text(UNKNOWN.at(new Position("absent.yaml", 0, 0))))
        .startsWith("absent.yaml: error");
  }

  @Test
  void aMessageCannotCommandTheTerminal() {
    assertThat(text(Problem.user("A", "red \u001b[31m text\nnext")))
        .isEqualTo("error A: red \\u001b[31m text\\nnext\n");
  }

  @Test
  void coloursOnRequest() {
    String coloured = new ProblemReport(SOURCES, true).text(List.of(UNKNOWN.at(place(4, 12))));

    assertThat(coloured)
        .contains("\u001B[1;31merror UNKNOWN_SETTING\u001B[0m: ", "\u001B[1;31m^\u001B[0m");
    assertThat(coloured.replaceAll("\u001B\\[[0-9;]*m", ""))
        .isEqualTo(text(UNKNOWN.at(place(4, 12))));
  }

  @Test
  void saysTheSameInJson() {
    assertThat(
            ProblemReport.json(
                List.of(
                    UNKNOWN.at(place(4, 12)),
                    UNKNOWN.at(place(2, 1)),
                    Problem.resource("NO_MEMORY", "m").asWarning())))
        .isEqualTo(
            """
            {
              "errors" : 2,
              "warnings" : 1,
              "problems" : [ {
                "code" : "UNKNOWN_SETTING",
                "kind" : "user",
                "severity" : "error",
                "message" : "'layer' is not a setting of 'gpt2'",
                "hint" : "did you mean 'layers'?",
                "url" : "docs/errors.md#unknown-setting",
                "places" : [ {
                  "file" : "encoding.yaml",
                  "line" : 4,
                  "column" : 12
                }, {
                  "file" : "encoding.yaml",
                  "line" : 2,
                  "column" : 1
                } ]
              }, {
                "code" : "NO_MEMORY",
                "kind" : "resource",
                "severity" : "warning",
                "message" : "m",
                "url" : "docs/errors.md#no-memory",
                "places" : [ ]
              } ]
            }
            """);
  }

  @Test
  void summarises() {
    Problem warning = UNKNOWN.asWarning();
    assertThat(ProblemReport.summary(List.of())).isEqualTo("no problems");
    assertThat(ProblemReport.summary(List.of(UNKNOWN))).isEqualTo("1 error");
    assertThat(ProblemReport.summary(List.of(warning, UNKNOWN, warning)))
        .isEqualTo("1 error, 2 warnings");
  }

  @Test
  void theFirstErrorDecidesTheExitStatus() {
    Problem warning = Problem.plugin("P", "m").asWarning();
    Problem resource = Problem.resource("R", "m");
    assertThat(ProblemReport.exitStatus(List.of(warning))).isZero();
    assertThat(ProblemReport.exitStatus(List.of(warning, resource, UNKNOWN))).isEqualTo(4);
  }

  @Test
  void readsSourcesBelowAFolder(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("a.yaml"), "\uFEFFname: x\r\nsteps: {}\r\n");
    Files.write(folder.resolve("latin.yaml"), new byte[] {'n', (byte) 0xE9, '\n'});
    ProblemReport report = new ProblemReport(SourceLines.under(folder));

    assertThat(report.text(List.of(UNKNOWN.at(new Position("a.yaml", 2, 8)))))
        .contains("    2 | steps: {}\n      |        ^\n");
    assertThat(report.text(List.of(UNKNOWN.at(new Position("a.yaml", 1, 1)))))
        .contains("    1 | name: x\n");
    assertThat(report.text(List.of(UNKNOWN.at(new Position("latin.yaml", 1, 1)))))
        .doesNotContain("|");
    assertThat(report.text(List.of(UNKNOWN.at(new Position("bad\0name", 1, 1)))))
        .doesNotContain("|");
  }
}
