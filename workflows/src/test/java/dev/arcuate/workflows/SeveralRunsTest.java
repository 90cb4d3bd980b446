package dev.arcuate.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three runs, cleaned one by one and tested one by one. */
class SeveralRunsTest {
  private static final String WORKFLOW =
      Command.distribution().resolve("workflows/fmri/several-runs.yaml").toString();

  @TempDir Path folder;

  @Test
  void findsThePlantedRegionInRunsItWasNotFittedOn() throws Exception {
    Command.Ended run =
        new Command(folder).asStudy().within(Duration.ofMinutes(10)).run("run", WORKFLOW);
    assertThat(run.status()).as(run.all()).isZero();
    Path report = folder.resolve("results/several-runs/report");
    JsonNode summary =
        new ObjectMapper().readTree(Files.readString(report.resolve("summary.json")));
    assertThat(summary.path("found").asBoolean()).isTrue();
    assertThat(summary.at("/best/labels/layer").asText()).isEqualTo("4");
    assertThat(summary.path("region-dice").asDouble()).isGreaterThan(0.5);
    assertThat(Files.readString(folder.resolve("results/several-runs/report.html")))
        .contains("Subject 08, run 3", "trimmed by 3 volumes", "cosines of slow drift");
  }
}
