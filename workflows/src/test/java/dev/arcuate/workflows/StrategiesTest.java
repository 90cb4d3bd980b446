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
  /** All studies keep what they share, such as the stories told in other words. */
  @TempDir static Path folder;

  private Command.Ended run(String workflow, String... more) throws Exception {
    return runIn("{policy: words, size: 2}", workflow, more);
  }

  private Command.Ended runIn(String context, String workflow, String... more) throws Exception {
    List<String> arguments = new ArrayList<>();
    arguments.add("run");
    arguments.add(Command.distribution().resolve("workflows").resolve(workflow).toString());
    arguments.addAll(List.of("--set", "context=" + context));
    arguments.addAll(List.of(more));
    return new Command(folder)
        .asStudy()
        .within(Duration.ofMinutes(15))
        .run(arguments.toArray(String[]::new));
  }

  private List<String> lines(String table) throws Exception {
    return Files.readAllLines(folder.resolve(table));
  }

  @Test
  void threeStrategiesAreSwappedAndTheModelRunsOnce() throws Exception {
    Command.Ended first = run("strategies.yaml", "--out", "a");
    assertThat(first.status()).as(first.all()).isZero();
    assertThat(lines("a/probe/table.tsv"))
        .anyMatch(line -> line.startsWith("syntax\tpart-of-speech\t0.9"));
    for (String strategy : List.of("forecast", "pca")) {
      Command.Ended other = run("strategies.yaml", "--use", "parts=" + strategy, "--out", strategy);
      assertThat(other.status()).as(other.all()).isZero();
      assertThat(other.all()).doesNotContain("model: 0 of 1");
    }
    assertThat(lines("forecast/probe/table.tsv")).anyMatch(line -> line.startsWith("window\t"));
    assertThat(lines("pca/probe/table.tsv")).hasSize(5);
  }

  /**
   * Region, kind and surviving cells of a small cohort: fewer people and stories, more voxels. The
   * model sees whole sentences, so that one pass serves all words of one.
   */
  private List<String> study(boolean planted) throws Exception {
    String out = "planted-" + planted;
    Command.Ended ended =
        runIn(
            "{policy: sentences, size: 1, future: true}",
            "papers/disentangle-2021.yaml",
            "--set",
            "subjects=[01, 02, 03, 04, 05, 06, 07, 08, 09, 10, 11, 12]",
            "--set",
            "voxels=150",
            "--set",
            "stories=[0, 1, 2, 3, 4, 5]",
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
              String[] cells = row.split("\t", -1);
              assertThat(cells[1]).as(row).isEqualTo(cells[0]);
            });
    assertThat(study(false)).hasSize(5).allMatch(row -> row.endsWith("\tnone\tn/a"));
  }

  @Test
  void quirksOfTheStudyAreFollowedByNameAndTold() throws Exception {
    String quirks = "[delay.wrap, tokenize.isolated, scale.before-split, cv.no-gap]";
    Command.Ended ended =
        run(
            "papers/disentangle-2021.yaml",
            "--set",
            "subjects=[01, 02]",
            "--set",
            "stories=[0]",
            "--set",
            "quirks=" + quirks,
            "--out",
            "quirks");
    assertThat(ended.status()).as(ended.all()).isZero();
    assertThat(ended.all()).contains("LEAKY_FOLDS", "delay.wrap (delays go round in a circle");
    assertThat(Files.readString(folder.resolve("quirks/summary.page/score-table.html")))
        .contains(
            "The split leaks, as the workflow allowed: a gap of 0 s",
            "Quirks of published code were followed, as the workflow asked: tokenize.isolated;"
                + " delay.wrap; scale.before-split; cv.no-gap.");
  }

  @Test
  void headsResidualsAndOutputsWithoutLowLevelFeaturesRunFromYaml() throws Exception {
    Path distribution = Command.distribution();
    Path tiny =
        Path.of(System.getProperty("arcuate.root"))
            .resolve("plugins/gpt2/src/test/resources/models/gpt2-tiny");
    Files.writeString(
        folder.resolve("more.yaml"),
        """
        arcuate: 1
        name: more
        defaults:
          gpt2: {model: TINY, layers: [tok, 2, heads-2], context: {policy: words, size: 3}}
          design: {features: [], repetition-time: 2.0, runs: {1: 292}}
        steps:
          words: {uses: words, with: {events: STORY_events.tsv, text: STORY.txt}}
          sentences: {uses: scramble-words, inputs: {words: words}, with: {unit: sentences}}
          model: {uses: gpt2, inputs: {words: words}}
          other: {uses: gpt2, inputs: {words: sentences}}
          heads: {uses: head-groups, inputs: {activations: model}, with: {heads: 2}}
          whitened:
            uses: pca
            inputs: {activations: [model, other]}
            with: {components: 5, whiten: true, layers: ["2"], fit: {on: other}}
          rest:
            uses: residual
            inputs: {activations: [model, other]}
            with: {layer: "2", without: [token], fit: {on: other}}
          simulate:
            uses: simulate-fmri
            inputs: {words: words, activations: model}
            with: {subjects: [01], format: regions, planted-layer: "2", shape: [8, 8, 8], voxel-size: 20}
          read:
            uses: bids-fmri
            inputs: {dataset: simulate}
            with: {subject: 01, task: story, source: regions}
          rate: {uses: design, inputs: {words: words}, with: {features: [word-rate]}}
          left-over:
            uses: regress-out
            inputs: {design: rate, targets: read}
            sweep: {fold: [0, 1]}
            with: {fold: $fold, folds: {count: 2}}
          design: {uses: design, inputs: {words: words, activations: rest}, with: {layer: residual}}
          encode:
            uses: ridge-cpu
            inputs: {design: design, targets: left-over}
            with: {folds: {count: 2}}
        results: [heads, whitened, rest, encode]
        """
            .replace("TINY", tiny.toString())
            .replace("STORY", distribution.resolve("workflows/quickstart/story").toString()));
    Command.Ended ended = new Command(folder).run("run", "more.yaml", "--out", "out");
    assertThat(ended.status()).as(ended.all()).isZero();
    assertThat(Files.readString(folder.resolve("out/heads/activations.json")))
        .contains("head-2-1", "head-2-2");
    assertThat(Files.readString(folder.resolve("out/rest/activations.json"))).contains("residual");
    assertThat(Files.readString(folder.resolve("out/whitened/activations.json")))
        .doesNotContain("token");
    assertThat(folder.resolve("out/encode/fold-1/scores.tsv")).isNotEmptyFile();
  }
}
