package dev.arcuate.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real listeners: what is known of these recordings is found again. */
class AliceTest {
  private static final Path DATASET =
      Path.of(System.getProperty("arcuate.shared"), "alice-bids").toAbsolutePath().normalize();

  @TempDir Path folder;

  @Test
  void findsWhatIsKnownOfTheseListeners() throws Exception {
    assumeTrue(Files.isDirectory(DATASET), "skipped: no recordings at " + DATASET);
    Command.Ended run =
        new Command(folder)
            .asStudy()
            .within(Duration.ofMinutes(10))
            .run(
                "run",
                Command.distribution().resolve("workflows/alice.yaml").toString(),
                "--set",
                "dataset=" + DATASET,
                // Everybody the dataset holds, who are those the workflow lists.
                "--set",
                "subjects=all",
                "--set",
                "layers=[2]",
                "--set",
                "permutations=0");
    assertThat(run.status()).as(run.all()).isZero();
    Path results = folder.resolve("results/alice");

    // Computed with NumPy on the same files: each person with the mean of the other 26.
    Map<String, Double> ceiling = column(results.resolve("ceiling/scores.tsv"), "isc");
    Map.of("LATL", .253, "RATL", .202, "LPTL", .381, "LIPL", .233, "LPreM", .216, "LIFG", .180)
        .forEach((region, isc) -> assertThat(ceiling.get(region)).isCloseTo(isc, within(.0006)));

    Path rate = results.resolve("group-simple/baseline-word-rate/scores.tsv");
    assertThat(column(rate, "mean").get("LPTL")).isBetween(.05, .2);
    assertThat(column(rate, "q").get("LPTL")).isLessThan(.05);
    assertThat(column(rate, "q").get("LPreM")).isLessThan(.05);

    JsonNode summary =
        new ObjectMapper().readTree(Files.readString(results.resolve("report/summary.json")));
    assertThat(summary.path("people").asInt()).isEqualTo(27);
    // The embeddings add nothing that could be told from chance in these regions.
    assertThat(summary.path("found").asBoolean(true)).isFalse();
  }

  private static Map<String, Double> column(Path tsv, String name) throws IOException {
    List<String> lines = Files.readAllLines(tsv);
    int place = List.of(lines.get(0).split("\t", -1)).indexOf(name);
    Map<String, Double> values = new HashMap<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split("\t", -1);
      values.put(cells[0], Double.valueOf(cells[place]));
    }
    return values;
  }
}
