package dev.arcuate.plugin.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.arcuate.api.value.Scores;
import dev.arcuate.api.value.Table;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The ceiling of a real recording: 27 people listening to a story (Brennan et al. 2016,
 * doi:10.1016/j.bandl.2016.04.008), with the figures computed elsewhere from the same files.
 */
class AliceCeilingTest {
  private static final List<String> REGIONS =
      List.of("LATL", "RATL", "LPTL", "LIPL", "LPreM", "LIFG");
  private static final double[] EXPECTED = {.253, .202, .381, .233, .216, .180};

  @TempDir Path folder;

  @Test
  void agreesWithTheFiguresOfTheDataset() throws IOException {
    Path dataset = Path.of(System.getProperty("arcuate.shared", "absent"), "alice-bids");
    assumeTrue(Files.isDirectory(dataset), "needs the Alice dataset");
    TestTask task = new TestTask(folder);
    try (Stream<Path> subjects = Files.list(dataset)) {
      for (Path subject :
          subjects
              .filter(path -> path.getFileName().toString().startsWith("sub-"))
              .sorted()
              .toList()) {
        String label = subject.getFileName().toString().substring("sub-".length());
        Path series =
            subject.resolve(
                "func/sub-" + label + "_task-alice_atlas-alice6_desc-10mm_timeseries.tsv");
        double[][] values = withoutDrift(Table.read(series));
        task.with(
            "recordings",
            Values.recording(folder.resolve(label), label, Values.sampling(values.length), values));
      }
    }
    new CeilingStep().run(new CeilingSettings(), task);
    Scores scores = task.result("scores", Scores.class);
    assertThat(scores.map("isc").rows()).isEqualTo(27);
    assertThat(scores.mean("isc")).containsExactly(EXPECTED, within(.0005));
  }

  /** Removes a constant and cosines slower than 128 s, which are orthogonal on equal steps. */
  private static double[][] withoutDrift(Table table) {
    int n = table.rows();
    double[][] values = new double[n][REGIONS.size()];
    for (int region = 0; region < REGIONS.size(); region++) {
      double[] series = new double[n];
      for (int row = 0; row < n; row++) {
        series[row] = table.number(row, REGIONS.get(region));
      }
      for (int k = 0; k <= 11; k++) {
        double product = 0;
        double square = 0;
        for (int row = 0; row < n; row++) {
          double cosine = Math.cos(Math.PI * (row + .5) * k / n);
          product += cosine * series[row];
          square += cosine * cosine;
        }
        for (int row = 0; row < n; row++) {
          series[row] -= product / square * Math.cos(Math.PI * (row + .5) * k / n);
        }
      }
      for (int row = 0; row < n; row++) {
        values[row][region] = series[row];
      }
    }
    return values;
  }
}
