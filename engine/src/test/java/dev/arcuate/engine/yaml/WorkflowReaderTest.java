package dev.arcuate.engine.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arcuate.api.Problem.Position;
import dev.arcuate.api.Resources;
import dev.arcuate.engine.problem.Problems;
import dev.arcuate.engine.yaml.SampleComponents.Bids;
import dev.arcuate.engine.yaml.SampleComponents.Ridge;
import dev.arcuate.engine.yaml.Workflow.Reference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class WorkflowReaderTest {
  private static final Path FILE =
      Path.of("src", "test", "resources", "yaml", "valid", "complete.yaml");

  private final Problems problems = new Problems();

  private Workflow read(String... overrides) {
    Workflow workflow = new WorkflowReader().read(FILE, List.of(overrides), problems);
    assertThat(problems.sorted()).isEmpty();
    return workflow;
  }

  private static Object json(Node node) {
    return NodeJson.of(node);
  }

  private static Workflow.Step step(Workflow workflow, String id) {
    return workflow.steps().stream()
        .filter(step -> step.id().text().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> texts(List<Reference> references) {
    return references.stream()
        .map(r -> r.step() + r.port().map(port -> "." + port).orElse(""))
        .toList();
  }

  @Test
  void readsWhatTheFormatHas() {
    Workflow workflow = read();

    assertThat(workflow.file()).isEqualTo("src/test/resources/yaml/valid/complete.yaml");
    assertThat(workflow.folder()).isEqualTo(FILE.toAbsolutePath().getParent());
    assertThat(workflow.name()).isEqualTo("complete");
    assertThat(workflow.description()).contains("{{ even this }} and ${that}");
    assertThat(texts(workflow.results())).containsExactly("report", "encode.scores");
    assertThat(workflow.steps())
        .extracting(step -> step.id().text())
        .containsExactly("words", "read", "model", "encode", "group", "report");
  }

  @Test
  void readsAStep() {
    Workflow.Step encode = step(read(), "encode");

    assertThat(encode.position()).isEqualTo(new Position(read().file(), 26, 3));
    assertThat(encode.uses().text()).isEqualTo("ridge");
    assertThat(encode.inputs().keySet())
        .extracting(Node.Scalar::text)
        .containsExactly("design", "targets");
    assertThat(encode.inputs().values())
        .extracting(WorkflowReaderTest::texts)
        .containsExactly(List.of("model.activations"), List.of("read", "read.recording"));
    assertThat(encode.overrides().on(Resources.small())).isEqualTo(new Resources(2, 2L << 30, 0));
    assertThat(encode.overrides().on(Resources.of(1, 512).plusNative(8L << 30)))
        .isEqualTo(Resources.of(2, 512).plusNative((2L << 30) - (512L << 20)));
    assertThat(encode.overrides().timeout()).contains(Duration.ofMinutes(10));
    assertThat(encode.overrides().retries()).isEqualTo(1);
  }

  @Test
  void readsSweepZipAndGather() {
    Workflow workflow = read();

    assertThat(step(workflow, "read").sweep().values())
        .singleElement()
        .extracting(WorkflowReaderTest::json)
        .isEqualTo("$subjects");
    assertThat(step(workflow, "model").zip())
        .singleElement()
        .extracting(axis -> axis.values().stream().map(WorkflowReaderTest::json).toList())
        .isEqualTo(List.of(List.of(0L, 1L, 2L), List.of(5L, 10L, 20L)));
    assertThat(step(workflow, "group").gather())
        .extracting(Node.Scalar::text)
        .containsExactly("subject");
  }

  @Test
  void mergesIncludesAndLetsTheIncludingFileWin() {
    Workflow workflow = read();

    assertThat(json(workflow.params().get("folds"))).isEqualTo(5L);
    assertThat(json(workflow.params().get("story"))).isEqualTo("alice");
    assertThat(json(workflow.defaults().get("ridge")))
        .isEqualTo(
            Map.of(
                "alphas",
                List.of(1L, 10L, 100L),
                "scale",
                false,
                "bands",
                Map.of("low", new java.math.BigDecimal("0.5"))));
    assertThat(workflow.requires().get("ridge").text()).isEqualTo("(!=0.3) & (>=0.1 & <1)");
    assertThat(step(workflow, "words").position().file())
        .isEqualTo("src/test/resources/yaml/valid/fragments/story.yaml");
  }

  @Test
  void overridesParams() {
    Workflow workflow = read("folds=3", "subjects=[07, 08]", "folds=4");

    assertThat(json(workflow.params().get("folds"))).isEqualTo(4L);
    assertThat(json(workflow.params().get("subjects"))).isEqualTo(List.of("07", "08"));
    assertThat(workflow.params().get("folds").position())
        .isEqualTo(new Position("--set folds", 0, 0));
  }

  @Test
  void settingsOfItsStepsBind() {
    Map<String, BoundSettings> bound = StepSettings.bind(read("folds=3"), problems);

    assertThat(problems.sorted()).isEmpty();
    Bids bids = (Bids) bound.get("read").own();
    assertThat(bids.subject()).isEqualTo("01");
    assertThat(bids.session()).contains("ses-01_x");
    assertThat(bids.dataset().logical()).isEqualTo("data/bids");
    Ridge ridge = (Ridge) bound.get("encode").own();
    assertThat(ridge.alphas()).containsExactly(1000.0);
    assertThat(ridge.scale()).isFalse();
    assertThat(ridge.bands()).containsEntry("low", 0.5);
    assertThat(ridge.folds().count()).isEqualTo(3);
  }
}
