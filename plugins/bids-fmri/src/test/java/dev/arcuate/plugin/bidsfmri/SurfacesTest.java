package dev.arcuate.plugin.bidsfmri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.api.value.Geometry;
import dev.arcuate.api.value.Json;
import dev.arcuate.api.value.Recording;
import dev.arcuate.plugin.bidsfmri.BidsFmriSettings.Hemisphere;
import dev.arcuate.plugin.bidsfmri.BidsFmriSettings.Parcels.As;
import dev.arcuate.plugin.bidsfmri.BidsFmriSettings.Source;
import dev.arcuate.plugin.bidsfmri.cifti.CiftiWriter;
import dev.arcuate.plugin.bidsfmri.gifti.GiftiWriter;
import dev.arcuate.plugin.bidsfmri.nifti.NiftiType;
import dev.arcuate.plugin.bidsfmri.nifti.NiftiWriter;
import dev.arcuate.testkit.PlainLinearAlgebra;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Series of surfaces, grayordinates and parcels, and what an atlas makes of them. */
class SurfacesTest {
  private static final String STEM = "sub-01/func/sub-01_task-story_";
  private static final int SAMPLES = 20;

  @TempDir Path folder;
  private TinyDataset data;

  @BeforeEach
  void write() throws IOException {
    data = new TinyDataset(folder.resolve("data"));
    data.text("task-story_bold.json", "{\"RepetitionTime\": 1.5}");
    for (String hemisphere : List.of("L", "R")) {
      Path file = data.root().resolve(STEM + "hemi-" + hemisphere + "_space-tiny_bold.func.gii");
      Files.createDirectories(file.getParent());
      int seed = hemisphere.equals("L") ? 1 : 2;
      GiftiWriter.writeSeries(
          file, seed == 1 ? "CortexLeft" : "CortexRight", samples(seed, seed == 1 ? 6 : 5), 1.5);
    }
  }

  /** Sample t of vertex v is the value of the tiny dataset. */
  private static List<float[]> samples(int seed, int vertices) {
    List<float[]> samples = new ArrayList<>();
    for (int t = 0; t < SAMPLES; t++) {
      float[] row = new float[vertices];
      for (int v = 0; v < vertices; v++) {
        row[v] = TinyDataset.value(seed, t, v);
      }
      samples.add(row);
    }
    return samples;
  }

  private Ask ask() {
    return Ask.of(data.root()).source(Source.SURFACES).clean(List.of());
  }

  private Recording read(Ask ask) throws IOException {
    TestTask task = new TestTask(folder.resolve("task"));
    new BidsFmriReader(new PlainLinearAlgebra()).read(ask.settings(), task);
    return task.result("recording", Recording.class);
  }

  private Problem problem(Ask ask) {
    List<Problem> problems = new ArrayList<>();
    assertThatThrownBy(() -> read(ask))
        .isInstanceOfSatisfying(ProblemException.class, e -> problems.addAll(e.problems()));
    assertThat(problems).hasSize(1);
    return problems.get(0);
  }

  @Test
  void readsBothHemispheres() throws IOException {
    Recording recording = read(ask());
    assertThat(recording.sampling().periodSeconds()).isEqualTo(1.5);
    assertThat(recording.geometry())
        .isEqualTo(
            new Geometry.Grayordinates(
                List.of(
                    new Geometry.Surface("L", "tiny", 6, IntStream.range(0, 6).toArray()),
                    new Geometry.Surface("R", "tiny", 5, IntStream.range(0, 5).toArray()))));
    assertThat(recording.geometry().targetName(7)).isEqualTo("R 1");
    for (int t = 0; t < SAMPLES; t++) {
      assertThat(recording.matrix().at(t, 2)).isEqualTo(TinyDataset.value(1, t, 2));
      assertThat(recording.matrix().at(t, 8)).isEqualTo(TinyDataset.value(2, t, 2));
    }
  }

  @Test
  void readsOneHemisphere() throws IOException {
    assertThat(read(ask().hemisphere(Hemisphere.RIGHT)).geometry())
        .isEqualTo(new Geometry.Surface("R", "tiny", 5, IntStream.range(0, 5).toArray()));
    Files.delete(data.root().resolve(STEM + "hemi-R_space-tiny_bold.func.gii"));
    assertThat(problem(ask()).code()).isEqualTo("BIDS_FMRI_HEMISPHERE_MISSING");
    assertThat(read(ask().hemisphere(Hemisphere.LEFT)).geometry().targets()).isEqualTo(6);
  }

  @Test
  void readsWhatAfniCleaned() throws IOException {
    Path other = folder.resolve("afni");
    TinyDataset afni = new TinyDataset(other);
    Path func = Files.createDirectories(other.resolve("sub-01/func"));
    for (String hemisphere : List.of("L", "R")) {
      Files.copy(
          data.root().resolve(STEM + "hemi-" + hemisphere + "_space-tiny_bold.func.gii"),
          func.resolve(
              "sub-01_task-story_space-fsaverage6_hemi-" + hemisphere + "_desc-clean.func.gii"));
    }
    Ask ask = Ask.of(afni.root()).source(Source.SURFACES).clean(List.of());
    Recording recording = read(ask.with("desc", "clean"));
    assertThat(recording.geometry().targets()).isEqualTo(11);
    // No side file tells it; the header says 1500 ms.
    assertThat(recording.sampling().periodSeconds()).isEqualTo(1.5);
    assertThat(read(ask.repetitionTime(2)).sampling().periodSeconds()).isEqualTo(2);
  }

  @Test
  void dividesSurfacesByAnnotation() throws IOException {
    Path left = annotation("lh.tiny.annot", new int[] {0, 1, 1, 2, 2, 1});
    Path right = annotation("rh.tiny.annot", new int[] {2, 2, 0, 0, 1});
    Recording means = read(ask().parcels(As.MEANS, List.of(left, right)));
    assertThat(means.geometry())
        .isEqualTo(new Geometry.Regions(List.of("L STG", "L IFG", "R STG", "R IFG")));
    for (int t = 0; t < SAMPLES; t++) {
      float expected =
          (TinyDataset.value(1, t, 1) + TinyDataset.value(1, t, 2) + TinyDataset.value(1, t, 5))
              / 3;
      assertThat(means.matrix().at(t, 0)).isCloseTo(expected, within(1e-6f));
      assertThat(means.matrix().at(t, 2)).isEqualTo(TinyDataset.value(2, t, 4));
    }
    Recording inside = read(ask().parcels(As.TARGETS, List.of(left, right), "R IFG"));
    Geometry.Grayordinates kept = (Geometry.Grayordinates) inside.geometry();
    assertThat(kept.structures()).containsExactly("CORTEX_RIGHT");
    assertThat(((Geometry.Surface) kept.parts().get(0)).kept()).containsExactly(0, 1);
    assertThat(inside.geometry().area(1)).contains("R IFG");
    assertThat(inside.matrix().at(3, 1)).isEqualTo(TinyDataset.value(2, 3, 1));
    Problem unknown = problem(ask().parcels(As.MEANS, List.of(left, right), "R IFC"));
    assertThat(unknown.code()).isEqualTo("BIDS_FMRI_AREA_UNKNOWN");
    assertThat(unknown.hint()).contains("did you mean 'R IFG'?");
    assertThat(problem(ask().parcels(As.MEANS, List.of(right, left))).message())
        .isEqualTo("the atlas rh.tiny.annot has 5 vertices, the data 6");
  }

  private Path annotation(String name, int[] areas) throws IOException {
    List<String> names = List.of("Unknown", "STG", "IFG");
    ByteBuffer out = ByteBuffer.allocate(2000);
    out.putInt(areas.length);
    for (int vertex = 0; vertex < areas.length; vertex++) {
      out.putInt(vertex).putInt(10 + areas[vertex] + (20 << 8) + (30 << 16));
    }
    out.putInt(1).putInt(-2).putInt(names.size()).putInt(2).put(new byte[] {'x', 0});
    out.putInt(names.size());
    for (int area = 0; area < names.size(); area++) {
      byte[] text = (names.get(area) + "\0").getBytes(java.nio.charset.StandardCharsets.UTF_8);
      out.putInt(area).putInt(text.length).put(text);
      out.putInt(10 + area).putInt(20).putInt(30).putInt(0);
    }
    byte[] bytes = java.util.Arrays.copyOf(out.array(), out.position());
    return Files.write(folder.resolve(name), bytes);
  }

  @Test
  void readsGrayordinates() throws IOException {
    Geometry.Grayordinates geometry = grayordinates();
    Path file = data.root().resolve(STEM + "space-fsLR_den-91k_bold.dtseries.nii");
    CiftiWriter.writeSeries(file, geometry, samples(5, 6), 1.5);
    Recording recording = read(ask().source(Source.CIFTI));
    assertThat(recording.geometry()).isEqualTo(geometry);
    assertThat(recording.sampling().periodSeconds()).isEqualTo(1.5);
    for (int target = 0; target < 6; target++) {
      assertThat(recording.matrix().at(7, target)).isEqualTo(TinyDataset.value(5, 7, target));
    }
    CiftiWriter.write(file, geometry, java.util.Map.of("r", new float[6]));
    assertThat(problem(ask().source(Source.CIFTI)).code()).isEqualTo("BIDS_FMRI_NO_SERIES");
  }

  private static Geometry.Grayordinates grayordinates() {
    double[] affine = {-2, 0, 0, 90, 0, 2, 0, -126, 0, 0, 2, -72, 0, 0, 0, 1};
    return new Geometry.Grayordinates(
        List.of(
            new Geometry.Surface("L", "fsLR", 10, new int[] {1, 4}),
            new Geometry.Surface("R", "fsLR", 10, new int[] {0}),
            new Geometry.Volume(new int[] {4, 5, 6}, affine, "fsLR", new int[] {40, 41, 7})),
        List.of("CORTEX_LEFT", "CORTEX_RIGHT", "THALAMUS_LEFT"));
  }

  @Test
  void readsArrays() throws IOException {
    dev.arcuate.api.array.Npy.write(
        data.root().resolve(STEM + "atlas-x_timeseries.npy"), new float[] {1, 2, 3, 4, 5, 6}, 3, 2);
    data.text("task-story_timeseries.json", "{\"RepetitionTime\": 2, \"Columns\": [\"A\", \"B\"]}");
    Recording recording = read(ask().source(Source.REGIONS));
    assertThat(recording.geometry()).isEqualTo(new Geometry.Regions(List.of("A", "B")));
    assertThat(recording.matrix().toArray()).containsExactly(1, 2, 3, 4, 5, 6);
    data.text("task-story_timeseries.json", "{\"RepetitionTime\": 2, \"Columns\": [\"A\"]}");
    assertThat(problem(ask().source(Source.REGIONS)).code()).isEqualTo("BIDS_FMRI_COLUMNS");
  }

  @Test
  void dividesVolumesByALabelImage() throws IOException {
    data.images(STEM + "bold.nii.gz", SAMPLES, 1.5, 1);
    Path mask = data.mask("mask.nii", 0, 1, 2, 3, 4, 5);
    float[] labels = new float[24];
    labels[1] = 7;
    labels[2] = 7;
    labels[4] = 9;
    labels[20] = 11;
    Path atlas = labels(labels);
    Ask volumes = ask().source(Source.VOLUMES).mask(mask);
    Recording means = read(volumes.parcels(As.MEANS, List.of(atlas)));
    assertThat(means.geometry()).isEqualTo(new Geometry.Regions(List.of("7", "9")));
    assertThat(means.matrix().at(2, 0))
        .isCloseTo(
            (300 + TinyDataset.value(1, 2, 1) + TinyDataset.value(1, 2, 2)) / 2, within(1e-4f));
    data.text("atlas.tsv", "index\tname\n7\tAngularGyrus\n9\tUnknown\n");
    Recording inside = read(volumes.parcels(As.TARGETS, List.of(atlas)));
    assertThat(((Geometry.Volume) inside.geometry()).voxels()).containsExactly(1, 2);
    assertThat(inside.geometry().area(0)).contains("AngularGyrus");
    assertThat(inside.matrix().at(2, 1)).isEqualTo(200 + TinyDataset.value(1, 2, 2));
    assertThat(
            new BidsFmriReader(new PlainLinearAlgebra())
                .reads(volumes.parcels(As.TARGETS, List.of(atlas)).settings()))
        .extracting(InputPath::logical)
        .contains("atlas.nii", "atlas.tsv");
    labels[3] = .5f;
    labels(labels);
    assertThat(problem(volumes.parcels(As.MEANS, List.of(atlas))).message()).contains("0.5");
  }

  private Path labels(float[] labels) throws IOException {
    Path atlas = data.root().resolve("atlas.nii");
    NiftiWriter.Image image =
        new NiftiWriter.Image(
            TinyDataset.SHAPE, 1, TinyDataset.AFFINE, 1, 0, NiftiType.FLOAT32, "atlas");
    try (NiftiWriter writer = NiftiWriter.create(atlas, image)) {
      writer.append(labels);
    }
    return atlas;
  }

  /** Against nilearn: see bench/oracles/surfaces.py. */
  @Test
  void samplesVolumesAsNilearnDoes() throws Exception {
    Path resources = Path.of(getClass().getResource("/surfaces/sampled.json").toURI()).getParent();
    Path func = data.root().resolve("sub-02/func");
    Files.createDirectories(func);
    Files.copy(resources.resolve("sampled.nii.gz"), func.resolve("sub-02_task-story_bold.nii.gz"));
    List<Path> mesh = List.of(resources.resolve("sphere_midthickness.surf.gii"));
    Json.Node sampled = Json.read(resources.resolve("sampled.json"));
    Ask volumes = ask().source(Source.VOLUMES).subject("02");
    compare(sampled, "default", read(volumes.toSurface(mesh, 3, 10, 1)), 1);
    compare(sampled, "short", read(volumes.toSurface(mesh, 1.5, 4, 1)), 1);
    compare(sampled, "short", read(volumes.toSurface(mesh, 1.5, 4, 5)), 5);
    Path mask = resources.resolve("sampled_mask.nii.gz");
    compare(sampled, "masked", read(volumes.mask(mask).toSurface(mesh, 3, 10, 1)), 1);
  }

  private static void compare(Json.Node sampled, String name, Recording recording, int every) {
    List<?> rows = (List<?>) sampled.fields().get(name);
    int compared = 0;
    for (int t = 0; t < 3; t++) {
      List<?> row = (List<?>) rows.get(t);
      for (int target = 0; target < recording.geometry().targets(); target++) {
        Object expected = row.get(target * every);
        float value = recording.matrix().at(t, target);
        if (expected == null) {
          assertThat(value).isNaN();
        } else {
          assertThat((double) value).isCloseTo(((Number) expected).doubleValue(), within(1e-6));
          compared++;
        }
      }
    }
    assertThat(compared).isGreaterThan(every == 1 ? 20 : 5);
  }
}
