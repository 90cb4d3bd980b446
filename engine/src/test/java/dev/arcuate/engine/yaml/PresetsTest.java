package dev.arcuate.engine.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arcuate.engine.problem.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Presets against the table of the methods reference, section 17, value by value. */
class PresetsTest {
  private static final Path HOME = Path.of("").toAbsolutePath().getParent();

  @TempDir Path folder;

  private Workflow read(String head, String... overrides) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("study.yaml"),
            "arcuate: 1\nname: study\n" + head + "\nsteps:\n  words: {uses: words}\n");
    Problems problems = new Problems();
    Workflow workflow =
        new WorkflowReader(Optional.of(HOME)).read(file, List.of(overrides), problems);
    assertThat(problems.sorted()).isEmpty();
    return workflow;
  }

  /** Settings of a component with params put in, as plain values. */
  private static Map<String, Object> settings(Workflow workflow, String component) {
    Problems problems = new Problems();
    VariableResolver resolver = new VariableResolver(problems);
    Map<String, Node> params = resolver.resolveParams(workflow.params());
    Map<String, Object> settings = new LinkedHashMap<>();
    for (Node.Entry entry : workflow.defaults().get(component).entries()) {
      settings.put(
          entry.key().text(), String.valueOf(NodeJson.of(resolver.resolve(entry.value(), params))));
    }
    assertThat(problems.sorted()).isEmpty();
    return settings;
  }

  @Test
  void disentangle2021HoldsTheValuesOfTheTable() throws IOException {
    Workflow workflow = read("preset: disentangle-2021");
    assertThat(workflow.defaults().keySet())
        .containsExactlyInAnyOrder(
            "gpt2",
            "bert",
            "equivalents",
            "equivalent-story",
            "syntax-semantics",
            "design",
            "bids-fmri",
            "ridge-cpu",
            "group");
    // Model and layer: gpt2, 0 'tok' and 9; context and pooling: blocks 256, sum.
    assertThat(settings(workflow, "gpt2"))
        .isEqualTo(
            Map.of(
                "layers", "[tok, 9]",
                "context", "{policy=blocks, size=256}",
                "pooling", "sum",
                "quirks", "[]"));
    // Elsewhere about two thirds of the depth.
    assertThat(settings(workflow, "bert"))
        .isEqualTo(
            Map.of(
                "layers", "[0, 0.67]",
                "context", "{policy=blocks, size=256}",
                "pooling", "sum",
                "quirks", "[]"));
    // Section 4.1: keys of three columns, everything but punctuation redrawn by count, initial
    // capitals; agreement above .8, batches of 200, at least 2, the 51st accepts; the 10 best.
    assertThat(settings(workflow, "equivalents"))
        .isEqualTo(
            Map.ofEntries(
                Map.entry("stories", "10"),
                Map.entry("match", "[fine, coarse, relation]"),
                Map.entry("function-words", "replace"),
                Map.entry("punctuation", "keep"),
                Map.entry("force-replacement", "true"),
                Map.entry("unknown", "keep"),
                Map.entry("capitals", "initial"),
                Map.entry("sampling", "count"),
                Map.entry("threshold", "0.8"),
                Map.entry("batch", "200"),
                Map.entry("least-batches", "2"),
                Map.entry("most-batches", "50"),
                Map.entry("too-few", "accept")));
    assertThat(settings(workflow, "equivalent-story"))
        .isEqualTo(Map.of("assembly", "order-random"));
    assertThat(settings(workflow, "syntax-semantics"))
        .isEqualTo(Map.of("lexical-layer", "0", "contextual-layer", "1"));
    // Baseline B; pooled by sum; delays 0 to 3 TR; nothing shifted, so that bins are floors.
    assertThat(settings(workflow, "design"))
        .isEqualTo(
            Map.of(
                "features", "[word-rate, phoneme-count, phonemes]",
                "pronunciations", "null",
                "pooling", "sum",
                "delays", "[0, 1, 2, 3]",
                "quirks", "[]"));
    // Section 5: a robust scaler between the percentiles 0.1 and 99.9.
    assertThat(settings(workflow, "bids-fmri"))
        .isEqualTo(Map.of("clean", "[{robust-scale=[0.1, 99.9]}]"));
    // log10 of penalties -1 to 8, ten values; leaving one out, shared; ten contiguous folds.
    assertThat(settings(workflow, "ridge-cpu"))
        .isEqualTo(
            Map.of(
                "alphas", "[0.1, 1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000]",
                "selection", "shared",
                "inner", "loo",
                "standardise", "true",
                "folds", "{scheme=contiguous, count=10, quirks=[]}"));
    // Section 11: two-sided signed ranks, false discovery rate of .05.
    assertThat(settings(workflow, "group"))
        .isEqualTo(
            Map.of(
                "test", "wilcoxon",
                "alternative", "two-sided",
                "correction", "fdr",
                "level", "0.05",
                "quirks", "[]"));
  }

  @Test
  void exactFollowsTheQuirksOfTheStudyInEveryStep() throws IOException {
    String quirks = "[delay.wrap, tokenize.isolated, scale.before-split, cv.no-gap]";
    Workflow exact = read("preset: disentangle-2021\nexact: true");
    for (String component : List.of("gpt2", "bert", "design", "group")) {
      assertThat(settings(exact, component)).containsEntry("quirks", quirks);
    }
    assertThat(settings(exact, "ridge-cpu"))
        .containsEntry("folds", "{scheme=contiguous, count=10, quirks=" + quirks + "}");
    // What the command says comes last.
    Workflow one = read("preset: disentangle-2021\nexact: true", "quirks=[cv.no-gap]");
    assertThat(settings(one, "design")).containsEntry("quirks", "[cv.no-gap]");
    assertThat(settings(read("preset: disentangle-2021\nexact: false"), "design"))
        .containsEntry("quirks", "[]");
  }

  @Test
  void theAverageSubjectHasAPenaltyPerVoxelAndAHundredFolds() throws IOException {
    Workflow workflow = read("preset: disentangle-2021-average-subject\nexact: true");
    assertThat(settings(workflow, "ridge-cpu"))
        .containsEntry("selection", "per-target")
        .containsEntry("inner", "loo")
        .extractingByKey("folds")
        .asString()
        .startsWith("{scheme=contiguous, count=100,")
        .contains("stats.folds-as-samples");
    assertThat(settings(workflow, "design")).containsEntry("delays", "[0, 1, 2, 3]");
  }
}
