package dev.arcuate.plugin.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.arcuate.api.array.NpyWriter;
import dev.arcuate.api.value.Geometry;
import dev.arcuate.api.value.Scores;
import dev.arcuate.testkit.StepContract;
import dev.arcuate.testkit.TestTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AreaScoresStepTest extends StepContract<AreaScoresSettings> {
  private static final float[][] R = {{.1f, .2f, Float.NaN, .9f, .4f}, {.3f, .4f, .6f, .9f, .8f}};

  @Override
  protected AreaScoresStep component() {
    return new AreaScoresStep();
  }

  @Override
  protected AreaScoresSettings settings() {
    return new AreaScoresSettings();
  }

  /** Two areas, and a voxel in none. */
  @Override
  protected TestTask task(Path place) throws IOException {
    return new TestTask(place)
        .with(
            "scores",
            scores(
                place, voxels(new Geometry.Areas(List.of("A", "B"), new int[] {1, 1, 0, -1, 0}))));
  }

  private static Geometry voxels(Geometry.Areas areas) {
    return new Geometry.Volume(
        new int[] {5, 1, 1}, new double[16], "native", new int[] {0, 1, 2, 3, 4}, areas);
  }

  private static Scores scores(Path place, Geometry geometry) throws IOException {
    Scores scores =
        new Scores(
            Files.createDirectories(place.resolve("given")),
            "01",
            List.of("r", "alpha"),
            Map.of("leaky", false),
            geometry);
    scores.write();
    for (String map : scores.maps()) {
      try (NpyWriter writer = scores.mapWriter(map, R.length)) {
        for (float[] row : R) {
          writer.append(row, 0, row.length);
        }
      }
    }
    return scores;
  }

  @Test
  void averagesOverTheTargetsOfAnAreaFoldByFold() throws IOException {
    Scores areas = ran(task(folder));
    assertThat(areas.geometry()).isEqualTo(new Geometry.Regions(List.of("B", "A")));
    assertThat(areas.maps()).containsExactly("r");
    assertThat(areas.map("r").row(0)).containsExactly(new float[] {.15f, .4f}, within(1e-6f));
    assertThat(areas.map("r").row(1)).containsExactly(new float[] {.35f, .7f}, within(1e-6f));
    assertThat(areas.facts()).containsEntry("leaky", false);
  }

  @Test
  void keepsHemispheresApart() throws IOException {
    Geometry.Areas one = new Geometry.Areas(List.of("A"), new int[] {0, 0, 0});
    Geometry both =
        new Geometry.Grayordinates(
            List.of(
                new Geometry.Surface("L", "fsaverage5", 9, new int[] {1, 2, 3}, one),
                new Geometry.Surface("R", "fsaverage5", 9, new int[] {4, 7}, one)));
    Scores areas = ran(new TestTask(folder).with("scores", scores(folder, both)));
    assertThat(areas.geometry()).isEqualTo(new Geometry.Regions(List.of("L A", "R A")));
    assertThat(areas.map("r").row(0)).containsExactly(new float[] {.15f, .65f}, within(1e-6f));
  }

  @Test
  void leavesRegionsAsTheyAre() throws IOException {
    Scores regions = Values.r(folder.resolve("regions"), "01", .1, .2, .3);
    Scores same = ran(new TestTask(folder).with("scores", regions));
    assertThat(same.geometry()).isEqualTo(regions.geometry());
    assertThat(same.map("r").row(0)).containsExactly(.1f, .2f, .3f);
  }

  @Test
  void saysHowToLearnOfAreas() throws IOException {
    TestTask task =
        new TestTask(folder).with("scores", scores(folder, voxels(Geometry.Areas.none())));
    assertThatThrownBy(() -> ran(task))
        .hasMessageContaining(
            "STATISTICS_NO_AREAS: of none of the 5 targets is it known in which area it lies");
  }

  private Scores ran(TestTask task) throws IOException {
    component().run(settings(), task);
    return task.result("scores", Scores.class);
  }
}
