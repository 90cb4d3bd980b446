package dev.arcuate.plugin.bidsfmri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.ProblemException;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.value.Recording;
import dev.arcuate.plugin.bidsfmri.clean.CleanStep.Scaling;
import dev.arcuate.testkit.PlainLinearAlgebra;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the tables of tedana and the images of ICA-AROMA are looked for. */
class ComponentsOfNoiseTest {
  private static final String STEM = "sub-01/func/sub-01_task-story_";

  @TempDir Path folder;
  private TinyDataset data;

  @BeforeEach
  void write() throws IOException {
    data = new TinyDataset(folder.resolve("data"));
    data.text("task-story_bold.json", "{\"RepetitionTime\": 2}");
  }

  private Recording read(Ask ask) throws IOException {
    TestTask task = new TestTask(folder.resolve("task"));
    new BidsFmriReader(new PlainLinearAlgebra()).read(ask.settings(), task);
    return task.result("recording", Recording.class);
  }

  @Test
  void tedanaLiesBesideTheImage() throws IOException {
    data.images(STEM + "desc-optcom_bold.nii.gz", 20, 2, 1);
    StringBuilder mixing = new StringBuilder("ICA_00\tICA_01\n");
    StringBuilder motion = new StringBuilder("trans_x\n");
    for (int t = 0; t < 20; t++) {
      mixing.append(TinyDataset.value(1, t, 10) + "\t" + t % 3 + "\n");
      motion.append(t * t).append('\n');
    }
    data.text(STEM + "desc-ICA_mixing.tsv", mixing.toString());
    Ask ask = Ask.of(data.root()).clean(0, 0, Scaling.NONE, "tedana");
    assertThatThrownBy(() -> read(ask))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("metrics");
    data.text(
        STEM + "desc-tedana_metrics.tsv",
        "Component\tclassification\nICA_00\trejected\nICA_01\taccepted\n");
    // Voxel 10 is what the rejected component says, so nothing is left of it.
    Recording recording = read(ask);
    int three = java.util.Arrays.binarySearch(voxels(recording), 10);
    int column = java.util.Arrays.binarySearch(voxels(recording), 12);
    assertThat(three).isNotNegative();
    for (float value : recording.matrix().column(three)) {
      assertThat((double) value).isCloseTo(0, within(1e-3));
    }
    assertThat(recording.matrix().column(column)).doesNotContain(Float.NaN);
    assertThat(new BidsFmriReader(new PlainLinearAlgebra()).reads(ask.settings()))
        .extracting(InputPath::logical)
        .contains(
            "data/" + STEM + "desc-ICA_mixing.tsv", "data/" + STEM + "desc-tedana_metrics.tsv");
    data.text(STEM + "desc-confounds_timeseries.tsv", motion.toString());
    Recording both = read(Ask.of(data.root()).clean(0, 0, Scaling.NONE, "tedana", "trans_x"));
    double product = 0;
    for (int t = 0; t < 20; t++) {
      product += t * t * both.matrix().at(t, column);
    }
    assertThat(product).isCloseTo(0, within(0.01));
  }

  private static int[] voxels(Recording recording) {
    return ((dev.arcuate.api.value.Geometry.Volume) recording.geometry()).voxels();
  }

  @Test
  void aromaHasCleanedItsOwnImages() throws IOException {
    data.images(STEM + "desc-preproc_bold.nii.gz", 20, 2, 1);
    data.images(STEM + "desc-smoothAROMAnonaggr_bold.nii.gz", 20, 2, 1);
    Ask ask = Ask.of(data.root()).clean(0, 0, Scaling.NONE, "ica-aroma-full");
    assertThat(read(ask.with("desc", "smoothAROMAnonaggr")).sampling().samples()).isEqualTo(20);
    assertThatThrownBy(() -> read(ask.with("desc", "preproc")))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problems().get(0).code()).isEqualTo("BIDS_FMRI_AROMA");
              assertThat(e.problems().get(0).message())
                  .contains("desc-preproc_bold.nii.gz is none");
            });
  }
}
