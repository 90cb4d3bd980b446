package dev.arcuate.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The first thing a newcomer runs: it must find what was planted, and nothing where nothing was.
 */
class QuickstartTest {
  private static final String WORKFLOW =
      Command.distribution().resolve("workflows/quickstart.yaml").toString();

  /** Both studies keep what they share, such as what the model computes of the story. */
  @TempDir static Path folder;

  @Test
  void findsThePlantedLayerAndRegionAndThenHasNothingLeftToDo() throws Exception {
    Command.Ended first =
        new Command(folder).asStudy().within(Duration.ofMinutes(10)).run("run", WORKFLOW);
    assertThat(first.status()).as(first.all()).isZero();
    Path results = folder.resolve("results/quickstart");
    assertThat(results.resolve("report.html")).isNotEmptyFile();
    assertThat(results.resolve("workflow.yaml")).isNotEmptyFile();
    assertThat(results.resolve("arcuate.lock")).isNotEmptyFile();
    assertThat(results.resolve("trace.jsonl")).isNotEmptyFile();
    assertThat(results.resolve("ro-crate-metadata.json")).isNotEmptyFile();
    assertThat(results.resolve("dataset_description.json"))
        .content()
        .contains("\"DatasetType\" : \"derivative\"");

    JsonNode summary = summary(results);
    assertThat(summary.path("found").asBoolean()).isTrue();
    assertThat(summary.at("/best/labels/layer").asText()).isEqualTo("4");
    assertThat(summary.at("/truth/agrees").asBoolean()).isTrue();
    assertThat(summary.path("region-dice").asDouble()).isGreaterThan(0.7);
    assertThat(summary.at("/truth/distance-mm").asDouble()).isLessThan(8);

    Command.Ended second = new Command(folder).run("run", WORKFLOW);
    assertThat(second.status()).as(second.all()).isZero();
    assertThat(second.all()).contains("nothing to do");
    assertThat(second.took()).isLessThan(Duration.ofSeconds(8));
  }

  @Test
  void findsNothingInANullSimulation() throws Exception {
    Command.Ended run =
        new Command(folder)
            .asStudy()
            .within(Duration.ofMinutes(10))
            .run("run", WORKFLOW, "--set", "null-simulation=true", "--out", "null");
    assertThat(run.status()).as(run.all()).isZero();
    JsonNode summary = summary(folder.resolve("null"));
    assertThat(summary.path("found").asBoolean(true)).isFalse();
    assertThat(summary.at("/truth/agrees").asBoolean()).isTrue();
  }

  private static JsonNode summary(Path results) throws Exception {
    return new ObjectMapper().readTree(Files.readString(results.resolve("report/summary.json")));
  }
}
