package dev.arcuate.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Studies on real listeners, a few of them and with little context, so that they take seconds. */
class PapersTest {
  private static final Path DATASET =
      Path.of(System.getProperty("arcuate.shared"), "alice-bids").toAbsolutePath().normalize();

  @TempDir Path folder;

  private Command.Ended run(String paper, String... more) throws Exception {
    assumeTrue(Files.isDirectory(DATASET), "skipped: no recordings at " + DATASET);
    List<String> arguments = new ArrayList<>();
    arguments.add("run");
    arguments.add(Command.distribution().resolve("workflows/papers").resolve(paper).toString());
    arguments.addAll(List.of("--out", "out", "--set", "dataset=" + DATASET));
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
