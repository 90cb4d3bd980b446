package dev.arcuate.plugin.bidsfmri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.value.Geometry;
import dev.arcuate.api.value.Recording;
import dev.arcuate.plugin.bidsfmri.clean.CleanStep;
import dev.arcuate.plugin.bidsfmri.clean.CleanStep.Scaling;
import dev.arcuate.testkit.PlainLinearAlgebra;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real recordings of 27 people hearing one story, with figures computed by other tools. */
class AliceTest {
  private static final Path ALICE =
      Path.of(System.getProperty("arcuate.shared", "shared/data"), "alice-bids");

  @TempDir Path folder;

  @BeforeEach
  void needsTheRecording() {
    assumeTrue(Files.isDirectory(ALICE), "skipped: the Alice recording is not on this machine");
  }

  private static BidsFmriSettings settings(String subject, List<CleanStep> clean) {
    return Ask.of(ALICE)
        .named("alice-bids")
        .subject(subject)
        .task("alice")
        .regions()
        .with("atlas", "alice6")
        .clean(clean)
        .settings();
  }

  private Recording read(BidsFmriSettings settings) throws IOException {
    TestTask task = new TestTask(folder.resolve(settings.subject()));
    new BidsFmriReader(new PlainLinearAlgebra()).read(settings, task);
    assertThat(task.warnings()).isEmpty();
    return task.result("recording", Recording.class);
  }

  /** Each person with the mean of the 26 others, averaged over people. */
  private double[] interSubjectCorrelation(List<CleanStep> clean) throws IOException {
    List<String> subjects;
    try (Stream<Path> folders = Files.list(ALICE)) {
      subjects =
          folders
              .map(path -> path.getFileName().toString())
              .filter(name -> name.startsWith("sub-"))
              .map(name -> name.substring(4))
              .sorted()
              .toList();
    }
    assertThat(subjects).hasSize(27);
    List<float[]> all = new ArrayList<>();
    for (String subject : subjects) {
      Recording recording = read(settings(subject, clean));
      assertThat(recording.sampling().periodSeconds()).isEqualTo(2);
      assertThat(recording.sampling().samples()).isEqualTo(362);
      assertThat(recording.geometry())
          .isEqualTo(
              new Geometry.Regions(List.of("LATL", "RATL", "LPTL", "LIPL", "LPreM", "LIFG")));
      all.add(recording.matrix().toArray());
    }
    double[] sum = new double[362 * 6];
    all.forEach(
        one -> {
          for (int i = 0; i < sum.length; i++) {
            sum[i] += one[i];
          }
        });
    double[] mean = new double[6];
    for (float[] one : all) {
      for (int region = 0; region < 6; region++) {
        mean[region] += correlation(one, sum, region) / all.size();
      }
    }
    return mean;
  }

  private static double correlation(float[] one, double[] sum, int region) {
    double x = 0;
    double y = 0;
    double xx = 0;
    double yy = 0;
    double xy = 0;
    for (int t = 0; t < 362; t++) {
      double a = one[6 * t + region];
      double b = sum[6 * t + region] - a;
      x += a;
      y += b;
      xx += a * a;
      yy += b * b;
      xy += a * b;
    }
    return (xy - x * y / 362) / Math.sqrt((xx - x * x / 362) * (yy - y * y / 362));
  }

  @Test
  void peopleAgreeAfterDriftRemoval() throws IOException {
    double[] found = interSubjectCorrelation(Ask.plain(128, Scaling.Z_SCORE));
    double[] expected = {.253, .202, .381, .233, .216, .180};
    for (int region = 0; region < 6; region++) {
      assertThat(found[region]).isCloseTo(expected[region], within(5e-4));
    }
  }

  @Test
  void peopleAgreeWithoutDriftRemoval() throws IOException {
    double[] found = interSubjectCorrelation(Ask.plain(0, Scaling.Z_SCORE));
    double[] expected = {.281, .137, .385, .268, .186, .120};
    for (int region = 0; region < 6; region++) {
      assertThat(found[region]).isCloseTo(expected[region], within(5e-4));
    }
  }

  /** The published tables' motion explains 33.0 % of the variance, on average. */
  @Test
  void motionExplainsAThirdOfTheVariance() throws IOException {
    double explained = 0;
    List<String> subjects =
        List.of(
            "18", "22", "23", "24", "26", "28", "30", "31", "35", "36", "37", "38", "39", "40",
            "41", "42", "43", "44", "45", "46", "47", "48", "49", "50", "51", "52", "53");
    for (String subject : subjects) {
      float[] raw = read(settings(subject, plain(List.of()))).matrix().toArray();
      float[] clean = read(settings(subject, plain(List.of("motion-6")))).matrix().toArray();
      for (int region = 0; region < 6; region++) {
        double before = 0;
        double after = 0;
        for (int t = 0; t < 362; t++) {
          before += raw[6 * t + region] * (double) raw[6 * t + region];
          after += clean[6 * t + region] * (double) clean[6 * t + region];
        }
        explained += (1 - after / before) / 6 / subjects.size();
      }
    }
    assertThat(explained).isCloseTo(.330, within(5e-4));
  }

  private static List<CleanStep> plain(List<String> confounds) {
    return Ask.plain(0, Scaling.NONE, confounds.toArray(String[]::new));
  }

  @Test
  void readsOnlyTheFilesOfTheSubject() {
    List<String> names =
        new BidsFmriReader(new PlainLinearAlgebra())
            .reads(settings("sub-18", plain(List.of("motion-6")))).stream()
                .map(InputPath::logical)
                .toList();
    assertThat(names)
        .containsExactly(
            "alice-bids/sub-18/func/sub-18_task-alice_atlas-alice6_desc-10mm_timeseries.tsv",
            "alice-bids/task-alice_atlas-alice6_desc-10mm_timeseries.json",
            "alice-bids/sub-18/func/sub-18_task-alice_desc-confounds_timeseries.tsv",
            "alice-bids/task-alice_desc-confounds_timeseries.json");
  }
}
