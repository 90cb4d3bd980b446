package dev.arcuate.plugin.bidsfmri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arcuate.api.ProblemException;
import dev.arcuate.api.value.Geometry;
import dev.arcuate.api.value.Recording;
import dev.arcuate.plugin.bidsfmri.BidsFmriSettings.Source;
import dev.arcuate.plugin.bidsfmri.cifti.CiftiWriter;
import dev.arcuate.testkit.PlainLinearAlgebra;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder as XCP-D leaves it: several atlases, measures and versions of one run. */
class XcpdTest {
  private static final String STEM = "sub-01/func/sub-01_task-story_";
  private static final String MNI = STEM + "space-MNI152NLin2009cAsym_";

  @TempDir Path folder;
  private TinyDataset data;

  @BeforeEach
  void write() throws IOException {
    data = new TinyDataset(folder.resolve("data"));
    data.text(
        "dataset_description.json",
        "{\"Name\": \"XCP-D\", \"DatasetType\": \"derivative\", \"BIDSVersion\": \"1.9.0\"}");
    String parcels = "LH_Vis_1\tRH_Vis_1\n1\t2\n3\t5\n2\t7\n";
    for (String atlas : List.of("4S156Parcels", "Glasser")) {
      String stem = MNI + "seg-" + atlas + "_stat-";
      data.text(stem + "mean_timeseries.tsv", parcels);
      data.text(stem + "mean_timeseries.json", "{\"SamplingFrequency\": 0.5}");
      data.text(stem + "coverage_bold.tsv", "Node\tcoverage\nLH_Vis_1\t1\n");
      data.text(stem + "pearsoncorrelation_relmat.tsv", "Node\tLH_Vis_1\n");
    }
    data.text(STEM + "motion.tsv", "framewise_displacement\n0\n0\n0\n");
    data.text(STEM + "outliers.tsv", "framewise_displacement\n0\n0\n0\n");
    for (String desc : List.of("denoised", "denoisedSmoothed")) {
      data.images(MNI + "desc-" + desc + "_bold.nii.gz", 3, 2, 1);
      data.text(MNI + "desc-" + desc + "_bold.json", "{\"RepetitionTime\": 2}");
    }
    Geometry.Surface left = new Geometry.Surface("L", "fsLR", 4, new int[] {0, 2, 3});
    List<float[]> samples = new ArrayList<>();
    for (int t = 0; t < 3; t++) {
      samples.add(new float[] {t, t * t, 1 - t});
    }
    CiftiWriter.writeSeries(
        data.root().resolve(STEM + "space-fsLR_den-91k_desc-denoised_bold.dtseries.nii"),
        new Geometry.Grayordinates(List.of(left), List.of("CORTEX_LEFT")),
        samples,
        2);
  }

  private Recording read(Ask ask) throws IOException {
    TestTask task = new TestTask(folder.resolve("task"));
    new BidsFmriReader(new PlainLinearAlgebra()).read(ask.settings(), task);
    return task.result("recording", Recording.class);
  }

  private Ask ask(Source source) {
    return Ask.of(data.root()).source(source).clean(List.of());
  }

  @Test
  void seriesOfOneAtlas() throws IOException {
    Ask regions = ask(Source.REGIONS).with("atlas", "4S156Parcels");
    Recording recording = read(regions);
    assertThat(recording.geometry())
        .isEqualTo(new Geometry.Regions(List.of("LH_Vis_1", "RH_Vis_1")));
    assertThat(recording.sampling().periodSeconds()).isEqualTo(2);
    assertThat(recording.matrix().toArray()).containsExactly(1, 2, 3, 5, 2, 7);
    assertThatThrownBy(() -> read(ask(Source.REGIONS)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("seg-4S156Parcels_stat-mean_timeseries.tsv")
        .hasMessageContaining("seg-Glasser_stat-mean_timeseries.tsv");
  }

  @Test
  void imagesOfOneVersion() throws IOException {
    Recording recording = read(ask(Source.VOLUMES).with("desc", "denoised"));
    assertThat(recording.sampling().samples()).isEqualTo(3);
    assertThatThrownBy(() -> read(ask(Source.VOLUMES)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("desc-denoised_bold.nii.gz")
        .hasMessageContaining("desc-denoisedSmoothed_bold.nii.gz");
  }

  @Test
  void grayordinates() throws IOException {
    Recording recording = read(ask(Source.CIFTI).with("desc", "denoised"));
    assertThat(recording.matrix().toArray()).containsExactly(0, 0, 1, 1, 1, 0, 2, 4, -1);
  }
}
