package dev.arcuate.plugin.bidsfmri.maps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.array.NpyWriter;
import dev.arcuate.api.value.Files;
import dev.arcuate.api.value.Geometry;
import dev.arcuate.api.value.Json;
import dev.arcuate.api.value.Scores;
import dev.arcuate.api.value.Table;
import dev.arcuate.plugin.bidsfmri.cifti.CiftiAxis;
import dev.arcuate.plugin.bidsfmri.cifti.CiftiReader;
import dev.arcuate.plugin.bidsfmri.gifti.GiftiArray;
import dev.arcuate.plugin.bidsfmri.gifti.GiftiReader;
import dev.arcuate.plugin.bidsfmri.nifti.NiftiReader;
import dev.arcuate.testkit.StepContract;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MapsStepTest extends StepContract<MapsSettings> {
  private static final double[] AFFINE = {3, 0, 0, -3, 0, 3, 0, -6, 0, 0, 4, 1, 0, 0, 0, 1};

  private static final Geometry VOLUME =
      new Geometry.Volume(new int[] {3, 4, 2}, AFFINE, "MNI152NLin2009cAsym", new int[] {2, 7, 23});

  @Override
  protected MapsStep component() {
    return new MapsStep();
  }

  @Override
  protected MapsSettings settings() {
    return new MapsSettings(List.of());
  }

  @Override
  protected TestTask task(Path place) throws IOException {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("subject", "01");
    labels.put("drift-period", "0.5");
    return new TestTask(place)
        .with("scores", "encode", labels, scores(place.resolve("a"), "01", VOLUME))
        .with("scores", "group", Map.of("layer", "3"), scores(place.resolve("b"), "group", VOLUME))
        .with(
            "scores",
            "regions",
            Map.of(),
            scores(
                place.resolve("c"), "group", new Geometry.Regions(List.of("LIFG", "LPTL", "x"))));
  }

  /** r: two folds over three targets, the last without a score; q: one row. */
  private static Scores scores(Path folder, String subject, Geometry geometry) throws IOException {
    java.nio.file.Files.createDirectories(folder);
    Scores scores =
        new Scores(folder, subject, List.of("r", "q"), Map.of("method", "ridge"), geometry);
    scores.write();
    try (NpyWriter writer = scores.mapWriter("r", 2)) {
      writer.append(new float[] {.25f, .5f, Float.NaN, .5f, -.25f, Float.NaN}, 0, 6);
    }
    scores.writeMap("q", new double[] {.01, .02, .03});
    return scores;
  }

  private Path run(TestTask task, MapsSettings settings) throws IOException {
    component().run(settings, task);
    return task.result("maps", Files.class).folder();
  }

  @Test
  void writesAnImagePerMap() throws IOException {
    Path maps = run(task(folder), settings());
    String name = "sub-01/func/sub-01_driftperiod-0p5_space-MNI152NLin2009cAsym_desc-encode_stat-r";
    try (NiftiReader reader = NiftiReader.open(maps.resolve(name + "_statmap.nii.gz"), name)) {
      assertThat(reader.header().shape()).containsExactly(3, 4, 2);
      assertThat(reader.header().affine()).containsExactly(AFFINE);
      float[] values = new float[24];
      reader.readVolume(values);
      assertThat(values[2]).isEqualTo(.375f);
      assertThat(values[7]).isEqualTo(.125f);
      assertThat(values[23]).isNaN();
      assertThat(values[0]).isNaN();
    }
    Json.Node json = Json.read(maps.resolve(name + "_statmap.json"));
    assertThat(json.integer("RowsAveraged")).isEqualTo(2);
    assertThat(json.object("Facts").text("method")).isEqualTo("ridge");
    assertThat(
            maps.resolve(
                "group/layer-3_space-MNI152NLin2009cAsym_desc-group_stat-q_statmap.nii.gz"))
        .exists();
  }

  @Test
  void writesATablePerSetOfRegions() throws IOException {
    Table table = Table.read(run(task(folder), settings()).resolve("group/desc-regions_stat.tsv"));
    assertThat(table.columns()).containsExactly("region", "r", "q");
    assertThat(table.cells().get(0)).containsExactly("LIFG", "0.375", "0.01");
    assertThat(table.cells().get(2)).containsExactly("x", "n/a", "0.03");
  }

  @Test
  void writesTheMapsAskedFor() throws IOException {
    Path maps = run(task(folder), new MapsSettings(List.of("q")));
    assertThat(Table.read(maps.resolve("group/desc-regions_stat.tsv")).columns())
        .containsExactly("region", "q");
    assertProblem("BIDS_FMRI_MAP_UNKNOWN", task(folder), new MapsSettings(List.of("z")));
  }

  @Test
  void writesAFilePerHemisphere() throws IOException {
    Geometry both =
        new Geometry.Grayordinates(
            List.of(
                new Geometry.Surface("L", "fsaverage5", 4, new int[] {1, 3}),
                new Geometry.Surface("R", "fsaverage5", 3, new int[] {0})));
    Path maps =
        run(
            new TestTask(folder)
                .with("scores", "encode", Map.of(), scores(folder.resolve("3"), "01", both)),
            settings());
    String name =
        "sub-01/func/sub-01_hemi-%s_space-fsaverage5_desc-encode_stat-r_statmap.shape.gii";
    List<GiftiArray> left = GiftiReader.arrays(maps.resolve(name.formatted("L")), "left");
    assertThat(left).hasSize(1);
    assertThat(left.get(0).floats()).containsExactly(Float.NaN, .375f, Float.NaN, .125f);
    assertThat(left.get(0).metadata()).containsEntry("Name", "r");
    assertThat(GiftiReader.arrays(maps.resolve(name.formatted("R")), "right").get(0).floats())
        .containsExactly(Float.NaN, Float.NaN, Float.NaN);
    assertThat(maps.resolve("sub-01/func/sub-01_space-fsaverage5_desc-encode_stat-r_statmap.json"))
        .exists();
    assertThat(Table.read(maps.resolve("participants.tsv")).cells())
        .containsExactly(List.of("sub-01"));
  }

  @Test
  void writesGrayordinates() throws IOException {
    Geometry.Grayordinates geometry =
        new Geometry.Grayordinates(
            List.of(
                new Geometry.Surface("R", "fsLR", 4, new int[] {2}),
                new Geometry.Volume(new int[] {3, 4, 2}, AFFINE, "fsLR", new int[] {9, 5})),
            List.of("CORTEX_RIGHT", "CAUDATE_LEFT"));
    Path maps =
        run(
            new TestTask(folder)
                .with("scores", "encode", Map.of(), scores(folder.resolve("3"), "01", geometry)),
            settings());
    Path file =
        maps.resolve("sub-01/func/sub-01_space-fsLR_desc-encode_stat-r_statmap.dscalar.nii");
    try (CiftiReader reader = CiftiReader.open(file, "map")) {
      Geometry.Grayordinates read = ((CiftiAxis.BrainModels) reader.columns()).geometry();
      assertThat(read.structures()).isEqualTo(geometry.structures());
      Geometry.Volume volume = (Geometry.Volume) read.parts().get(1);
      assertThat(volume.voxels()).containsExactly(9, 5);
      assertThat(volume.affine()).containsExactly(AFFINE);
      assertThat(((CiftiAxis.Maps) reader.rows()).names()).containsExactly("r");
      assertThat(reader.read()[0]).containsExactly(.375f, .125f, Float.NaN);
    }
  }

  @Test
  void refusesWhatMakesNoMap() throws IOException {
    Scores first = scores(folder.resolve("1"), "group", VOLUME);
    TestTask twice = new TestTask(folder).with("scores", first).with("scores", first);
    assertProblem("BIDS_FMRI_MAPS_COLLIDE", twice, settings());
    Geometry sensors =
        new Geometry.Sensors(List.of("A", "B", "C"), List.of("mag", "mag", "mag"), new double[9]);
    TestTask other =
        new TestTask(folder).with("scores", scores(folder.resolve("2"), "group", sensors));
    assertProblem("BIDS_FMRI_MAPS_GEOMETRY", other, settings());
  }

  private void assertProblem(String code, TestTask task, MapsSettings settings) {
    assertThatThrownBy(() -> component().run(settings, task))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problems()).extracting(Problem::code).containsExactly(code));
  }
}
