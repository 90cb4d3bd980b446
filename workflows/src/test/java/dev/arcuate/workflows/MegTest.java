package dev.arcuate.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Visual, lexical and contextual features reach simulated brains in that order. */
class MegTest {
  private static final String WORKFLOW =
      Command.distribution().resolve("workflows/meg/hierarchy.yaml").toString();

  @TempDir Path folder;

  @Test
  void findsThreeTimeCoursesInTheirOrder() throws Exception {
    Command.Ended run =
        new Command(folder)
            .asStudy()
            .within(Duration.ofMinutes(10))
            .run("run", WORKFLOW, "--set", "subjects=[01, 02, 03]", "--set", "sensors=16");
    assertThat(run.status()).as(run.all()).isZero();
    Path results = folder.resolve("results/meg-hierarchy");
    assertThat(peakSeconds(results, "files-visual")).isCloseTo(0.1, within(0.0101));
    assertThat(peakSeconds(results, "files-lexical")).isCloseTo(0.2, within(0.0101));
    assertThat(peakSeconds(results, "files-contextual")).isCloseTo(0.4, within(0.0101));
    assertThat(results.resolve("report.html"))
        .content()
        .contains("visual", "lexical", "contextual", "Courses over time");
  }

  @Test
  void sharesDesignsAndWhatIsWorkedOutForThemAmongPeople() throws Exception {
    Command.Ended plan = new Command(folder).run("plan", WORKFLOW);
    assertThat(plan.status()).as(plan.all()).isZero();
    for (String set : List.of("visual", "lexical", "contextual")) {
      assertThat(plan.out()).containsPattern("(?m)^" + set + "-design +0 +1 ");
      // Ten people are solved, and the design is factorised once.
      assertThat(plan.out()).containsPattern("(?m)^encode-" + set + " +0 +11 ");
    }
  }

  /** The time of the greatest mean score of any sensor. */
  private static double peakSeconds(Path results, String step) throws IOException {
    Path table;
    try (Stream<Path> files = Files.walk(results)) {
      table =
          files
              .filter(file -> file.getFileName().toString().equals("mean.tsv"))
              .filter(file -> file.toString().contains(step))
              .findFirst()
              .orElseThrow();
    }
    List<String> lines = Files.readAllLines(table);
    String[] times = lines.get(0).split("\t", -1);
    double most = Double.NEGATIVE_INFINITY;
    double seconds = Double.NaN;
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split("\t", -1);
      for (int c = 2; c < cells.length; c++) {
        double value = cells[c].equals("n/a") ? Double.NaN : Double.parseDouble(cells[c]);
        if (value > most) {
          most = value;
          seconds = Double.parseDouble(times[c]);
        }
      }
    }
    return seconds;
  }
}
