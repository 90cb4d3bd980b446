package dev.arcuate.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of file that fMRI comes in, from a dataset to maps. */
class FmriTest {
  private static final Path WORKFLOWS = Command.distribution().resolve("workflows/fmri");

  @TempDir static Path folder;

  @BeforeAll
  static void simulate() throws Exception {
    Command.Ended run =
        new Command(folder)
            .within(Duration.ofMinutes(5))
            .run(
                "run",
                WORKFLOWS.resolve("simulate.yaml").toString(),
                "--out",
                folder.resolve("datasets").toString());
    assertThat(run.status()).as(run.all()).isZero();
  }

  private static Path run(String workflow, String format) throws Exception {
    return run(workflow, folder.resolve("datasets/simulate/format-" + format), workflow);
  }

  private static Path run(String workflow, Path dataset, String out, String... more)
      throws Exception {
    String[] command =
        Stream.concat(
                Stream.of(
                    "run",
                    WORKFLOWS.resolve(workflow + ".yaml").toString(),
                    "--set",
                    "dataset=" + dataset,
                    "--out",
                    folder.resolve(out).toString()),
                Stream.of(more))
            .toArray(String[]::new);
    Command.Ended run = new Command(folder).within(Duration.ofMinutes(5)).run(command);
    assertThat(run.status()).as(run.all()).isZero();
    return folder.resolve(out);
  }

  /** Targets in order of their mean correlation. */
  private static List<String> best(Path results) throws IOException {
    List<String> lines = Files.readAllLines(results.resolve("group/scores.tsv"));
    int mean = List.of(lines.get(0).split("\t", -1)).indexOf("mean");
    return lines.stream()
        .skip(1)
        .map(line -> line.split("\t", -1))
        .filter(cells -> !cells[mean].equals("n/a"))
        .sorted((a, b) -> Double.compare(Double.parseDouble(b[mean]), Double.parseDouble(a[mean])))
        .map(cells -> cells[0])
        .toList();
  }

  @Test
  void volumes() throws Exception {
    Path results = run("volume", "volumes");
    // The rate of words drives voxels around 48 -16 8 mm, right of the middle (i above 6).
    assertThat(best(results).get(0)).matches("\\((8|9|10), [4-7], [3-7]\\)");
    assertThat(map(results, "sub-01_desc-encode_stat-r_statmap.nii.gz", "native")).isNotEmptyFile();
  }

  @Test
  void surfaces() throws Exception {
    Path results = run("surface", "surfaces");
    assertThat(best(results).get(0)).startsWith("R ");
    assertThat(map(results, "sub-01_hemi-L_desc-encode_stat-r_statmap.shape.gii", "simulated"))
        .isNotEmptyFile();
    assertThat(map(results, "sub-01_hemi-R_desc-encode_stat-r_statmap.shape.gii", "simulated"))
        .isNotEmptyFile();
  }

  @Test
  void grayordinates() throws Exception {
    Path results = run("cifti", "cifti");
    assertThat(best(results).get(0)).startsWith("R ");
    assertThat(map(results, "sub-01_desc-encode_stat-r_statmap.dscalar.nii", "fsLR"))
        .isNotEmptyFile();
  }

  @Test
  void regions() throws Exception {
    Path results = run("regions", "regions");
    assertThat(best(results).get(0)).isEqualTo("WordRate");
    assertThat(results.resolve("report.html")).isNotEmptyFile();
  }

  /** Real listeners' regions with the same file as the simulated ones. */
  @Test
  void regionsOfRealListeners() throws Exception {
    Path alice = Path.of(System.getProperty("arcuate.shared"), "alice-bids").toAbsolutePath();
    assumeTrue(Files.isDirectory(alice), "skipped: no recordings at " + alice);
    run(
        "regions",
        alice.normalize(),
        "alice",
        "--set",
        "task=alice",
        "--set",
        "atlas=alice6",
        "--set",
        "subjects=[18, 22, 23, 24]",
        "--set",
        "events=task-alice_events.tsv");
    assertThat(best(folder.resolve("alice"))).hasSize(6);
  }

  private static Path map(Path results, String name, String space) {
    Path folder = results.resolve("sub-01/func");
    return folder.resolve(name.replace("_desc-", "_space-" + space + "_desc-"));
  }
}
