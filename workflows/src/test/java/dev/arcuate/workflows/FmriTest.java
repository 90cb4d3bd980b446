package dev.arcuate.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
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

  private static Path shared(String name) {
    Path place = Path.of(System.getProperty("arcuate.shared"), name).toAbsolutePath().normalize();
    assumeTrue(Files.exists(place), "skipped: no real files at " + place);
    return place;
  }

  /** A dataset of three people and the words that they hear. */
  private static Path dataset(String name, String words) throws IOException {
    Path dataset = Files.createDirectories(folder.resolve(name));
    Files.writeString(dataset.resolve("task-story_bold.json"), "{\"RepetitionTime\": 2}");
    Files.writeString(dataset.resolve("words.tsv"), "onset\tduration\tword\n" + words);
    for (String person : List.of("01", "02", "03")) {
      Files.createDirectories(dataset.resolve("sub-" + person + "/func"));
    }
    return dataset;
  }

  private static String words(int seconds) {
    Random random = new Random(seconds);
    StringBuilder words = new StringBuilder();
    for (double onset = 0; onset < seconds; onset += 0.1 + 2 * random.nextDouble()) {
      String word = "w".repeat(1 + random.nextInt(9));
      words.append(String.format(Locale.ROOT, "%.2f\t0.1\t%s%n", onset, word));
    }
    return words.toString();
  }

  /** A real run (studyforrest), sampled at a real surface (fsaverage5) that the report draws. */
  @Test
  void realVolumesOnARealSurface() throws Exception {
    Path run = shared("nifti/studyforrest");
    Path meshes = shared("fsaverage5");
    Path dataset = dataset("forrest", words(312));
    for (String person : List.of("01", "02", "03")) {
      Files.copy(
          run.resolve("sub-02_task-oneback_run-1_desc-2x2x2mean_bold.nii.gz"),
          dataset.resolve("sub-" + person + "/func/sub-" + person + "_task-story_bold.nii.gz"));
    }
    Path results =
        run(
            "volume-on-surface",
            dataset,
            "on-surface",
            "--set",
            "events=words.tsv",
            "--set",
            "left=" + meshes.resolve("pial_left.gii.gz"),
            "--set",
            "right=" + meshes.resolve("pial_right.gii.gz"),
            "--set",
            "inflated-left=" + meshes.resolve("infl_left.gii.gz"),
            "--set",
            "inflated-right=" + meshes.resolve("infl_right.gii.gz"),
            "--set",
            "surface=fsaverage5",
            "--set",
            "every=10");
    String report = Files.readString(results.resolve("report.html"));
    assertThat(report).contains("Where on the cortex", "right, medial");
    assertThat(report.split("data:image/png", -1)).hasSizeGreaterThanOrEqualTo(5);
    Path map = map(results, "sub-01_hemi-R_desc-encode_stat-r_statmap.shape.gii", "fsaverage5");
    assertThat(Files.readString(map)).contains("Dim0=\"10242\"");
  }

  /** The series of a real GIFTI file, which is short and so repeated. */
  @Test
  void realSurfaces() throws Exception {
    String file = Files.readString(shared("nifti/gifti/task.func.gii"));
    int from = file.indexOf("<DataArray");
    int until = file.lastIndexOf("</GIFTI>");
    List<String> samples = List.of(file.substring(from, until).split("(?=<DataArray )"));
    assertThat(samples).hasSize(10);
    Path dataset = dataset("gifti-data", words(120));
    for (int person = 1; person <= 3; person++) {
      StringBuilder series = new StringBuilder();
      for (int t = 0; t < 60; t++) {
        series.append(samples.get(person * t % 10));
      }
      String head = file.substring(0, from).replace("Arrays=\"10\"", "Arrays=\"60\"");
      String stem = "sub-0" + person + "/func/sub-0" + person;
      Files.writeString(
          dataset.resolve(stem + "_task-story_hemi-L_space-fsaverage3_bold.func.gii"),
          head + series + "</GIFTI>\n");
    }
    Path results =
        run(
            "surface",
            dataset,
            "real-surface",
            "--set",
            "events=words.tsv",
            "--set",
            "space=fsaverage3",
            "--set",
            "hemisphere=left");
    // 40 of the 642 vertices are 0 throughout, and are not scored.
    assertThat(best(results)).hasSize(602);
    Path map = map(results, "sub-03_hemi-L_desc-encode_stat-r_statmap.shape.gii", "fsaverage3");
    assertThat(Files.readString(map)).contains("Dim0=\"642\"");
  }

  /** The grayordinates of a real CIFTI file, whose two samples are made to be sixty. */
  @Test
  void realGrayordinates() throws Exception {
    Path real = shared("nifti/cifti2/Conte69.MyelinAndCorrThickness.32k_fs_LR.dtseries.nii");
    Path dataset = dataset("cifti-data", words(120));
    for (int person = 1; person <= 3; person++) {
      String stem = "sub-0" + person + "/func/sub-0" + person;
      Files.write(
          dataset.resolve(stem + "_task-story_space-fsLR_den-32k_bold.dtseries.nii"),
          longer(Files.readAllBytes(real), 60, person));
    }
    Path results = run("cifti", dataset, "real-cifti", "--set", "events=words.tsv");
    assertThat(best(results)).hasSize(60951);
    Path map = map(results, "sub-02_desc-encode_stat-r_statmap.dscalar.nii", "fsLR");
    assertThat(Files.size(map)).isGreaterThan(4 * 60951);
  }

  private static byte[] longer(byte[] file, int samples, int seed) {
    ByteBuffer old = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int offset = (int) old.getLong(168);
    int grayordinates = (int) old.getLong(64);
    assertThat(old.getLong(56)).isEqualTo(2);
    String xml = new String(file, 552, old.getInt(544) - 8, StandardCharsets.ISO_8859_1);
    String changed = xml.replace("SeriesPoints=\"2\"", "SeriesPoints=\"" + samples + "\"");
    assertThat(changed).isNotEqualTo(xml);
    byte[] text = changed.getBytes(StandardCharsets.ISO_8859_1);
    int start = (552 + text.length + 15) / 16 * 16;
    ByteBuffer made =
        ByteBuffer.allocate(start + 4 * samples * grayordinates).order(ByteOrder.LITTLE_ENDIAN);
    made.put(file, 0, 544).putInt(start - 544).putInt(32).put(text).position(start);
    made.putLong(56, samples).putLong(168, start);
    Random random = new Random(seed);
    for (int g = 0; g < grayordinates; g++) {
      float mean = old.getFloat(offset + 8 * g);
      for (int t = 0; t < samples; t++) {
        made.putFloat(mean + (float) random.nextGaussian());
      }
    }
    return made.array();
  }

  private static Path map(Path results, String name, String space) {
    Path folder = results.resolve(name.substring(0, "sub-01".length())).resolve("func");
    return folder.resolve(name.replace("_desc-", "_space-" + space + "_desc-"));
  }
}
