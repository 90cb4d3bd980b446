package dev.arcuate.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Parts of a model: one strategy stands in for another, and the study of 2021 runs to its table.
 */
class StrategiesTest {
  @TempDir Path folder;

  private Command.Ended run(String workflow, String... more) throws Exception {
    List<String> arguments = new ArrayList<>();
    arguments.add("run");
    arguments.add(Command.distribution().resolve("workflows").resolve(workflow).toString());
    arguments.addAll(List.of(more));
    return new Command(folder).within(Duration.ofMinutes(15)).run(arguments.toArray(String[]::new));
  }

  private List<String> lines(String table) throws Exception {
    return Files.readAllLines(folder.resolve(table));
  }

  @Test
  void threeStrategiesAreSwappedAndTheModelRunsOnce() throws Exception {
    String context = "context={policy: words, size: 2}";
    Command.Ended first = run("strategies.yaml", "--out", "a", "--set", context);
    assertThat(first.status()).as(first.all()).isZero();
    assertThat(lines("a/probe/table.tsv"))
        .anyMatch(line -> line.startsWith("syntax\tpart-of-speech\t0.9"));
    for (String strategy : List.of("forecast", "pca")) {
      Command.Ended other =
          run("strategies.yaml", "--use", "parts=" + strategy, "--out", strategy, "--set", context);
      assertThat(other.status()).as(other.all()).isZero();
      assertThat(other.all()).doesNotContain("model: 0 of 1");
    }
    assertThat(lines("forecast/probe/table.tsv")).anyMatch(line -> line.startsWith("window\t"));
    assertThat(lines("pca/probe/table.tsv")).hasSize(5);
  }

  /** Region, kind and surviving cells of a small cohort: fewer people and stories, more voxels. */
  private List<String> study(boolean planted) throws Exception {
    String out = "planted-" + planted;
    Command.Ended ended =
        run(
            "papers/disentangle-2021.yaml",
            "--set",
            "subjects=[01, 02, 03, 04, 05, 06, 07, 08, 09, 10, 11, 12]",
            "--set",
            "voxels=150",
            "--set",
            "stories=[0, 1, 2, 3, 4, 5]",
            "--set",
            "context={policy: sentences, size: 1}",
            "--set",
            "null-simulation=" + !planted,
            "--out",
            out);
    assertThat(ended.status()).as(ended.all()).isZero();
    assertThat(lines(out + "/summary.cells/table.tsv")).hasSize(46);
    assertThat(folder.resolve(out + "/summary.page/score-table.html")).isNotEmptyFile();
    List<String> regions = lines(out + "/summary/table.tsv");
    return regions.subList(1, regions.size());
  }

  @Test
  void theStudyOf2021FindsWhatRegionsFollowAndNothingElse() throws Exception {
    assertThat(study(true))
        .hasSize(5)
        .allSatisfy(
            row -> {
              String[] cells = row.split("\t");
              assertThat(cells[1]).as(row).isEqualTo(cells[0]);
            });
    assertThat(study(false)).hasSize(5).allMatch(row -> row.endsWith("\tnone\tn/a"));
  }

  @Test
  void thePresetIsTheTableOfTheStudy() throws Exception {
    String preset =
        Files.readString(Command.distribution().resolve("workflows/presets/disentangle-2021.yaml"));
    assertThat(preset)
        .contains(
            "layers: [tok, 9]",
            "context: {policy: blocks, size: 256}",
            "pooling: sum",
            "delays: [0, 1, 2, 3]",
            "alphas: [0.1, 1, 10, 100, 1000, 1e4, 1e5, 1e6, 1e7, 1e8]",
            "selection: shared",
            "inner: loo",
            "folds: {scheme: contiguous, count: 10}",
            "threshold: 0.8",
            "batch: 200",
            "assembly: order-random")
        .doesNotContain("allow-leaky");
  }
}
