package dev.arcuate.plugin.bidsfmri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.arcuate.api.value.Recording;
import dev.arcuate.api.value.Table;
import dev.arcuate.plugin.bidsfmri.clean.CleanStep.Scaling;
import dev.arcuate.testkit.PlainLinearAlgebra;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real run of a person seeing pictures of six kinds in blocks. A general linear model elsewhere
 * found 6,795 voxels above a quarter of the largest mean, a largest t of 23.7 for pictures against
 * rest, and 468 voxels above 5; with the time between volumes that the converter guessed, 4.2.
 */
class StudyforrestTest {
  private static final Path SHARED =
      Path.of(System.getProperty("arcuate.shared", "shared/data"), "nifti/studyforrest");
  private static final List<String> KINDS =
      List.of("face", "scene", "body", "house", "object", "scramble");
  private static final int VOLUMES = 156;
  private static final int COLUMNS = 11;

  @TempDir Path folder;

  @Test
  void findsTheResponseToPictures() throws IOException {
    assumeTrue(Files.isDirectory(SHARED), "skipped: the studyforrest run is not on this machine");
    Path func = Files.createDirectories(folder.resolve("data/sub-02/func"));
    String stem = "sub-02_task-oneback_run-1_";
    for (String name :
        List.of("desc-2x2x2mean_bold.nii.gz", "desc-2x2x2mean_bold.json", "events.tsv")) {
      Files.copy(SHARED.resolve(stem + name), func.resolve(stem + name));
    }
    Recording recording = read();
    assertThat(recording.sampling().periodSeconds()).isEqualTo(2);
    assertThat(recording.sampling().runs().get(0).label()).isEqualTo("1");
    assertThat(recording.geometry().targets()).isEqualTo(6795);

    double[] t = contrast(recording, design(Table.read(func.resolve(stem + "events.tsv")), 2));
    // Pictures of 0.883 s fall on a grid of 0.1 s in more than one way.
    assertThat(largest(t)).isCloseTo(23.7, within(0.2));
    assertThat((double) above(t, 5)).isCloseTo(468, within(10.0));
    double[] wrong =
        contrast(recording, design(Table.read(func.resolve(stem + "events.tsv")), 1.79355));
    assertThat(largest(wrong)).isLessThan(6);
  }

  private Recording read() throws IOException {
    TestTask task = new TestTask(folder);
    new BidsFmriReader(new PlainLinearAlgebra())
        .read(
            Ask.of(folder.resolve("data"))
                .subject("02")
                .task("oneback")
                .clean(Ask.plain(128, Scaling.NONE))
                .settings(),
            task);
    assertThat(task.warnings()).isEmpty();
    return task.result("recording", Recording.class);
  }

  /** Six boxcars convolved with the double gamma on a grid of 0.1 s, a constant, four cosines. */
  private static double[] design(Table events, double period) {
    double[] design = new double[VOLUMES * COLUMNS];
    double[] response = new double[321];
    for (int i = 0; i < response.length; i++) {
      double t = i * 0.1;
      response[i] =
          Math.pow(t, 5) * Math.exp(-t) / 120
              - Math.pow(t, 15) * Math.exp(-t) / 1307674368000.0 / 6;
    }
    int steps = 5000;
    for (int kind = 0; kind < KINDS.size(); kind++) {
      double[] boxcar = new double[steps];
      for (int row = 0; row < events.rows(); row++) {
        if (events.text(row, "trial_type").equals(KINDS.get(kind))) {
          int from = (int) Math.round(events.number(row, "onset") * 10);
          int to =
              (int) Math.round((events.number(row, "onset") + events.number(row, "duration")) * 10);
          for (int i = from; i < to && i < steps; i++) {
            boxcar[i] = 1;
          }
        }
      }
      for (int t = 0; t < VOLUMES; t++) {
        int now = (int) Math.round(t * period * 10);
        for (int lag = 0; lag < response.length && lag <= now; lag++) {
          design[t * COLUMNS + kind] += response[lag] * boxcar[now - lag];
        }
      }
    }
    for (int t = 0; t < VOLUMES; t++) {
      for (int k = 0; k <= 4; k++) {
        design[t * COLUMNS + 6 + k] = Math.cos(Math.PI * (t + .5) * k / VOLUMES);
      }
    }
    return design;
  }

  /** t of the mean of the six against rest, for every voxel. */
  private static double[] contrast(Recording recording, double[] design) {
    double[] gram = new double[COLUMNS * COLUMNS];
    for (int t = 0; t < VOLUMES; t++) {
      for (int i = 0; i < COLUMNS; i++) {
        for (int j = 0; j < COLUMNS; j++) {
          gram[i * COLUMNS + j] += design[t * COLUMNS + i] * design[t * COLUMNS + j];
        }
      }
    }
    double[] contrast = new double[COLUMNS];
    for (int kind = 0; kind < KINDS.size(); kind++) {
      contrast[kind] = 1.0 / KINDS.size();
    }
    // Weights of the samples that give the contrast, so that the data need one product only.
    double[] solved =
        new PlainLinearAlgebra().solvePositiveDefinite(gram.clone(), COLUMNS, contrast.clone(), 1);
    double norm = 0;
    for (int i = 0; i < COLUMNS; i++) {
      norm += contrast[i] * solved[i];
    }
    int targets = recording.geometry().targets();
    double[] values = new double[targets];
    float[] data = recording.matrix().toArray();
    double[] cross = new double[COLUMNS * targets];
    double[] square = new double[targets];
    for (int t = 0; t < VOLUMES; t++) {
      for (int v = 0; v < targets; v++) {
        double y = data[t * targets + v];
        square[v] += y * y;
        for (int i = 0; i < COLUMNS; i++) {
          cross[i * targets + v] += design[t * COLUMNS + i] * y;
        }
      }
    }
    double[] beta =
        new PlainLinearAlgebra()
            .solvePositiveDefinite(gram.clone(), COLUMNS, cross.clone(), targets);
    for (int v = 0; v < targets; v++) {
      double effect = 0;
      double explained = 0;
      for (int i = 0; i < COLUMNS; i++) {
        effect += contrast[i] * beta[i * targets + v];
        explained += cross[i * targets + v] * beta[i * targets + v];
      }
      double variance = (square[v] - explained) / (VOLUMES - COLUMNS);
      values[v] = effect / Math.sqrt(variance * norm);
    }
    return values;
  }

  private static double largest(double[] values) {
    return java.util.Arrays.stream(values).max().orElseThrow();
  }

  private static long above(double[] values, double limit) {
    return java.util.Arrays.stream(values).filter(value -> value > limit).count();
  }
}
