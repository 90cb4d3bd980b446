package dev.arcuate.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Studies on real listeners, a few of them and with little context, so that they take seconds. */
class PapersTest {
  private static final Path DATASET =
      Path.of(System.getProperty("arcuate.shared"), "alice-bids").toAbsolutePath().normalize();

  @TempDir Path folder;

  private Command.Ended run(String paper, String... more) throws Exception {
    return run(Command.distribution().resolve("workflows/papers").resolve(paper), "out", more);
  }

  private Command.Ended run(Path paper, String out, String... more) throws Exception {
    assumeTrue(Files.isDirectory(DATASET), "skipped: no recordings at " + DATASET);
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("run", paper.toString(), "--out", out));
    arguments.addAll(List.of("--set", "dataset=" + DATASET));
    arguments.addAll(List.of("--set", "subjects=[18, 22, 23]"));
    arguments.addAll(List.of("--set", "context={policy: words, size: 2}"));
    arguments.addAll(List.of(more));
    Command.Ended ended =
        new Command(folder).within(Duration.ofMinutes(10)).run(arguments.toArray(String[]::new));
    assertThat(ended.status()).as(ended.all()).isZero();
    return ended;
  }

  @Test
  void theStudyOf2021SaysWhatSurvivesInSixRegions() throws Exception {
    Command.Ended ended = run("disentangle-2021-alice.yaml", "--set", "stories=[0, 1]");
    // The low-level features of the study: the dictionary has every word.
    assertThat(ended.all()).doesNotContain("STIMULUS_WORDS_UNSPOKEN");
    assertThat(Files.readAllLines(folder.resolve("out/summary.cells/table.tsv"))).hasSize(55);
    // Three people are too few for a rank test.
    assertThat(Files.readString(folder.resolve("out/summary.page/score-table.html")))
        .contains("Nothing survives: none of the 54 scores", "3 people, signed-rank tests");

    // The other treatment of low-level features, added as the workflow says. Nothing else runs
    // again.
    Command.Ended other = run(leftOver(), "left-over", "--set", "stories=[0, 1]");
    assertThat(other.all()).doesNotContain("model-of-equivalents: 0 of 2");
    assertThat(folder.resolve("left-over/summary-left-over.page/score-table.html"))
        .content()
        .contains("none of the 54 scores", "3 people, signed-rank tests", "was taken out of the");
    List<String> cells =
        Files.readAllLines(folder.resolve("left-over/summary-left-over.cells/table.tsv"));
    assertThat(cells).hasSize(55);
    assertThat(cells)
        .isNotEqualTo(Files.readAllLines(folder.resolve("out/summary.cells/table.tsv")));
  }

  /** The same study with regress-out.yaml among its parts. */
  private Path leftOver() throws IOException {
    Path papers = Command.distribution().resolve("workflows/papers");
    Path own = Files.createDirectories(folder.resolve("papers/disentangle-2021"));
    try (Stream<Path> parts = Files.list(papers.resolve("disentangle-2021"))) {
      for (Path part : (Iterable<Path>) parts::iterator) {
        Files.copy(part, own.resolve(part.getFileName()));
      }
    }
    String study = Files.readString(papers.resolve("disentangle-2021-alice.yaml"));
    String edited =
        study
            .replace("alice.yaml]", "alice.yaml, disentangle-2021/regress-out.yaml]")
            .replace("results: [", "results: [summary-left-over.page, summary-left-over.cells, ");
    return Files.writeString(folder.resolve("papers/study.yaml"), edited);
  }

  @Test
  void theStudyOf2023ScoresEveryDistance() throws Exception {
    run("forecast-2023-alice.yaml", "--set", "distances=[0, 8]");
    for (String distance : List.of("0", "8")) {
      assertThat(folder.resolve("out/group/distance-" + distance + "/scores.tsv")).isNotEmptyFile();
    }
    assertThat(folder.resolve("out/report.html")).isNotEmptyFile();
  }
}
